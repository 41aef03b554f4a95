"""Share out the sentences of an abstract: which one is the TL;DR, which one tells the method.

An entry shows TL;DR, method and key claims one below the other; each should be another sentence where there are enough.
"""

from collections.abc import Sequence
from typing import NamedTuple

from agent.extract.extractive.leaning import find_loose
from agent.extract.extractive.method import rank_sentences, speaks_of_own
from agent.extract.extractive.shorten import count_words, shorten_or_quote, strip_opening
from agent.extract.extractive.standing import stands_alone
from agent.extract.extractive.telling import weigh_telling
from agent.extract.lexicon import LONGEST_READ
from agent.extract.passages import read_own
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_TLDR_WORDS = 30
LOOSENESS = 2400
"""What it costs a TL;DR to hold a word that its reader cannot resolve: a quarter of a ROUGE of 1."""
_FEWEST_WORDS = 8
_MOST_WORDS, _MOST_IN_NEED = 60, 100


class Share(NamedTuple):
    """1-based numbers of the sentences chosen; None where there is none."""

    tldr: int | None
    method: int | None


def share_out(text: NumberedText, roles: Sequence[Role], names: Sequence[str]) -> Share:
    """Choose the sentences of TL;DR and method.

    The TL;DR is the sentence that tells the paper best of those that stand alone. The method is told by another
    sentence where one says enough, else by the TL;DR itself if it says how.
    """
    own = [number for number, role in enumerate(roles, 1) if role in ("objective", "method", "result")]
    # What is better than nothing: what points elsewhere.
    standing = [number for number in own if _stands(text, number)]
    if not any(speaks_of_own(text.sentence(number), names) for number in standing):
        prose = [number for number, _ in read_own(text, roles)]
        anyhow = [number for number in prose if _says_enough(text, number, _MOST_IN_NEED)]
        ours = [number for number in anyhow if speaks_of_own(text.sentence(number), names)]
        standing = sorted({*standing, *ours}) or anyhow or prose
    tldr = _best(text, standing, roles, names)
    good = [number for _, number in rank_sentences(text, roles, names)]
    return Share(tldr, next(iter([number for number in good if number != tldr] or good), None))


def _best(text: NumberedText, standing: Sequence[int], roles: Sequence[Role], names: Sequence[str]) -> int | None:
    # Of equals the first; what tells less than the best after its losses cannot win.
    best: tuple[int, int] | None = None
    for telling, number in sorted((-weigh_telling(text, number, roles), number) for number in standing):
        if best is not None and telling > best[0]:
            break
        found = (telling + _lose(text, number, names), number)
        best = min(best or found, found)
    return best[1] if best else None


def _lose(text: NumberedText, number: int, names: Sequence[str]) -> int:
    short = shorten_or_quote(text, number, MOST_TLDR_WORDS)
    loose = len(find_loose(short, text, number, names))
    foreign = not speaks_of_own(text.sentence(number), names)
    pointing = not stands_alone(short, text.title)
    return LOOSENESS * (loose + 3 * foreign + 2 * pointing)


def _stands(text: NumberedText, number: int) -> bool:
    return _says_enough(text, number) and stands_alone(shorten_or_quote(text, number, MOST_TLDR_WORDS), text.title)


def _says_enough(text: NumberedText, number: int, most_words: int = _MOST_WORDS) -> bool:
    sentence = text.sentence(number)
    return (
        len(sentence) <= LONGEST_READ
        and not sentence.rstrip().endswith("?")
        and count_words(strip_opening(sentence)) >= _FEWEST_WORDS
        and count_words(sentence) <= most_words
    )
