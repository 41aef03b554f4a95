"""RIS, as reference managers, publishers and libraries export it.

Tags read: TI or T1, AB or N2, AU or A1, PY, Y1, DA, DO, UR, JO, JF, JA, T2, BT, and KW where it is a category of arXiv.
A record begins with TY and ends with ER; lines without a tag continue the one before. A name that ends with a comma is
one that is not taken apart, as reference managers have it.

Source: https://en.wikipedia.org/wiki/RIS_(file_format) and the specification it archives; rispy's documentation
(https://github.com/MrTango/rispy) for how repeated tags are given.
"""

import re
from collections.abc import Iterator, Mapping

from agent.read.acl_venue import short_venue
from agent.read.dates import PrintedDate, parse_date
from agent.read.page import Draft
from agent.read.records.arxiv_json import codes_among
from agent.read.records.fields import (
    first_text,
    items,
    known_ids,
    named_id,
    parted_date,
    reordered,
    texts,
    without_markup,
)
from agent.read.records.record import Document, Records, collect

_START = re.compile(r"^TY {0,2}- ?\w*", re.MULTILINE)
_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {0,2}-(?: (?P<content>.*)|$)")
_MAX_HEADER_CHARS = 1000  # of remarks before the first record
_SLASHED = re.compile(r"(?P<year>\d{4})(?:/(?P<month>\d{0,2})(?:/(?P<day>\d{0,2})(?:/.*)?)?)?")
_OTHERS = frozenset({"et al.", "et al"})
_NO_PAPERS = frozenset({"SER", "VIDEO", "SOUND", "MAP", "ART", "MUSIC"})


def knows(document: Document) -> bool:
    """Tell a text whose first tagged line is TY."""
    start = _START.search(document.opening)
    return start is not None and start.start() <= _MAX_HEADER_CHARS


def read(document: Document) -> Records:
    """Return the papers of all records; one that is not ended, or has no title, is a problem."""
    return collect(_read_all(document.text.split("\n")))


def _read_all(lines: list[str]) -> Iterator[tuple[str, Draft | str]]:
    start: int | None = None
    for number, line in enumerate([*lines, "TY  - "]):
        tag = _TAG.match(line.lstrip("\ufeff"))
        name = tag["tag"] if tag else None
        if name == "TY":
            if start is not None:
                yield f"line {start + 1}", "a record without its end (ER)"
            start = number
        elif name == "ER" and start is not None:
            yield f"line {start + 1}", _record(lines[start:number])
            start = None


def _record(lines: list[str]) -> Draft | str:
    """Read one record with rispy, each of its fields put on one line: rispy fails at the second line of a second AB."""
    import rispy

    fields: list[str] = []
    for line in lines:
        tag = _TAG.match(line.lstrip("\ufeff"))
        if tag:
            fields.append(f"{tag['tag']}  - {tag['content'] or ''}")
        else:
            fields[-1] += f" {line.strip()}"
    (found,) = rispy.loads("\n".join([*fields, "ER  - "]), skip_unknown_tags=True, enforce_list_tags=False)
    return _draft(found)


def _draft(record: Mapping[str, object]) -> Draft | str:
    title = first_text(record, "title", "primary_title", "short_title")
    if title is None:
        return "no title"
    first, others = _all(record, "first_authors"), _all(record, "authors")
    names = [*others, *(name for name in first if name not in others)]
    venue = first_text(
        record, "journal_name", "alternate_title3", "secondary_title", "alternate_title2", "alternate_title1"
    )
    date = _date(record)
    dois = _all(record, "doi")
    return Draft(
        numbers=(),
        title=title,
        abstract=_plain(" ".join(_all(record, "abstract") or _all(record, "notes_abstract"))),
        authors=tuple(_author(name) for name in names if name.lower() not in _OTHERS),
        authors_truncated=any(name.lower() in _OTHERS for name in names),
        date=date,
        venue=short_venue(venue, str(date.year) if date and date.year else None) if venue else None,
        venue_text=venue,
        categories=codes_among(_all(record, "keywords")),
        ids=known_ids(*(named_id("doi", doi) for doi in dois), *_all(record, "urls")),
    )


def _plain(abstract: str) -> str:
    """Return an abstract without tags that a publisher left in it; elsewhere `<` and `&amp;` are what was written."""
    return (without_markup(abstract) if "</" in abstract else abstract) or ""


def _author(name: str) -> str:
    """Return a name as people say it; the comma at the end of one that is whole is none of it."""
    return name.removesuffix(",") if name.endswith(",") else reordered(name, suffix_last=True)


def _all(record: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = record.get(key)
    return texts(items(value) if isinstance(value, list) else (value,))


def _date(record: Mapping[str, object]) -> PrintedDate | None:
    """Return the most exact of the dates of a record, as printed."""
    found = []
    for key in ("date", "year", "publication_year"):
        printed = first_text(record, key)
        if printed is None:
            continue
        if match := _SLASHED.fullmatch(printed):
            parts = [part for part in match.groups() if part]
            known = parted_date(parts)
            found.append(known._replace(text=printed) if known else PrintedDate(printed))
        else:
            found.append(parse_date(printed) or PrintedDate(printed))
    return max(found, key=lambda one: (one.year is not None, one.month is not None, one.day is not None), default=None)
