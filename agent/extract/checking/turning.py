"""Rule 4, the sides of a comparison: "A outperforms B" is not "B outperforms A", and "B trails A" is the same."""

from collections.abc import Sequence
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.comparison import (
    COMPARED_AMOUNT,
    UNGROUPED,
    Comparison,
    read_comparisons,
    read_halves,
)
from agent.extract.checking.opposites import GROUPS
from agent.extract.checking.weights import Weights, agreement

_OPPOSED, _SURELY_OPPOSED = (
    -0.3,
    -0.99,
)  # the second where so many sentences are cited that one is likely to fit by chance
_FEW = 2
_FAINT = 0.05
_NEAR = 0.3  # so near to the comparison must a word stand that is seen to change sides


class Judged(NamedTuple):
    """What is known of the comparisons of a statement."""

    turned: tuple[tuple[str, str], ...]
    """Words of comparisons that the sentences print the other way round, each with the printed one."""
    settled: frozenset[int]
    """Places of the words of comparisons that stand as printed."""


def judge_comparisons(said: Clauses, printed: Sequence[Clauses]) -> Judged:
    """Compare the sides of a statement's comparisons with those of the sentences."""
    wanted, halves = read_comparisons(said), read_halves(said) if len(printed) <= _FEW else []
    if not wanted and not halves:
        return Judged((), frozenset())
    others = [comparison for clauses in printed for comparison in read_comparisons(clauses)]
    turned, settled = [], set()
    for half in halves:
        agreements = [
            one
            for other in others
            if _same_kind(half, other) and (one := _kept(half.first, other) - _kept(half.second, other))
        ]
        if agreements and max(agreements) < 0:
            turned.append((half.word, half.word))
        elif agreements:
            settled.add(half.place)
    for comparison in wanted:
        judged = [(_agreement(comparison, other), other.word) for other in others if _same_kind(comparison, other)]
        telling = [one for one in judged if one[0]]  # the others compare something else
        best, word = max(telling, default=(0.0, ""))
        if best < (_OPPOSED if len(printed) <= _FEW else _SURELY_OPPOSED):
            turned.append((comparison.word, word))
        elif best > -_OPPOSED:
            settled.add(comparison.place)
    return Judged(tuple(turned), frozenset(settled))


def _kept(side: Weights, other: Comparison) -> int:
    """Return +1 if what stands on the better side stands there in another comparison too, -1 if on the worse one."""
    first, second = (
        any(weight >= _NEAR and there.get(key, 0.0) >= _NEAR for key, weight in side.items())
        for there in (other.first, other.second)
    )
    return first - second


def _same_kind(one: Comparison, other: Comparison) -> bool:
    if COMPARED_AMOUNT == one.group == other.group:
        return one.of == other.of or not one.of or not other.of
    if {COMPARED_AMOUNT, UNGROUPED} & {one.group, other.group}:
        return one.group == other.group and one.of == other.of
    return one.group == other.group or bool(GROUPS[one.group].valued and GROUPS[other.group].valued)


def _agreement(one: Comparison, other: Comparison) -> float:
    """Return -1 if words changed sides in both directions, 1 if words kept both, else the cosine of the differences."""
    turned = other._replace(first=other.second, second=other.first)
    moved = _moved(one.first, one.second, other) and _moved(one.second, one.first, turned)
    kept = _moved(one.first, one.second, turned) and _moved(one.second, one.first, other)
    if moved != kept:
        return 1.0 if kept else -1.0
    return agreement(one.first, one.second, other.first, other.second, _FAINT)


def _moved(first: Weights, second: Weights, other: Comparison) -> bool:
    return any(
        weight >= _NEAR and other.second.get(key, 0.0) >= _NEAR and key not in second and key not in other.first
        for key, weight in first.items()
    )
