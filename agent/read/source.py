"""Files to readings, and the one line that a file gets which cannot be read."""

import os
import re
from datetime import date
from pathlib import Path

from agent.read.decode import decode
from agent.read.files import FILE_KINDS
from agent.read.html import is_html, read_html
from agent.read.inflate import InflateError, inflate, is_gzip
from agent.read.reading import Reading, read_records, read_text
from agent.read.records.record import Document, UnreadableError
from agent.read.text import clean
from agent.settings import MAX_BYTES
from schemas.errors import SourceError

_EXPECTED = (
    "expected a page of abstracts saved as text or HTML, typed ones (title, authors, abstract, blank line), or records"
    " (BibTeX, RIS, JSON, a feed)"
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype|html|head|body|svg|rss|feed|\w+ xmlns)\b",
    re.I | re.S,
)
_TAG_LINE = re.compile(r"\s*</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


def read_bytes(
    data: bytes, name: str, *, today: date, as_of: date | None = None, max_bytes: int = MAX_BYTES
) -> Reading:
    """Return the papers of a saved page and what became of each of its lines, or those of a file of records.

    Args:
        data: The file's content, in UTF-8, UTF-16, UTF-32 or Windows-1252, perhaps compressed with gzip.
        name: The file's name without its folder; becomes `Entry.page`, says nothing about the content.
        today: No year is inferred that would give a later date.
        as_of: The day on which the page was saved, if it is known; gives the year of yearless dates.
        max_bytes: More is refused, before and after inflation.

    Raises:
        SourceError: Nothing can be read from it; the message says what was expected and what to try.
    """
    if len(data) > max_bytes:
        raise _too_large(name, max_bytes)
    packed = is_gzip(data)
    decoded = decode(_inflated(data, name, max_bytes) if packed else data)
    if decoded is None:
        raise _refused(name, "is not text", "save the page as text (UTF-8) and read that file")
    if not any(char.isprintable() and not char.isspace() for char in decoded.text):
        raise _refused(name, "is empty", "save the page again, with its text")
    encoding = f"{decoded.encoding}, gzip" if packed else decoded.encoding
    if is_html(decoded.text):
        try:
            return read_html(decoded.text, name, encoding, today=today, as_of=as_of)
        except UnreadableError as error:
            raise _refused(name, error.fact, error.remedy) from None
    return _read_records(decoded.text, name, encoding) or _read_lines(decoded.text, name, encoding, today, as_of)


def _inflated(data: bytes, name: str, max_bytes: int) -> bytes:
    try:
        return inflate(data, max_bytes)
    except InflateError as error:
        raise _refused(name, str(error), "inflate it with gunzip, or get it again") from None


def _read_records(text: str, name: str, encoding: str) -> Reading | None:
    """Return what a file of records holds, None if it is a file of no known kind."""
    document = Document(text)
    kind = next((kind for kind in FILE_KINDS if kind.knows(document)), None)
    if kind is None:
        return None
    try:
        records = kind.read(document)
    except UnreadableError as error:
        raise _refused(name, error.fact, error.remedy) from None
    if not records.papers:
        why = f": {records.problems[0].place}: {records.problems[0].reason}" if records.problems else ""
        raise _refused(name, f"looks like {kind.name} and holds no paper{why}", "get it again")
    return read_records(records, name, encoding, kind.name)


def _read_lines(text: str, name: str, encoding: str, today: date, as_of: date | None) -> Reading:
    if _HTML.match(text[:4000]):
        raise _html(name)
    reading = read_text(text, name, encoding, today=today, as_of=as_of)
    if not reading.entries:
        if _is_tagged(text):
            raise _html(name)
        raise _refused(
            name,
            "has an unknown layout with no paper in it",
            "type or label its parts: `Title:`, `Authors:`, `Abstract:`, a blank line between papers",
        )
    if not any(entry.abstract for entry in reading.entries):
        raise _refused(
            name, f"has no abstract for any of its {len(reading.entries)} papers", "save the page that shows them"
        )
    return reading


def read_file(path: Path, *, today: date, as_of: date | None = None, max_bytes: int = MAX_BYTES) -> Reading:
    """Return what `read_bytes` returns for the content of a file.

    Raises:
        SourceError: As `read_bytes`; also if there is no such file or it cannot be read.
    """
    try:
        if path.is_dir():
            raise _refused(str(path), "is a folder", "name the files in it")
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise _refused(str(path), "does not exist", "check the path") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(str(path), f"cannot be read ({reason})", "check its permissions") from None
    return read_bytes(data, file_name(path), today=today, as_of=as_of, max_bytes=max_bytes)


def _html(name: str) -> SourceError:
    return _refused(name, "is HTML or XML", "save the page as text for now (or select all, copy, paste)")


def _is_tagged(text: str) -> bool:
    lines = [line for line in text[:20000].split("\n") if line.strip()]
    return sum(bool(_TAG_LINE.match(line)) for line in lines) > 0.4 * len(lines)


def _too_large(name: str, max_bytes: int) -> SourceError:
    return _refused(name, f"is larger than {max_bytes} bytes", "split it, or raise `--max-bytes`")


def _refused(name: str, fact: str, remedy: str) -> SourceError:
    shown = clean(name) or "(a file without a name)"
    return SourceError(shown, f"`{shown}` {fact}: {_EXPECTED}; {remedy}")


def file_name(path: Path) -> str:
    """Return the name of a file without its folder; bytes of it that are no text stand as U+FFFD."""
    return os.fsencode(path.name).decode("utf-8", "replace")
