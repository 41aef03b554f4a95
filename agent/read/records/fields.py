"""Fields of records: each function takes a value of any type and returns what it can use of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from agent.read.dates import MONTH, PrintedDate, parse_date
from agent.read.records.json_text import Record
from agent.read.text import clean
from schemas.identity import canonical_id

MAX_COUNT = 10**6
"""Larger numbers of anything are mistakes."""

_MAIL_DATE = re.compile(
    rf"(?:\w{{3,9}},? )?(?P<day>\d{{1,2}}) (?P<month>{MONTH})\.? (?P<year>(?:19|20)\d{{2}})(?: \d{{1,2}}:.*)?",
    re.IGNORECASE,
)
_STAMP = re.compile(r"(?P<day>(?:19|20)\d{2}-\d{2}-\d{2})[T ]?[\d:.,+Z -]*")
_YEAR = re.compile(r"(?:1[5-9]|20)\d{2}")
_MARKUP = re.compile(r"</?(?:jats:)?[a-zA-Z][\w:-]*(?: [^<>]{0,200})?/?>")
_HEADING = re.compile(r"<(jats:title|title|h\d)>\s*(?:abstract|summary)\s*</\1>", re.IGNORECASE)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&apos;": "'", "&nbsp;": " "}


def mapping(value: object) -> Record:
    """Return an object, empty if the value is none."""
    return value if isinstance(value, Mapping) else {}


def items(value: object) -> Sequence[object]:
    """Return a list, empty if the value is none."""
    return value if isinstance(value, list) else ()


def text(value: object) -> str | None:
    """Return a text on one line, None if it is none or nothing can be seen of it."""
    return (clean(value) or None) if isinstance(value, str) else None


def texts(values: Iterable[object]) -> tuple[str, ...]:
    """Return those of some values that are texts."""
    return tuple(known for value in values if (known := text(value)) is not None)


def first_text(record: Record, *keys: str) -> str | None:
    """Return the first text under some keys; of a list under one of them its first text."""
    for key in keys:
        value = record.get(key)
        if isinstance(value, list):
            value = next(iter(value), None)
        if (known := text(value)) is not None:
            return known
    return None


def count(value: object) -> int | None:
    """Return a whole number from 0 to a million."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_COUNT else None


def known_ids(*printed: object) -> tuple[str, ...]:
    """Return the canonical forms of what metadata fields print as ids or addresses of the work, sorted.

    A value that is no text, or no id, is left out; a namespace may stand before it (`doi:10.1/x`).
    """
    found = {canonical_id(known) for value in printed if (known := text(value)) is not None}
    return tuple(sorted(known for known in found if known is not None and " " not in known))


def named_id(namespace: str, value: object) -> str | None:
    """Return a value as an id of a namespace, to be given to `known_ids`."""
    known = text(value)
    if known is None or canonical_id(known) is not None:
        return known
    return f"{namespace}:{known}"


def printed_date(value: object) -> PrintedDate | None:
    """Return a date as records print it: ISO with or without a time, as a mail does, or as pages do.

    The day is the printed one, whatever the time zone.

    >>> printed_date("Mon, 2 Apr 2007 19:18:42 GMT")
    PrintedDate(text='Mon, 2 Apr 2007 19:18:42 GMT', year=2007, month=4, day=2)
    """
    known = text(value)
    if known is None or len(known) > 60:  # characters; no date is longer
        return None
    if match := _MAIL_DATE.fullmatch(known):
        found = parse_date(f"{match['day']} {match['month']} {match['year']}")
        return found._replace(text=known) if found else None
    if match := _STAMP.fullmatch(known):
        found = parse_date(match["day"])
        return found._replace(text=known) if found else None
    return parse_date(known)


def printed_year(value: object) -> PrintedDate | None:
    """Return a year printed as a number or a text."""
    shown = str(value) if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**4 else text(value)
    return PrintedDate(shown, int(shown)) if shown is not None and _YEAR.fullmatch(shown) else None


def parted_date(parts: Sequence[object]) -> PrintedDate | None:
    """Return a date of which year, month and day stand apart, as numbers or texts, as many as there are.

    >>> parted_date([2024, "5"])
    PrintedDate(text='2024-05', year=2024, month=5, day=None)
    """
    numbers: list[int] = []
    for part in parts[:3]:
        shown = str(part) if isinstance(part, int) and not isinstance(part, bool) else text(part)
        if shown is None or not re.fullmatch(r"[0-9]{1,4}", shown):
            break
        numbers.append(int(shown))
    if not numbers or not _YEAR.fullmatch(str(numbers[0])):
        return None
    while len(numbers) > 1 and not _exists(numbers):
        numbers.pop()
    shown = "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])
    return PrintedDate(shown, *numbers)


def _exists(numbers: Sequence[int]) -> bool:
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return False
    return True


def without_markup(value: object) -> str | None:
    """Return a text without the JATS or HTML tags that some servers leave in abstracts.

    >>> without_markup("<jats:title>Abstract</jats:title><jats:p>We light &lt;3 lamps.</jats:p>")
    'We light <3 lamps.'
    """
    if not isinstance(value, str):
        return None
    shown = _MARKUP.sub(" ", _HEADING.sub(" ", value)) if "<" in value else value
    if "&" in shown:
        for entity, char in _ENTITIES.items():
            shown = shown.replace(entity, char)
        shown = shown.replace("&amp;", "&")
    return text(shown)


def reordered(name: str, *, suffix_last: bool = False) -> str:
    """Return a name that may be printed with the family name first as people say it.

    Args:
        name: `Family, Given` or, of three parts, `Family, Suffix, Given` as in BibTeX.
        suffix_last: Of three parts `Family, Given, Suffix`, as in RIS.

    >>> reordered("Quillfeather, Ada"), reordered("Quillfeather, Jr., Ada"), reordered("Fen Institute")
    ('Ada Quillfeather', 'Ada Quillfeather Jr.', 'Fen Institute')
    """
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts):
        return f"{parts[1]} {parts[0]}"
    if len(parts) == 3 and all(parts):
        given, suffix = parts[1:] if suffix_last else reversed(parts[1:])
        return f"{given} {parts[0]} {suffix}"
    return name.strip(" ,")
