"""Rank the sentences of an abstract by how well they say how the method works."""

import re
from collections.abc import Sequence

from agent.extract.extractive.leaning import find_loose
from agent.extract.extractive.shorten import count_words, shorten
from agent.extract.extractive.standing import stands_alone
from agent.extract.lexicon import LONGEST_READ, find_cues, one_of
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

FEWEST_WORDS = 7
"""Fewer say nothing of how a method works: "a series of new techniques"."""
# "To evaluate it, we present a corpus": what is made for a test is not what the paper is about.
_TESTS = re.compile(
    r"\W*(?:\w+, )?(?:in order )?to (?:further )?"
    r"(?:evaluate|validate|demonstrate|assess|verify|test|illustrate|showcase)\b",
    re.IGNORECASE,
)


def rank_sentences(text: NumberedText, roles: Sequence[Role], names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return (weight, number) of the sentences of method, the one that best says how the method works first.

    Only sentences that speak of the authors' own doing and need no other sentence to be understood are among them;
    what weighs nothing is left out.
    """
    ranked = [
        (_weigh(sentence, names), number)
        for number, role in enumerate(roles, 1)
        if role == "method"
        and len(sentence := text.sentence(number)) <= LONGEST_READ
        and speaks_of_own(sentence, names)
        and stands_alone(short := shorten(text, number), text.title)
        and count_words(short) >= FEWEST_WORDS
        and not find_loose(short, text, number, names)
    ]
    return tuple(sorted((pair for pair in ranked if pair[0] > 0), key=lambda pair: (-pair[0], pair[1])))


def is_proposal(sentence: str) -> bool:
    """Say whether a sentence says that something is proposed, introduced or presented."""
    return "method/proposal" in find_cues(sentence) and _TESTS.match(sentence) is None


_OF_OTHERS = re.compile(one_of("method", "list of others"), re.IGNORECASE)
_OWN = re.compile(rf"\b{one_of('method', 'list own doing')}\b", re.IGNORECASE)


def speaks_of_own(sentence: str, names: Sequence[str] = ()) -> bool:
    """Say whether a sentence speaks of the authors' own doing, or of what they made, which may have `names`."""
    if any(name in sentence for name in names):
        return True
    return _OF_OTHERS.search(sentence) is None and (is_proposal(sentence) or _OWN.search(sentence) is not None)


_HOW = re.compile(rf"\b{one_of('method', 'list how')}\b", re.IGNORECASE)


def _weigh(sentence: str, names: Sequence[str]) -> int:
    cues = find_cues(sentence)
    weight = 2 * min(len(_HOW.findall(sentence)), 3)
    weight += 4 * ("method/proposal" in cues) + 2 * any(name in sentence for name in names)
    weight -= 2 * ("claims/measure" in cues)
    weight -= 6 * ("method/evaluates" in cues)
    weight -= 6 * ("claims/evident" in cues and "method/proposal" not in cues)
    words = count_words(sentence)
    return weight - 5 * (words < 9) - 2 * (words > 50)
