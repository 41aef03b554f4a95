"""Tables of papers as CSV: what `digest export` and Zotero write, and any with columns for titles and abstracts.

Columns are known by their names, in any order, letter case and spelling of `_COLUMNS`; cells are parted by commas,
semicolons or tabs. An apostrophe that keeps a spreadsheet from computing a cell is taken away.

Source: RFC 4180; the header of Zotero's CSV export (https://www.zotero.org/support/kb/exporting).
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from agent.read.dates import PrintedDate, parse_date
from agent.read.page import Draft
from agent.read.records.arxiv_json import categories
from agent.read.records.fields import known_ids, named_id, printed_date, printed_year, reordered, text, without_markup
from agent.read.records.record import Document, Records, collect
from agent.read.shapes import parse_authors

_COLUMNS = {
    "title": ("title", "paper title", "document title", "article title"),
    "abstract": ("abstract", "abstract note", "summary"),
    "authors": ("authors", "author", "author full names", "author names"),
    "date": ("date", "published", "publication date", "publication_date"),
    "year": ("year", "publication year", "py"),
    "venue": ("venue", "publication title", "source title", "journal", "conference", "proceedings title", "booktitle"),
    "categories": ("categories", "category", "subjects"),
    "id": ("id", "arxiv", "arxiv id", "arxiv_id"),
    "ids": ("ids",),
    "doi": ("doi",),
    "url": ("url", "link", "urls"),
    "extra": ("extra",),
}
_NAMES = {name: field for field, names in _COLUMNS.items() for name in names}
_OWN = frozenset({"ids", "contribution", "engine", "status"})
"""Columns of our own export, which prints names as pages do."""
_DELIMITERS = ",;\t"
_APOSTROPHE = re.compile(r"'+\s*[=+\-@\t\r\n＝＋－＠]")  # as agent.write.table writes it
_EXTRA_ARXIV = re.compile(r"\barXiv:\s?(\S+?)(?=\s|$)", re.IGNORECASE)
_OTHERS = frozenset({"et al.", "et al"})


def knows(document: Document) -> bool:
    """Tell a table by its first row: columns for titles and for abstracts, or for titles and two more."""
    found = _header(document.opening.partition("\n")[0])
    if found is None:
        return False
    fields = set(found[1])
    return "title" in fields and ("abstract" in fields or len(fields - {"title", None}) >= 2)


def read(document: Document) -> Records:
    """Return the papers of all rows; one with more cells than there are columns is a problem."""
    return collect(_read_all(document.text.lstrip("\ufeff \t\r\n")))


def _header(line: str) -> tuple[str, list[str | None], frozenset[str]] | None:
    """Return delimiter, the field of each column (None: not read) and all names; None if nothing is parted."""
    line = line.strip("\ufeff \r\n")
    if len(line) > 4000 or line.startswith(("{", "[", "<", "@")):
        return None
    for delimiter in sorted(_DELIMITERS, key=line.count, reverse=True):
        try:
            names = [" ".join(name.split()).casefold() for name in next(csv.reader([line], delimiter=delimiter))]
        except (csv.Error, StopIteration):
            continue
        if len(names) > 1 and "title" in (fields := [_NAMES.get(name) for name in names]):
            return delimiter, fields, frozenset(names)
    return None


def _read_all(table: str) -> Iterator[tuple[str, Draft | str]]:
    header = _header(table.partition("\n")[0])
    if header is None:
        return
    delimiter, fields, names = header
    lines = table.split("\n")
    rows = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    with suppress(csv.Error):  # its names are known all the same
        next(rows, None)
    while True:
        start = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield f"line {start}", f"broken CSV ({error})"
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield f"line {start}", _row(row, fields, own=names >= _OWN)


def _row(row: Sequence[str], fields: Sequence[str | None], *, own: bool) -> Draft | str:
    if any(cell.strip() for cell in row[len(fields) :]):
        return f"{len(row)} cells under {len(fields)} names of columns"
    cells: dict[str, str] = {}
    for field, cell in zip(fields, row, strict=False):
        if field is not None and (shown := text(_unguarded(cell))):
            cells.setdefault(field, shown)
    title = cells.get("title") if own else without_markup(cells.get("title"))
    if title is None:
        return "no title"
    names, truncated = _authors(cells.get("authors", ""), own=own)
    venue = cells.get("venue")
    return Draft(
        numbers=(),
        title=title,
        abstract=(cells.get("abstract") if own else without_markup(cells.get("abstract"))) or "",
        authors=names,
        authors_truncated=truncated,
        date=_date(cells),
        venue=venue,
        venue_text=venue,
        categories=categories(" ".join(_parted(cells.get("categories", "")))),
        ids=_ids(cells),
    )


def _unguarded(cell: str) -> str:
    return cell[1:] if _APOSTROPHE.match(cell) else cell


def _authors(cell: str, *, own: bool) -> tuple[tuple[str, ...], bool]:
    """Return the names of a cell; where several stand apart by semicolons, each may begin with the family name."""
    if own or ";" in cell or cell.startswith("["):
        names = _parted(cell)
        kept = tuple(name for name in names if name.lower() not in _OTHERS)
        return (kept if own else tuple(reordered(name) for name in kept)), len(kept) < len(names)
    if cell.count(",") == 1 and " " not in cell.partition(",")[0].strip():
        return (reordered(cell),), False  # Zotero's one author: `Quillfeather, Ada`
    found = parse_authors(cell)
    return found.names, found.truncated


def _parted(cell: str) -> list[str]:
    """Return the items of a cell: a list of JSON, or texts between semicolons."""
    if cell.startswith("["):
        try:
            listed = json.loads(cell)
        except (ValueError, RecursionError):
            listed = None
        if isinstance(listed, list):
            return [shown for item in listed if (shown := text(item))]
    return [part.strip() for part in cell.split(";") if part.strip()]


def _date(cells: Mapping[str, str]) -> PrintedDate | None:
    if date := cells.get("date"):
        return printed_date(date) or parse_date(date) or printed_year(cells.get("year")) or PrintedDate(date)
    return printed_year(cells.get("year"))


def _ids(cells: Mapping[str, str]) -> tuple[str, ...]:
    extra = _EXTRA_ARXIV.search(cells.get("extra", ""))
    return known_ids(
        cells.get("id"),
        *_parted(cells.get("ids", "")),
        *(named_id("doi", doi) for doi in _parted(cells.get("doi", ""))),
        cells.get("url"),
        f"arxiv:{extra[1]}" if extra else None,
    )
