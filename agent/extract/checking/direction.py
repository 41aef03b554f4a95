"""Rule 4: does a statement say the opposite of the sentences it cites?

Three comparisons, each of which lets everything pass that the sentences print: words with their opposites ("raises" for
"reduces"), negations ("does not depend" for "depends"), and the two sides of a comparison ("A outperforms B").
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses, Polar, Weights, near_words
from agent.extract.checking.opposites import COSTS, GOODS, GROUPS, LOOSE

_AMOUNT = next(number for number, group in enumerate(GROUPS) if group.name == "amount")
# How much of what stands near two opposed words must be the same: 1 is one word beside both.
_SHARED = 0.3
_SHARED_NEAR = 0.5
_SHARED_WORTH = 0.45
_SHARED_NEGATION = 0.35
_SLACK_PRINTED = 0.4  # the same, where the very word is printed
_SLACK = 0.8  # what says the same may stand this much further away than the opposite


class Opposed(NamedTuple):
    """A word of the statement and the word of the sentences that says the opposite."""

    said: str
    printed: str


def opposed_words(said: Clauses, printed: Sequence[Clauses]) -> Iterator[Opposed]:
    """Yield words of a statement whose opposites the sentences say of the same thing."""
    others = [polar for clauses in printed for polar in clauses.polars]
    if not others:
        return
    for polar in said.polars:
        worst = _worst(polar, said.polars, others)
        if worst is not None:
            yield Opposed(polar.word, worst.word)


def _worst(polar: Polar, own: Sequence[Polar], others: Sequence[Polar]) -> Polar | None:
    near = polar.near
    same, slack = 0.0, _SLACK
    opposite: tuple[float, Polar] | None = None
    for other in others:
        relation, needed = _relation(polar, other)
        if relation == 0:
            continue
        if relation > 0 and other.stem == polar.stem:
            same, slack = max(same, _SHARED), _SLACK_PRINTED
        shared = _shared(near, other.near)
        if relation > 0:
            same = max(same, shared)
        elif shared >= needed and (opposite is None or shared > opposite[0]):
            opposite = (shared, other)
    if opposite is None or same >= opposite[0] * slack:
        return None
    if same and any(_relation(polar, one)[0] < 0 and one.stem == opposite[1].stem for one in own):
        return None  # both stand in both texts, as the two sides of a comparison do
    return opposite[1]


def _relation(said: Polar, printed: Polar) -> tuple[int, float]:
    """Return +1 for words that say the same, -1 for opposites, 0 for neither, and how much they must share."""
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
    worth, other_worth = _worth(said), _worth(printed)
    if worth and worth == other_worth:
        return 1, 0.0
    if opposed:
        return -1, needed
    return (-1, _SHARED_WORTH) if worth and other_worth else (0, 0.0)


def _worth(polar: Polar) -> int:
    """Return +1 for what is welcome, -1 for what is not, 0 where that is unknown."""
    for group, sign in polar.sides:
        if GROUPS[group].valued:
            return sign
    for group, sign in polar.sides:
        if group == _AMOUNT:
            return sign * _object_worth(polar)
    return 0


def _object_worth(polar: Polar) -> int:
    """Return +1 if more of what the word is said of is welcome, -1 if less, 0 if unknown."""
    for near in (polar.after, polar.before):
        best, worth = 0.15, 0
        for key, weight in near.items():
            if weight > best and (key in COSTS or key in GOODS):
                best, worth = weight, -1 if key in COSTS else 1
        if worth:
            return worth
    return 0


def _shared(near: Weights, other: Weights) -> float:
    return sum(min(weight, other[key]) for key, weight in near.items() if key in other)


def turned_negations(said: Clauses, printed: Sequence[Clauses]) -> Iterator[tuple[str, bool]]:
    """Yield words that only the statement negates (True) or only the sentences do (False), of the same thing."""
    denied = frozenset().union(*(clauses.denied for clauses in printed))
    doubtful = frozenset().union(*(clauses.doubtful for clauses in printed))
    granted = frozenset().union(*(clauses.granted for clauses in printed))
    for key in said.denied & granted - denied - doubtful:
        if word := _same_place(key, said, printed):
            yield word, True
    for key in said.granted & denied - granted - doubtful - said.denied - said.doubtful:
        if word := _same_place(key, said, printed):
            yield word, False


def _same_place(key: str, said: Clauses, printed: Sequence[Clauses]) -> str | None:
    """Return the word of a stem if the same things stand near it in the statement and in the sentences."""
    for place, token in enumerate(said.tokens):
        if token.stem == key:
            near = near_words(said.tokens, place)
            for clauses in printed:
                for other, found in enumerate(clauses.tokens):
                    if found.stem == key and _shared(near, near_words(clauses.tokens, other)) >= _SHARED_NEGATION:
                        return token.word
    return None
