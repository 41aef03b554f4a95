"""Rank the sentences of an abstract by how well they say how the method works."""

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.extract.extractive.leaning import find_loose
from agent.extract.extractive.shorten import count_words, shorten
from agent.extract.extractive.standing import stands_alone
from agent.extract.lexicon import LONGEST_READ, any_word, find_cues, one_of
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

FEWEST_WORDS = 7
"""Fewer say nothing of how a method works: "a series of new techniques"."""
GOOD_METHOD = 4
"""Weight from which a sentence says enough about how a method works to stand for it."""


def rank_sentences(text: NumberedText, roles: Sequence[Role], names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return (weight, number) of the sentences of method, the one that best says how the method works first.

    Only sentences that speak of the authors' own doing, need no other sentence to be understood, and say enough are
    among them.
    """
    ranked = [
        (-_weigh(sentence, names), number)
        for number, role in enumerate(roles, 1)
        if role == "method"
        and len(sentence := text.sentence(number)) <= LONGEST_READ
        and speaks_of_own(sentence, names)
        and stands_alone(short := shorten(text, number), text.title)
        and count_words(short) >= FEWEST_WORDS
        and not find_loose(short, text, number, names)
    ]
    return tuple((-weight, number) for weight, number in sorted(ranked) if -weight >= GOOD_METHOD)


_OF_OTHERS = re.compile(one_of("method", "list of others"), re.IGNORECASE)
_OWN = any_word("method", "list own doing")


def speaks_of_own(sentence: str, names: Sequence[str] = ()) -> bool:
    """Say whether a sentence speaks of the authors' own doing, or of what they made, which may have `names`."""
    return any(name in sentence for name in names) or _speaks_of_doing(sentence)


@lru_cache(maxsize=512)
def _speaks_of_doing(sentence: str) -> bool:
    return _OWN.search(sentence.lower()) is not None and _OF_OTHERS.search(sentence) is None


_HOW = any_word("method", "list how")


def _weigh(sentence: str, names: Sequence[str]) -> int:
    cues = find_cues(sentence)
    weight = 2 * min(len(_HOW.findall(sentence.lower())), 3)
    weight += 4 * ("method/proposal" in cues) + 2 * any(name in sentence for name in names)
    weight -= 2 * ("claims/measure" in cues)
    weight -= 6 * ("method/evaluates" in cues)
    weight -= 6 * ("claims/evident" in cues and "method/proposal" not in cues)
    words = count_words(sentence)
    return weight - 5 * (words < 9) - 2 * (words > 50)
