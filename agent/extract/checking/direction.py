"""Rule 4: does a statement say the opposite of the sentences it cites ("raises" for "reduces")?

A word is opposed only where the sentences do not say the same of the same thing: what stands near it must stand near
its opposite and not as near to a word of its own side. Negations and comparisons stand in modules of their own.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.opposites import AMOUNT, GROUPS, PARITY, WORTH
from agent.extract.checking.polars import Polar
from agent.extract.checking.sides import COSTS, GOODS, LOOSE
from agent.extract.checking.weights import Weights, shared_words

_AMOUNT, _WORTH, _PARITY = (
    next(number for number, group in enumerate(GROUPS) if group.name == name) for name in (AMOUNT, WORTH, PARITY)
)
# How much of what stands near two opposed words must be the same: 1 is one word beside both.
_SHARED = 0.3
_SHARED_NEAR = 0.5
_SHARED_WORTH = 0.45
_SHARED_PARITY = 0.8
_AS_WELCOME = 0.7  # what is as welcome as the opposite of a word counts less than what says the same
_LISTED = 2  # words: upper and lower bounds
_STRICTER = 0.15  # more must stand near both for every cited sentence beyond the second
_CROSSED = 0.8
_MOVED = 1.0  # so much of what stands near must have changed sides
_MORE_MOVED = 1.35  # times as much as has kept its side
_CLEARER = 0.4
_SLACK_PRINTED = 0.4  # the same, where the very word is printed
_SLACK = 0.8  # what says the same may stand this much further away than the opposite


_VALUED = COSTS | GOODS
_OF_KIND = frozenset(
    number
    for number, group in enumerate(GROUPS)
    if group.name
    in """scale supervision line change sense chance course place centre hand side time shape form size public depth
    rank strength""".split()
)
"""Groups that name kinds of things rather than judge: forward and backward, online and offline."""


class Opposed(NamedTuple):
    """A word of the statement and the word of the sentences that says the opposite."""

    said: str
    printed: str


def opposed_words(said: Clauses, printed: Sequence[Clauses], settled: Collection[int] = ()) -> Iterator[Opposed]:
    """Yield words of a statement whose opposites the sentences say of the same thing.

    Words at the places `settled` need no look: they compare, and the sides stand as printed.
    """
    others = [polar for clauses in printed for polar in clauses.polars]
    if not others:
        return
    strictness = 1.0 + _STRICTER * max(0, len(printed) - 2)
    kept = frozenset([polar.stem for polar in said.polars])
    against = _Against(others, is_judged=not _VALUED.isdisjoint([form.stem for form in said.tokens]))
    for polar in said.polars:
        if polar.place in settled or not against.holds(polar):
            continue
        if (worst := _worst(polar, said.polars, kept, others, strictness)) is not None:
            yield Opposed(polar.word, worst.word)
    yield from _crossed(said.polars, others)


class _Against:
    """What may say the opposite of a word: looked up at once, before words are compared one with another.

    What is only as unwelcome as the other is welcome counts where both speak of a thing of which more is good or bad;
    `is_judged` says whether the statement does at all.
    """

    def __init__(self, polars: Sequence[Polar], *, is_judged: bool) -> None:
        self._polars, self._is_judged = polars, is_judged
        self._sides = {(group, -sign) for polar in polars for group, sign in polar.sides if sign}
        self._holds_parity = (_PARITY, -1) in self._sides
        self._moves = any(group in (_AMOUNT, _WORTH) for group, _ in self._sides)

    def holds(self, said: Polar) -> bool:
        """Say whether a word may stand against one of these."""
        if not self._sides.isdisjoint(said.sides):
            return True
        if (self._moves and _is_parity(said)) or (self._holds_parity and _moves(said)):
            return True
        return self._is_judged and said.worth != 0 and any(one.worth == -said.worth for one in self._polars)


def _worst(
    polar: Polar, own: Sequence[Polar], kept: Collection[str], others: Sequence[Polar], strictness: float
) -> Polar | None:
    """Return what says the opposite of a word of the same thing, or None; `kept` are the stems of `own`."""
    same_side: list[tuple[Polar, float]] = []
    opposite: tuple[float, Polar] | None = None
    for other in others:
        relation, needed = _relation(polar, other)
        if relation == 0 or (other.stem != polar.stem and other.stem in kept and not _of_one_group(polar, other)):
            continue
        if relation > 0:
            same_side.append((other, relation))
            continue
        near, other_near = polar.near, other.near
        if needed == _SHARED_WORTH and not any(key in other_near and key in _VALUED for key in near):
            continue
        shared = shared_words(near, other_near)
        if shared >= needed * strictness and (opposite is None or shared > opposite[0]):
            opposite = (shared, other)
    if opposite is None:
        return None
    is_printed = any(other.stem == polar.stem for other, _ in same_side)
    same = max([shared_words(polar.near, other.near) * relation for other, relation in same_side], default=0.0)
    if is_printed:
        same = max(same, _SHARED)
    if same >= opposite[0] * (_SLACK_PRINTED if is_printed else _SLACK):
        return None
    if opposite[1].stem in kept and same and any(other.stem == polar.stem for other in others):
        return None  # both texts print both: `_crossed` judges which belongs to what
    if opposite[1].stem in kept and all(side.group in _OF_KIND for side in polar.sides):
        return None  # forward and reverse, online and offline: the statement speaks of both
    if same and any(_relation(polar, one)[0] < 0 and one.stem == opposite[1].stem for one in own):
        return None  # both stand in both texts, as the two sides of a comparison do
    return opposite[1]


def _crossed(own: Sequence[Polar], others: Sequence[Polar]) -> Iterator[Opposed]:
    """Yield two opposites that both texts print, if each stands where the sentences print the other."""
    printed: dict[str, list[Polar]] = {}
    for polar in others:
        printed.setdefault(polar.stem, []).append(polar)
    both = [polar for polar in own if polar.stem in printed]
    against = _Against(both, is_judged=True)
    if not any(map(against.holds, both)):
        return
    for one, other in combinations(both, 2):
        if abs(one.place - other.place) <= _LISTED or _relation(one, other)[0] >= 0:
            continue
        ones, opposites = printed[one.stem], printed[other.stem]
        if not _are_listed(ones, opposites):
            crossed = _nearest(one, opposites) + _nearest(other, ones)
            straight = _nearest(one, ones) + _nearest(other, opposites)
            if (crossed >= _CROSSED and crossed - straight >= _CLEARER) or all(
                are_turned(one.near, other.near, a.near, b.near) for a in ones for b in opposites
            ):
                yield Opposed(one.word, other.word)


def _are_listed(ones: Sequence[Polar], opposites: Sequence[Polar]) -> bool:
    return any(0 < abs(one.place - other.place) <= _LISTED for one in ones for other in opposites)


def _nearest(polar: Polar, others: Sequence[Polar]) -> float:
    return max(shared_words(polar.before, other.before) + shared_words(polar.after, other.after) for other in others)


def _relation(said: Polar, printed: Polar) -> tuple[float, float]:
    """Return +1 for words that say the same, less for as welcome ones, -1 for opposites, 0 for neither.

    The second number is how much must stand near both.
    """
    opposed = needed = 0.0
    for side in said.sides:
        for other in printed.sides:
            if side.group != other.group:
                continue
            if side.sign * other.sign >= 0:
                return 1, 0.0
            opposed, needed = (
                1,
                _SHARED_NEAR if GROUPS[side.group].near or {said.stem, printed.stem} & LOOSE else _SHARED,
            )
    worth = said.worth
    other_worth = worth and printed.worth
    if worth and worth == other_worth:
        return (_AS_WELCOME if opposed else 1), 0.0
    if opposed:
        return -1, needed
    if _is_parity(said) != _is_parity(printed) and (_moves(said) if _is_parity(printed) else _moves(printed)):
        return -1, _SHARED_PARITY
    return (-1, _SHARED_WORTH) if worth and other_worth else (0, 0.0)


def _of_one_group(one: Polar, other: Polar) -> bool:
    return any(side.group == other_side.group for side in one.sides for other_side in other.sides)


def _is_parity(polar: Polar) -> bool:
    return any(side.group == _PARITY and side.sign > 0 for side in polar.sides)


def _moves(polar: Polar) -> bool:
    return any(side.group in (_AMOUNT, _WORTH) and side.sign for side in polar.sides)


def are_turned(one: Weights, other: Weights, printed: Weights, printed_other: Weights) -> bool:
    """Say whether much of what stands near two words has changed sides, and more than has kept them."""
    moved = kept = 0.0
    for key in sorted((one.keys() | other.keys()) & (printed.keys() | printed_other.keys())):
        difference = one.get(key, 0.0) - other.get(key, 0.0)
        there = printed.get(key, 0.0) - printed_other.get(key, 0.0)
        weight = min(abs(difference), abs(there))
        moved, kept = (moved + weight, kept) if difference * there < 0 else (moved, kept + weight)
    return moved >= _MOVED and moved >= kept * _MORE_MOVED
