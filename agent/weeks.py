"""ISO weeks, and the week that a paper belongs to: functions of dates and first-seen times, never of the clock.

A paper with a day belongs to the week of that day if it was first seen by the end of the week after, or at the first
reading of its page. Otherwise it is late and belongs to the last week that was complete when it was first seen. Without
a day (none printed, or only a year or month) it belongs to that same week, unless it stood on a page from the first
reading on: then nothing tells its week.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from schemas.digest import Mark
from schemas.errors import UsageError
from schemas.record import Record

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.IGNORECASE)
_DAY_LENGTH = len("2026-05-18")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Times(NamedTuple):
    """All that tells the week of a paper."""

    date: str | None
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`; None or empty: none is known."""
    first_seen: str
    """UTC, `2026-05-18T07:00:00Z`, as all moments."""
    abstract_first_seen: str
    baseline: bool


def times_of(record: Record) -> Times:
    """Return what tells the week of a record."""
    return Times(record.paper.date, record.first_seen, record.abstract_first_seen, record.baseline)


class Home(NamedTuple):
    """The one week in which a paper is news."""

    week: str
    mark: Mark
    """`new` or `late`."""


def parse_week(text: str) -> str:
    """Return an ISO week in its canonical form.

    Raises:
        UsageError: The text is no ISO week, or the year has no such week.

    >>> parse_week("2026-w21")
    '2026-W21'
    """
    match = _WEEK.fullmatch(text.strip())
    try:
        if match is None:
            raise ValueError
        first = date.fromisocalendar(int(match.group(1)), int(match.group(2)), 1)
        return week_of(first + timedelta(days=6))
    except (ValueError, OverflowError):
        raise UsageError(f"`{text}` is no ISO week: write it like 2026-W21") from None


def week_of(day: date) -> str:
    """Return the ISO week of a day.

    >>> week_of(date(2027, 1, 1))
    '2026-W53'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def bounds(week: str) -> tuple[date, date]:
    """Return Monday and Sunday of a week.

    Raises:
        UsageError: The text is no ISO week.
    """
    week = parse_week(week)
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return monday, monday + timedelta(days=6)


def week_text(week: str) -> str:
    """Return the days of a week for people.

    >>> week_text("2026-W21"), week_text("2026-W18"), week_text("2026-W01")
    ('18–24 May 2026', '27 April – 3 May 2026', '29 December 2025 – 4 January 2026')
    """
    first, last = bounds(week)
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first.year != last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year} – {end}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {end}"
    return f"{first.day}–{end}"


def last_complete_week(now: date) -> str:
    """Return the latest week that ended before a day.

    >>> last_complete_week(date(2026, 5, 24)), last_complete_week(date(2026, 5, 25))
    ('2026-W20', '2026-W21')
    """
    return _week(_number(now) - 1)


def weeks_before(week: str, count: int = 4) -> tuple[str, ...]:
    """Return the weeks before a week, oldest first; fewer at the beginning of time.

    >>> weeks_before("2026-W02", 3)
    ('2025-W51', '2025-W52', '2026-W01')
    """
    number = _number(bounds(week)[0])
    return tuple(_week(earlier) for earlier in range(max(0, number - count), number))


def home(times: Times) -> Home | None:
    """Return the week in which a paper is news, and how; None if nothing tells its week.

    A paper without a day is late, not new, if even the last day that its year or month allows would be.
    """
    seen = _number(_day(times.first_seen))
    printed = times.date or None
    if printed and len(printed) == _DAY_LENGTH:
        dated = _number(date.fromisoformat(printed))
        if times.baseline or seen <= dated + 1:
            return Home(_week(dated), "new")
        return Home(_week(seen - 1), "late")
    if times.baseline:
        return None
    late = printed is not None and seen > _number(_last_day(printed)) + 1
    return Home(_week(seen - 1), "late" if late else "new")


def mark(times: Times, week: str) -> Mark | None:
    """Say what a paper is in a week: new, late, updated, or not of that week.

    Updated: it was known and belonged to an earlier week, and its present abstract was first read in the seven days
    that follow this week, when this was the last complete one.
    """
    place = home(times)
    if place and place.week == week:
        return place.mark
    known = week_before(times.first_seen)
    earlier = max(known, place.week) if place else known
    return "updated" if earlier < week == week_before(times.abstract_first_seen) else None


def week_before(seen: str) -> str:
    """Return the last week that was complete at a moment (`2026-05-18T07:00:00Z`)."""
    return last_complete_week(_day(seen))


def is_unplaced(times: Times, week: str) -> bool:
    """Say whether no week claims a paper and it may be of this one.

    A paper that was seen before the week began, or whose year or month is another one, is certainly not of it.
    """
    first, _ = bounds(week)
    return _day(times.first_seen) >= first and home(times) is None and (times.date or "") in parts_of(week)


def parts_of(week: str) -> frozenset[str]:
    """Return all dates without a day that a paper of the week may have.

    >>> sorted(parts_of("2026-W05"))
    ['', '2026', '2026-01', '2026-02']
    """
    first, last = (day.isoformat() for day in bounds(week))
    return frozenset({"", first[:4], last[:4], first[:7], last[:7]})


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:_DAY_LENGTH])


def _last_day(printed: str) -> date:
    year, month = int(printed[:4]), int(printed[5:7] or 12)
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def _number(day: date) -> int:
    """Count whole weeks since 0001-01-01, which was a Monday."""
    return (day.toordinal() - 1) // 7


def _week(number: int) -> str:
    return week_of(date.fromordinal(max(0, number) * 7 + 4))  # the year of a week is that of its Thursday
