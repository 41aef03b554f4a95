"""The figures of an overview, as every kind of document shows them."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.digest import Digest, Glance

_LEVELS = "▁▂▃▄▅▆▇█"


class Trend(NamedTuple):
    """How the papers of one row of the overview spread over time."""

    periods: tuple[str, ...]
    """Names of the periods, oldest first; empty if the digest has none."""
    counts: tuple[int, ...]


class Tally(NamedTuple):
    """Names with their number of papers, most first."""

    name: str
    """What is counted: `contribution`."""
    rows: tuple[tuple[str, int], ...]


def trend(digest: Digest, row: Glance) -> Trend:
    """Return the papers of a row in each of the weeks before and in this one, or in each period of the digest."""
    if digest.week and digest.weeks_before:
        return Trend((*digest.weeks_before, digest.week), (*row.before, row.papers))
    return Trend(digest.periods, row.spread) if digest.periods and row.spread else Trend((), ())


def whole_trend(digest: Digest) -> Trend:
    """Return the papers of all rows together: those of categories, and without one."""
    trends = [trend(digest, row) for row in digest.glance if row.name is not None]
    if not trends:
        return Trend((), ())
    return Trend(trends[0].periods, tuple(map(sum, zip(*(one.counts for one in trends), strict=True))))


def tallies(digest: Digest) -> tuple[Tally, ...]:
    """Return what is counted over all papers: contributions, and the datasets and models of several papers."""
    counted = (
        Tally("contribution", digest.contributions),
        Tally("most used dataset", digest.most_used),
        Tally("most used model", digest.models_used),
    )
    return tuple(tally for tally in counted if tally.rows)


def sparkline(counts: Sequence[int]) -> str:
    """Return one block for each count, the largest full height; only 0 has the lowest.

    >>> sparkline([0, 1, 7, 14])
    '▁▂▅█'
    """
    top = max(counts, default=0)
    steps = len(_LEVELS) - 1
    return "".join(_LEVELS[-(-count * steps // top)] if top else _LEVELS[0] for count in counts)


def short_period(period: str) -> str:
    """Return a week without its year, anything else as it is.

    >>> short_period("2026-W21"), short_period("2026-05")
    ('W21', '2026-05')
    """
    year, _, week = period.partition("-")
    return week if week.startswith("W") and year.isdigit() else period
