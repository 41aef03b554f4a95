"""BibTeX and BibLaTeX, as the ACL Anthology, Zotero, JabRef, publishers and people write it.

Fields read: title, abstract, author, year, month, day or date, journal or booktitle, doi, url, eprint with
archiveprefix or eprinttype, and the key where it is an Anthology's id. What an entry does not say itself is taken from
the one that its crossref names, whose title is then the volume's.

Source: "BibTeXing" (https://tug.ctan.org/biblio/bibtex/base/btxdoc.pdf), the manual of biblatex for `date`, `eprint`,
`journaltitle`, and https://aclanthology.org/info/development/ for the Anthology's files.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from agent.read.acl_venue import short_venue
from agent.read.dates import PrintedDate, parse_date
from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id, categories
from agent.read.records.fields import known_ids, named_id, parted_date, reordered, text
from agent.read.records.latex import decoded
from agent.read.records.record import Document, Records, collect

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would tell on stderr are our problems

_START = re.compile(r"^[ \t]*@(?P<type>[A-Za-z]+)[ \t\r\n]*[{(]", re.MULTILINE)
_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]\s*[^\s,{}()]*\s*,\s*[\w-]+\s*=", re.MULTILINE)
_NO_PAPERS = frozenset({"comment", "preamble", "string", "proceedings", "collection", "set", "xdata"})
_PASSED = frozenset({"year", "month", "day", "date", "journal", "journaltitle"})
"""What an entry takes from its volume, beside the title."""
_MAX_HEADER_CHARS = 1000  # of remarks before the first entry
_MAX_JOINED_CHARS = 100_000  # of one value put together from abbreviations
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PIECE = re.compile(r'\s*#\s*|(?P<plain>[^\s#{"]+)|\s+|.', re.DOTALL)
_AND_OR_BRACE = re.compile(r"(?P<and>(?<=\s)and(?=\s))|(?<!\\)[{}]", re.IGNORECASE)
_OTHERS = frozenset({"others", "et al.", "et al"})


def knows(document: Document) -> bool:
    """Tell a text that begins with entries, perhaps after a few remarks."""
    start = _START.search(document.opening)
    if start is None or start.start() > _MAX_HEADER_CHARS:
        return False
    return start["type"].lower() in _NO_PAPERS or bool(_ENTRY.match(document.opening, start.start()))


def read(document: Document) -> Records:
    """Return the papers of all entries; an entry whose braces do not match is a problem."""
    return collect(_read_all(document.text))


class _Printed(NamedTuple):
    """One entry, its values without what encloses them."""

    place: str
    type: str
    key: str
    fields: dict[str, str]


def _read_all(bibliography: str) -> Iterator[tuple[str, Draft | str]]:
    found = list(_entries(bibliography))
    by_key: dict[str, _Printed] = {}
    for one in found:
        if isinstance(one, _Printed):
            by_key.setdefault(one.key.lower(), one)
    for one in found:
        if not isinstance(one, _Printed):
            yield one
        elif one.type not in _NO_PAPERS:
            yield one.place, _draft(_inherited(one, by_key), one.key)


def _entries(bibliography: str) -> Iterator[_Printed | tuple[str, str]]:
    """Yield the entries, and the place and reason of each that is broken."""
    library = parse_string(bibliography, parse_stack=[])
    strings = dict(zip(_MONTHS, _MONTHS, strict=True))
    for block in library.blocks:
        place = f"line {(block.start_line or 0) + 1}"
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock) and block.ignore_error_block:
            block = block.ignore_error_block
        if isinstance(block, String):
            strings.setdefault(block.key.lower(), _value(str(block.value), strings))
        elif isinstance(block, ParsingFailedBlock):
            yield place, f"broken BibTeX: {_reason(block)}"
        elif isinstance(block, Entry):
            fields: dict[str, str] = {}
            for field in block.fields:
                fields.setdefault(field.key.lower(), _value(str(field.value), strings))
            yield _Printed(place, block.entry_type.lower(), block.key, fields)


def _inherited(entry: _Printed, by_key: Mapping[str, _Printed]) -> Mapping[str, str]:
    """Return the fields of an entry with those of the volume that it refers to."""
    volume = by_key.get(entry.fields.get("crossref", "").strip().lower())
    if volume is None or volume is entry:
        return entry.fields
    passed = {name: value for name, value in volume.fields.items() if name in _PASSED}
    name = volume.fields.get("booktitle") or volume.fields.get("title")
    return {**passed, **({"booktitle": name} if name else {}), **entry.fields}


def _reason(block: ParsingFailedBlock) -> str:
    reason = text(getattr(block.error, "abort_reason", None)) or "no entry that can be told from what follows"
    return reason[:120].replace("`", "'")


def _value(printed: str, strings: Mapping[str, str]) -> str:
    """Return a value without what encloses it, its abbreviations put in and its pieces joined."""
    pieces: list[str] = []
    position = size = 0
    while position < len(printed) and size < _MAX_JOINED_CHARS:
        if printed[position] in '{"':
            end = _enclosed_end(printed, position)
            piece = printed[position + 1 : end - 1]
        else:
            match = _PIECE.match(printed, position)
            end = match.end() if match else position + 1
            plain = match["plain"] if match else None
            piece = strings.get(plain.lower(), plain) if plain else ""
        pieces.append(piece)
        size += len(piece)
        position = end
    return "".join(pieces)


def _enclosed_end(printed: str, start: int) -> int:
    """Return where the value ends that is enclosed in braces or quotes from `start` on."""
    quoted = printed[start] == '"'
    depth = 0
    for place in range(start, len(printed)):
        char = printed[place]
        if char in "{}" and printed[place - 1] != "\\":
            depth += 1 if char == "{" else -1
            if depth == 0 and not quoted:
                return place + 1
        elif quoted and char == '"' and depth == 0 and place > start:
            return place + 1
    return len(printed) + 1


def _draft(fields: Mapping[str, str], key: str) -> Draft | str:
    title = _shown(fields, "title")
    if title is None:
        return f"`{(text(key) or '')[:80]}` has no title"
    people = list(_people(" ".join(fields.get("author", "").split())))
    others = [name for name in people if name.strip().lower() in _OTHERS]
    printed_venue = _shown(fields, "booktitle", "journal", "journaltitle")
    date = _date(fields)
    if printed_venue and "arxiv" in printed_venue.lower():
        printed_venue = None
    return Draft(
        numbers=(),
        title=title,
        abstract=_shown(fields, "abstract") or "",
        authors=tuple(shown for name in people if name not in others and (shown := _person(name.strip()))),
        authors_truncated=bool(others),
        date=date,
        venue=short_venue(printed_venue, str(date.year) if date and date.year else None) if printed_venue else None,
        venue_text=printed_venue,
        categories=_categories(fields),
        ids=_ids(fields, key),
    )


def _people(printed: str) -> Iterator[str]:
    """Yield the names between the words "and" that stand in no braces."""
    depth = start = 0
    for match in _AND_OR_BRACE.finditer(printed):
        if match["and"] is None:
            depth = depth + 1 if match.group() == "{" else max(0, depth - 1)
        elif depth == 0:
            yield printed[start : match.start()]
            start = match.end()
    yield printed[start:]


def _person(name: str) -> str:
    """Return a name as people say it; one that braces enclose is whole."""
    shown = text(decoded(name)) or ""
    return shown if name.startswith("{") and _enclosed_end(name, 0) == len(name) else reordered(shown)


def _categories(fields: Mapping[str, str]) -> tuple[str, ...]:
    found = (*categories(_shown(fields, "primaryclass")), *categories(_shown(fields, "categories")))
    return tuple(dict.fromkeys(found))


def _shown(fields: Mapping[str, str], *keys: str) -> str | None:
    return next((known for key in keys if (known := text(decoded(fields.get(key, ""))))), None)


def _ids(fields: Mapping[str, str], key: str) -> tuple[str, ...]:
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").strip().lower()
    eprint = fields.get("eprint", "").strip()
    doi, url = _verbatim(fields.get("doi", "")), _verbatim(fields.get("url", ""))
    acl_key = key if "aclanthology.org" in url else None
    return known_ids(
        arxiv_id(eprint) if archive in ("", "arxiv") else None,
        named_id("doi", doi),
        url,
        *(_shown(fields, "ids") or "").split(", "),
        named_id("acl", acl_key) if acl_key and re.fullmatch(r"[A-Z]\d{2}-\d{4}|\d{4}\..+", acl_key) else None,
    )


def _verbatim(printed: str) -> str:
    """Return an address or id, which stands in its field as it is, or encoded as other texts are."""
    plain = printed.replace("~", r"\textasciitilde{}").replace("--", "-{}-")
    return (decoded(plain) if "\\" in printed else printed).strip()


def _date(fields: Mapping[str, str]) -> PrintedDate | None:
    if date := text(fields.get("date")):
        return parse_date(date.partition("/")[0]) or PrintedDate(date)
    year, month = text(decoded(fields.get("year", ""))), text(decoded(fields.get("month", "")))
    if year is None:
        return None
    named = (month or "").replace(".", " ").split()
    number = next((_MONTHS.index(word[:3].lower()) + 1 for word in named if word[:3].lower() in _MONTHS), None)
    if number is None and month and month.isdecimal() and len(month) <= 2:
        number = int(month)
    days = [word for word in [*named, (text(fields.get("day")) or "")] if word.isdecimal() and len(word) <= 2]
    day = int(days[-1]) if days and number is not None and not (month or "").isdecimal() else None
    found = parted_date([part for part in (year, number, day) if part is not None])
    shown = " ".join(part for part in (month, year) if part)
    return found._replace(text=shown) if found else PrintedDate(shown)
