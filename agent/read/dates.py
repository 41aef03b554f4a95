"""Dates as pages print them, and the year that a page leaves out for its current year."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)
"""Pattern of a month's English name, long or short."""
YEAR = r"(?:19|20)\d{2}"
"""Pattern of a year."""
MONTH_DAY = rf"{MONTH}\.? \d{{1,2}}(?:, ?{YEAR})?"
"""Pattern of a date as the listing pages print it: `May 19` or `May 19, 2025`."""

_FORMATS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<month>{MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? ?(?P<year>{YEAR}))?",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{MONTH})\.?(?:,? (?P<year>{YEAR}))?",
        rf"(?P<month>{MONTH})\.?,? (?P<year>{YEAR})",
        rf"(?P<year>{YEAR})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?:(?P=mark)(?P<day>\d{{1,2}}))?(?:[T ]\d.*)?",
        rf"(?P<year>{YEAR})",
    )
)


class PrintedDate(NamedTuple):
    """A date as exact as it was printed."""

    text: str | None
    """As printed; None if only a venue line shows the year."""
    year: int | None = None
    month: int | None = None
    day: int | None = None


class SettledDate(NamedTuple):
    """A date in ISO form as exact as it is known; None if the year is not known or the day does not exist."""

    iso: str | None
    inferred: bool


def parse_date(text: str) -> PrintedDate | None:
    """Return the date that is the whole text, or None.

    >>> parse_date("May 19")
    PrintedDate(text='May 19', year=None, month=5, day=19)
    """
    if len(text) > 40:  # characters; no printed date is longer
        return None
    for pattern in _FORMATS:
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            return PrintedDate(text, _number(parts.get("year")), _month(parts.get("month")), _number(parts.get("day")))
    return None


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _month(text: str | None) -> int | None:
    if text is None or text.isdecimal():
        return _number(text)
    return _MONTHS.index(text[:3].lower()) + 1


def settle(
    dates: Sequence[PrintedDate | None], *, today: date, as_of: date | None, omits_current_year: bool
) -> list[SettledDate]:
    """Return the dates of one page in ISO form, with the year of yearless ones inferred.

    The sites leave the year out only for the current year of the page, which is therefore later than every year
    the page prints: the newest printed year + 1. `as_of`, a day on which the page is known to have looked like
    this, gives the year where that does not contradict the page. A page that prints no year gives none by itself.

    Args:
        dates: Of the papers of one page, in any order.
        today: No inferred day is later.
        as_of: The day of the capture, if the user knows it.
        omits_current_year: Pages of this kind follow the rule; else only `as_of` gives a year.
    """
    printed = [known.year for known in dates if known is not None and known.year is not None]
    bound = max(printed) + 1 if printed and omits_current_year else None
    return [_settle_one(known, bound, today, as_of) for known in dates]


def _settle_one(printed: PrintedDate | None, bound: int | None, today: date, as_of: date | None) -> SettledDate:
    if printed is None:
        return SettledDate(None, False)
    if printed.year is not None:
        return SettledDate(_iso(printed.year, printed.month, printed.day), False)
    if printed.month is None or printed.day is None:
        return SettledDate(None, False)
    day = None
    if as_of is not None and (bound is None or as_of.year >= bound):
        day = _calendar_day(as_of.year, printed.month, printed.day)
        day = day if day is not None and day <= as_of else None
    if day is None and bound is not None:
        day = _calendar_day(bound, printed.month, printed.day)
    if day is None or day > today:
        return SettledDate(None, False)
    return SettledDate(day.isoformat(), True)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 30 February, or 29 February of a common year
        return None


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    if month is None:
        return f"{year:04}"
    existing = _calendar_day(year, month, day or 1)
    if existing is None:
        return None
    return existing.isoformat() if day else existing.isoformat()[:7]
