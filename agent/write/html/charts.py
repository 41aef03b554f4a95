"""Geometry of the small pictures: where each column and bar stands. Templates draw them, style sheets colour them."""

from collections.abc import Sequence
from typing import NamedTuple

from agent.write.figures import Trend, short_period

_STEP, _GAP = 7, 2  # user units of a small column and the space after it
_SMALL_HEIGHT = 16
_WIDE_STEP, _WIDE_BAR, _WIDE_HEIGHT = 56, 34, 96
_LEAST = 1  # height of a column that is not 0
BAR_WIDTH = 100


class Column(NamedTuple):
    """One column with its number and period."""

    x: float
    y: float
    width: float
    height: float
    papers: int
    period: str


class Columns(NamedTuple):
    """A picture of columns, oldest first."""

    width: int
    height: int
    columns: tuple[Column, ...]
    said: str
    """What the picture shows, in words."""


def small_columns(trend: Trend) -> Columns:
    """Return columns that stand in a line of text."""
    top = max(trend.counts, default=0) or 1
    return _columns(trend, _STEP, _STEP - _GAP, _SMALL_HEIGHT, top)


def wide_columns(trend: Trend) -> Columns:
    """Return columns with room for a number above and a label below each."""
    top = max(trend.counts, default=0) or 1
    return _columns(trend, _WIDE_STEP, _WIDE_BAR, _WIDE_HEIGHT, top)


def bar_width(count: int, counts: Sequence[int]) -> float:
    """Return the length of a bar out of 100, the largest count full."""
    return round(BAR_WIDTH * count / (max(counts, default=0) or 1), 1)


def _columns(trend: Trend, step: int, width: int, height: int, top: int) -> Columns:
    columns = []
    for place, (period, count) in enumerate(zip(trend.periods, trend.counts, strict=True)):
        tall = max(_LEAST, round(height * count / top, 1)) if count else 0
        x = place * step + (step - width) / 2
        columns.append(Column(round(x, 1), round(height - tall, 1), width, tall, count, short_period(period)))
    said = ", ".join(f"{period}: {count:,}" for period, count in zip(trend.periods, trend.counts, strict=True))
    return Columns(step * len(columns), height, tuple(columns), said)
