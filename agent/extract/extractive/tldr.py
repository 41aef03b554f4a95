"""Share out the sentences of an abstract: which one is the TL;DR, which one tells the method.

An entry shows TL;DR, method and key claims one below the other; each should be another sentence where there are enough.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agent.extract.extractive.method import rank_sentences
from agent.extract.extractive.shorten import count_words, strip_opening
from agent.extract.extractive.standing import is_aside, stands_alone
from agent.extract.extractive.telling import weigh_telling
from agent.extract.lexicon import LONGEST_READ
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_TLDR_WORDS = 30
GOOD_METHOD = 4
"""Weight from which a sentence says enough about how a method works to stand for it alone."""
_HANGING = re.compile(r"\s*:\s*$")
_FEWEST_WORDS = 8
_MOST_WORDS = 60


class Share(NamedTuple):
    """1-based numbers of the sentences chosen; None where there is none."""

    tldr: int | None
    method: int | None


def share_out(text: NumberedText, roles: Sequence[Role], names: Sequence[str]) -> Share:
    """Choose the sentences of TL;DR and method.

    The TL;DR is the sentence that tells the paper best of those that stand alone. The method is told by another
    sentence where one says enough, else by the TL;DR itself if it says how.
    """
    speaking = [number for number, role in enumerate(roles, 1) if _speaks(text, number, role)]
    standing = [number for number in speaking if _stands(text.sentence(number))]
    # A sentence that announces a list says what it says without the list: better than nothing.
    standing = standing or [number for number in speaking if _stands(_HANGING.sub(".", text.sentence(number)))]
    # max keeps the first of equals.
    tldr = max(standing, key=lambda number: weigh_telling(text, number, roles), default=None)
    ranked = [(weight, number) for weight, number in rank_sentences(text, roles, names) if weight > 0]
    others = [number for weight, number in ranked if number != tldr and weight >= GOOD_METHOD]
    return Share(tldr, next(iter(others or [number for _, number in ranked]), None))


def _speaks(text: NumberedText, number: int, role: Role) -> bool:
    # A proposal is an aside among claims; after the results it is a plan or a belief.
    return role in ("objective", "method") or (role == "result" and not is_aside(text.sentence(number)))


def _stands(sentence: str) -> bool:
    return (
        len(sentence) <= LONGEST_READ
        and stands_alone(sentence)
        and not sentence.rstrip().endswith("?")
        and count_words(strip_opening(sentence)) >= _FEWEST_WORDS
        and count_words(sentence) <= _MOST_WORDS
    )
