"""Figures over all papers of a digest: kinds of contribution, and how the papers spread over time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from agent.composing.reading_order import Places, count_places
from agent.composing.told import Gist
from agent.weeks import bounds, week_of
from schemas.answer import Contribution

MOST_PERIODS = 8
"""Columns that a row of an overview has room for."""
_DATED = 0.9  # share of the dated papers that a unit must be able to place


class Period(NamedTuple):
    """A week, month or year and where the papers dated in it stand."""

    name: str
    """`2026-W21`, `2026-05` or `2026`."""
    places: Places
    """Numbers of its papers by place."""


class _Unit(NamedTuple):
    exact: int
    """Characters of a date that this unit needs."""
    of: Callable[[str], str]
    """Name of the period of a date."""
    after: Callable[[str], str]
    """Name of the next period."""


def contributions(papers: Iterable[Gist]) -> tuple[tuple[Contribution, int], ...]:
    """Return the kinds of contribution with their number of papers, most first, then by name."""
    counted = Counter(paper.contribution for paper in papers)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def periods(papers: Sequence[Gist]) -> tuple[Period, ...]:
    """Spread the papers over successive weeks, else months, else the last years; empty if all would be in one.

    Weeks or months are taken if nine in ten dates are exact enough and at most 8 of them reach from the first to the
    last. A paper whose date is not exact enough stands in none.
    """
    dates = [paper.date for paper in papers if paper.date]
    for unit in _UNITS:
        exact = [day for day in dates if len(day) >= unit.exact]
        if not exact or (unit is not _YEARS and len(exact) < _DATED * len(dates)):
            continue
        names = _names(unit, min(exact), max(exact))
        if len(names) <= MOST_PERIODS or unit is _YEARS:
            return _filled(unit, names[-MOST_PERIODS:], papers) if len(names) > 1 else ()
    return ()


def _names(unit: _Unit, first: str, last: str) -> list[str]:
    """Return the periods from one date to another; more than have room only for years, which are few."""
    names, end = [unit.of(first)], unit.of(last)
    while names[-1] != end and (unit is _YEARS or len(names) <= MOST_PERIODS):
        names.append(unit.after(names[-1]))
    return names


def _filled(unit: _Unit, names: Sequence[str], papers: Iterable[Gist]) -> tuple[Period, ...]:
    of_period: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for paper in papers:
        if len(paper.date) >= unit.exact:
            of_period[unit.of(paper.date)].append(paper.place)
    return tuple(Period(name, count_places(of_period[name])) for name in names)


def _week(day: str) -> str:
    return week_of(date.fromisoformat(day))


def _week_after(week: str) -> str:
    return week_of(bounds(week)[1] + timedelta(days=1))


def _month_after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def _year_after(year: str) -> str:
    return f"{int(year) + 1:04}"


_YEARS = _Unit(len("2026"), lambda day: day[:4], _year_after)
_UNITS = (
    _Unit(len("2026-05-18"), _week, _week_after),
    _Unit(len("2026-05"), lambda day: day[:7], _month_after),
    _YEARS,
)
