"""BibTeX and BibLaTeX, as the ACL Anthology, Zotero, JabRef, publishers and people write it.

Fields read: title, abstract, author, year, month, day or date, journal or booktitle, doi, url, eprint with
archiveprefix or eprinttype, and the key where it is an Anthology's id. Cross-references are not followed.

Source: "BibTeXing" (https://tug.ctan.org/biblio/bibtex/base/btxdoc.pdf), the manual of biblatex for `date`, `eprint`,
`journaltitle`, and https://aclanthology.org/info/development/ for the Anthology's files.
"""

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from agent.read.acl_venue import short_venue
from agent.read.dates import PrintedDate, parse_date
from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id
from agent.read.records.fields import known_ids, named_id, parted_date, reordered, text
from agent.read.records.latex import decoded
from agent.read.records.record import Document, Records, collect

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what it would tell on stderr are our problems

_START = re.compile(r"^[ \t]*@(?P<type>[A-Za-z]+)[ \t\r\n]*[{(]", re.MULTILINE)
_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]\s*[^\s,{}()]*\s*,\s*[\w-]+\s*=", re.MULTILINE)
_NO_PAPERS = frozenset({"comment", "preamble", "string", "proceedings", "collection", "set", "xdata"})
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


def _read_all(bibliography: str) -> Iterator[tuple[str, Draft | str]]:
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
        elif isinstance(block, Entry) and block.entry_type.lower() not in _NO_PAPERS:
            fields: dict[str, str] = {}
            for field in block.fields:
                fields.setdefault(field.key.lower(), _value(str(field.value), strings))
            yield place, _draft(fields, block.key)


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
    authors = [text(decoded(name)) or "" for name in _people(" ".join(fields.get("author", "").split()))]
    printed_venue = _shown(fields, "booktitle", "journal", "journaltitle")
    date = _date(fields)
    if printed_venue and "arxiv" in printed_venue.lower():
        printed_venue = None
    return Draft(
        numbers=(),
        title=title,
        abstract=_shown(fields, "abstract") or "",
        authors=tuple(reordered(name) for name in authors if name and name.lower() not in _OTHERS),
        authors_truncated=any(name.lower() in _OTHERS for name in authors),
        date=date,
        venue=short_venue(printed_venue, str(date.year) if date and date.year else None) if printed_venue else None,
        venue_text=printed_venue,
        categories=(fields["primaryclass"].strip(),) if fields.get("primaryclass", "").strip() else (),
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


def _shown(fields: Mapping[str, str], *keys: str) -> str | None:
    return next((known for key in keys if (known := text(decoded(fields.get(key, ""))))), None)


def _ids(fields: Mapping[str, str], key: str) -> tuple[str, ...]:
    archive = (fields.get("archiveprefix") or fields.get("eprinttype") or "").strip().lower()
    eprint = fields.get("eprint", "").strip()
    doi = fields.get("doi", "").replace("\\_", "_").strip()
    url = fields.get("url", "").replace("\\_", "_").strip()
    acl_key = key if "aclanthology.org" in url else None
    return known_ids(
        arxiv_id(eprint) if archive in ("", "arxiv") else None,
        named_id("doi", doi),
        url.removeprefix("\\url{").removesuffix("}"),
        named_id("acl", acl_key) if acl_key and re.fullmatch(r"[A-Z]\d{2}-\d{4}|\d{4}\..+", acl_key) else None,
    )


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
