"""Rule 4, the sides of a comparison: "A outperforms B" is not "B outperforms A", and "B trails A" is the same."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.comparison import (
    COMPARED_AMOUNT,
    UNGROUPED,
    Comparison,
    read_comparisons,
    read_halves,
)
from agent.extract.checking.contrasts import COMPARED_WORTH, read_contrast
from agent.extract.checking.opposites import GROUPS
from agent.extract.checking.sides import COSTS, GOODS, LOOSE
from agent.extract.checking.weights import Weights, agreement
from agent.extract.words import stem

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
    compared: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    """Stems on both sides of those."""

    def keeps(self, word: str, other: str) -> bool:
        """Say whether two words are what a comparison that stands as printed compares."""
        pair = {stem(word), stem(other)}
        if not LOOSE.isdisjoint(pair):
            return False
        return any(len(pair & first) == len(pair & second) == 1 for first, second in self.compared)


def judge_comparisons(said: Clauses, printed: Sequence[Clauses]) -> Judged:
    """Compare the sides of a statement's comparisons with those of the sentences."""
    wanted, halves = read_comparisons(said), read_halves(said) if len(printed) <= _FEW else []
    if not wanted and not halves:
        return Judged((), frozenset())
    others = [comparison for clauses in printed for comparison in read_comparisons(clauses)]
    contrasts = [contrast for clauses in printed if (contrast := read_contrast(clauses))] if wanted else []
    turned, settled, compared = [], set[int](), []
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
    if len(others) > 1 and any(map(_turns_back, printed)):
        wanted = []
    for comparison in wanted:
        pairs = [pair for other in others if (pair := _comparable(comparison, other))]
        if any(_agreement(one[1], other[1]) < _OPPOSED for one, other in combinations(pairs, 2)):
            continue  # each is ahead in something
        pairs = pairs or [(comparison, other) for other in contrasts if _same_kind(comparison, other)]
        judged = [(_agreement(one, other), other.word) for one, other in pairs]
        telling = [one for one in judged if one[0]]  # the others compare something else
        best, word = max(telling, default=(0.0, ""))
        if best < (_OPPOSED if len(printed) <= _FEW else _SURELY_OPPOSED):
            turned.append((comparison.word, word))
        elif best > -_OPPOSED:
            settled.add(comparison.place)
            compared.append((frozenset(comparison.first), frozenset(comparison.second)))
    return Judged(tuple(turned), frozenset(settled), tuple(compared))


def _turns_back(clauses: Clauses) -> bool:
    """Say whether who was ahead is behind as well: "A outperforms B and is outperformed by it on C"."""
    following = zip(clauses.tokens, clauses.tokens[1:], strict=False)
    return "by" in clauses.words and any(one.word == "by" and two.word in ("it", "them") for one, two in following)


def _comparable(one: Comparison, other: Comparison) -> tuple[Comparison, Comparison] | None:
    """Return two comparisons of one kind, or None; an amount of something good is compared with worth."""
    if _same_kind(one, other):
        return one, other
    if COMPARED_AMOUNT in (one.group, other.group) and one.group != other.group:
        one, other = _valued(one), _valued(other)
        return (one, other) if _same_kind(one, other) else None
    return None


def _valued(one: Comparison) -> Comparison:
    """Return "higher accuracy than" as "better than" and "lower cost" with its sides turned; others as they are."""
    if one.group != COMPARED_AMOUNT or not (one.of in GOODS or one.of in COSTS):
        return one
    sides = (one.first, one.second) if one.of in GOODS else (one.second, one.first)
    return Comparison(one.word, one.place, COMPARED_WORTH, "", *sides)


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
