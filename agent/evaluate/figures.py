"""Counts a paper ─▶ figures with intervals.

Intervals come from resampling papers with replacement (percentile bootstrap; Efron, Tibshirani, "An Introduction to the
Bootstrap", 1993, chapter 13), with a fixed seed, so that the same counts give the same interval.
"""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

RESAMPLES = 1_000
SEED = 1
TAIL = 0.025  # left out at either end: an interval of 95 %


class Tally(NamedTuple):
    """Right among told, and found among wanted; of a share only the first two are used."""

    right: float = 0
    told: float = 0
    found: float = 0
    wanted: float = 0

    def plus(self, other: "Tally") -> "Tally":
        """Add counts."""
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))


def share(tally: Tally) -> float | None:
    """Return right ÷ told; None if nothing was told."""
    return tally.right / tally.told if tally.told else None


def recall(tally: Tally) -> float | None:
    """Return found ÷ wanted; None if nothing was wanted."""
    return tally.found / tally.wanted if tally.wanted else None


def f1(tally: Tally) -> float | None:
    """Return the harmonic mean of precision and recall; None if there was nothing to tell and nothing told."""
    if not tally.told and not tally.wanted:
        return None
    precision, found = share(tally) or 0.0, recall(tally) or 0.0
    return 2 * precision * found / (precision + found) if precision + found else 0.0


class Figure(NamedTuple):
    """A number with what it rests on."""

    value: float | None
    """None: there was nothing to measure."""
    low: float | None
    high: float | None
    """Ends of the 95 % interval."""
    counts: Tally


def figure_of(tallies: Sequence[Tally], statistic: Callable[[Tally], float | None]) -> Figure:
    """Add up the counts of papers.

    Args:
        tallies: One a paper (or another unit that is drawn as a whole).
        statistic: What is made of the sum.
    """
    whole = _sum(tallies)
    value = statistic(whole)
    if value is None:
        return Figure(None, None, None, whole)
    draw = random.Random(SEED)  # noqa: S311  # no secret
    drawn = (statistic(_sum(draw.choices(tallies, k=len(tallies)))) for _ in range(RESAMPLES))
    values = sorted(one for one in drawn if one is not None)
    cut = int(len(values) * TAIL)
    return Figure(value, values[cut], values[-1 - cut], whole)


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(*(sum(column) for column in zip(*tallies, strict=True))) if tallies else Tally()
