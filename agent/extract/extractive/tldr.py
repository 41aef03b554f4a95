"""Share out the sentences of an abstract: which one is the TL;DR, which one tells the method.

An entry shows TL;DR, method and key claims one below the other; each should be another sentence where there are enough.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agent.extract.extractive.claims import is_dangling, weigh_claim
from agent.extract.extractive.lexicon import LONGEST_READ, read_sections
from agent.extract.extractive.method import is_proposal, rank_sentences
from agent.extract.extractive.shorten import AIMED_WORDS, count_words, shorten, strip_opening
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_TLDR_WORDS = 30
GOOD_METHOD = 4
"""Weight from which a sentence says enough about how a method works to stand for it alone."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(read_sections("method")["list common words"])
_ORDER: tuple[Role, ...] = ("result", "objective", "method", "background")


class Share(NamedTuple):
    """1-based numbers of the sentences chosen; None where there is none."""

    tldr: int | None
    method: int | None


def share_out(text: NumberedText, roles: Sequence[Role], names: Sequence[str], claims: Sequence[int]) -> Share:
    """Choose the sentences of TL;DR and method; `claims` are the claim sentences, the weightiest first.

    With a proposal and another good sentence of method, the proposal is the TL;DR and the other tells the method.
    One sentence that proposes or names the method is both: what was done comes before how well it went. Without any,
    the TL;DR is the weightiest claim or, without one, the stated aim.
    """
    ranked = rank_sentences(text, roles, names)
    proposals = [number for _, number in ranked if is_proposal(text.sentence(number)) and _stands(text, number)]
    proposal = min(proposals, key=lambda number: _rank_proposal(text, number, names), default=None)
    others = [number for weight, number in ranked if number != proposal and weight >= GOOD_METHOD]
    if proposal is not None and others:
        return Share(proposal, others[0])
    method = proposal if proposal is not None else next((number for weight, number in ranked if weight > 0), None)
    if method is not None and _stands(text, method):
        sentence = text.sentence(method)
        if method == proposal or any(name in sentence for name in names):
            return Share(method, method)
    return Share(_without_proposal(text, roles, method, claims), method)


def _rank_proposal(text: NumberedText, number: int, names: Sequence[str]) -> tuple[int, bool, int]:
    first = next((place for place, name in enumerate(names) if name in text.sentence(number)), len(names))
    return first, count_words(shorten(text, number)) > MOST_TLDR_WORDS, number


def _without_proposal(
    text: NumberedText, roles: Sequence[Role], method: int | None, claims: Sequence[int]
) -> int | None:
    aims = [number for number, role in enumerate(roles, 1) if role == "objective"]
    standing = [number for number in (*claims, *aims) if _stands(text, number) and number != method]
    if standing:
        central = title_words(text.title)
        # max keeps the first of equals: the weightiest claim.
        return max(standing, key=lambda number: _weigh(text, number, central))
    if method is not None:
        return method
    readable = [
        number for number, role in enumerate(roles, 1) if role != "other" and len(text.sentence(number)) <= LONGEST_READ
    ]
    return min(
        readable,
        key=lambda number: (is_dangling(text.sentence(number)), _ORDER.index(roles[number - 1]), number),
        default=None,
    )


def _weigh(text: NumberedText, number: int, central: frozenset[str]) -> int:
    sentence = text.sentence(number)
    words = count_words(shorten(text, number))
    too_long = 2 * (words > AIMED_WORDS) + 3 * (words > MOST_TLDR_WORDS)
    return weigh_claim(sentence) + min(3, 2 * len(central & title_words(sentence))) - too_long


def title_words(passage: str) -> frozenset[str]:
    """Return the words of substance of a passage, cut to six letters so that forms of one word meet."""
    return frozenset(
        word.casefold()[:6] for word in _WORD.findall(passage[:LONGEST_READ]) if word.casefold() not in _COMMON
    )


def _stands(text: NumberedText, number: int) -> bool:
    sentence = text.sentence(number)
    return (
        not is_dangling(strip_opening(sentence))
        and not sentence.rstrip().endswith((":", "?"))
        and count_words(strip_opening(sentence)) >= 8
        and count_words(sentence) <= 60
    )
