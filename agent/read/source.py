"""Files to readings, and the one line that a file gets which cannot be read."""

import os
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

from agent.read.decode import decode
from agent.read.files import FILE_KINDS
from agent.read.html import is_html, read_html
from agent.read.inflate import InflateError, inflate, is_gzip
from agent.read.reading import Reading, joined, read_records, read_text
from agent.read.records.record import Document, Problem, UnreadableError
from agent.read.stream import Lined, Opened, look, read_pieces
from agent.read.text import clean
from agent.read.unread import NO_TITLE, why_no_paper, why_no_text
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
    return joined(_read_opened(lambda: BytesIO(data), name, today, as_of, max_bytes))


def _read_opened(opened: Opened, name: str, today: date, as_of: date | None, max_bytes: int) -> Iterator[Reading]:
    with opened() as stream:
        if stream.seek(0, os.SEEK_END) > max_bytes:
            raise _too_large(name, max_bytes)
    try:
        lined = look(opened, max_bytes)
        if lined is None:
            with opened() as stream:
                yield _read_whole(stream.read(max_bytes + 1), name, today, as_of, max_bytes)
        else:
            yield from _read_stream(lined, name, as_of, max_bytes)
    except InflateError as error:
        raise _refused(name, str(error), "inflate it with gunzip, or get it again") from None


def _read_stream(lined: Lined, name: str, as_of: date | None, max_bytes: int) -> Iterator[Reading]:
    papers = abstracts = 0
    problem: Problem | None = None
    for piece in read_pieces(lined, name, as_of, max_bytes):
        problem = problem or next(iter(piece.problems), None)
        papers += len(piece.entries)
        abstracts += sum(bool(entry.abstract) for entry in piece.entries)
        yield piece
    if not papers:
        raise _refused(name, *NO_TITLE) if lined.kind is None else _no_paper(name, lined.kind.name, problem)
    if lined.kind is None:
        _check_abstracts(name, papers, abstracts)


def _read_whole(data: bytes, name: str, today: date, as_of: date | None, max_bytes: int) -> Reading:
    packed = is_gzip(data)
    decoded = decode(inflate(data, max_bytes) if packed else data)
    if decoded is None:
        raise _refused(name, *why_no_text(data))
    if not any(char.isprintable() and not char.isspace() for char in decoded.text):
        raise _refused(name, "is empty", "save the page again, with its text")
    encoding = f"{decoded.encoding}, gzip" if packed else decoded.encoding
    if is_html(decoded.text):
        try:
            return read_html(decoded.text, name, encoding, today=today, as_of=as_of)
        except UnreadableError as error:
            raise _refused(name, error.fact, error.remedy) from None
    return _read_records(decoded.text, name, encoding) or _read_lines(decoded.text, name, encoding, today, as_of)


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
        raise _no_paper(name, kind.name, next(iter(records.problems), None))
    return read_records(records, name, encoding, kind.name)


def _read_lines(text: str, name: str, encoding: str, today: date, as_of: date | None) -> Reading:
    if _HTML.match(text[:4000]):
        raise _html(name)
    reading = read_text(text, name, encoding, today=today, as_of=as_of)
    if not reading.entries and _is_tagged(text):
        raise _html(name)
    if not reading.entries:
        raise _refused(name, *why_no_paper(text))
    _check_abstracts(name, len(reading.entries), sum(bool(entry.abstract) for entry in reading.entries))
    return reading


def _check_abstracts(name: str, papers: int, abstracts: int) -> None:
    if not abstracts:
        raise _refused(name, f"has no abstract for any of its {papers} papers", "save the page that shows them")


def read_file(path: Path, *, today: date, as_of: date | None = None, max_bytes: int = MAX_BYTES) -> Reading:
    """Return what `read_bytes` returns for the content of a file.

    Raises:
        SourceError: As `read_bytes`; also if there is no such file or it cannot be read.
    """
    return joined(read_in_pieces(path, today=today, as_of=as_of, max_bytes=max_bytes))


def read_in_pieces(path: Path, *, today: date, as_of: date | None, max_bytes: int) -> Iterator[Reading]:
    """Yield the reading of a file, in pieces if it has a record on each of its lines; at least one.

    Raises:
        SourceError: As `read_file`; perhaps after some pieces, which then count for nothing.
    """
    if path.is_dir():
        raise _refused(str(path), "is a folder", "name the files in it")
    try:
        opened = _opener(path, max_bytes)
    except FileNotFoundError:
        raise _refused(str(path), "does not exist", "check the path") from None
    except (OSError, ValueError) as error:  # a name may hold what no name of a file may
        reason = getattr(error, "strerror", None) or str(error)
        raise _refused(str(path), f"cannot be read ({reason})", "check its permissions") from None
    try:
        yield from _read_opened(opened, file_name(path), today, as_of, max_bytes)
    except OSError as error:
        raise _refused(str(path), f"cannot be read ({error.strerror})", "check the disk it is on") from None


def _opener(path: Path, max_bytes: int) -> Opened:
    """Return what opens a file; one that can be read only once, such as a pipe, is held."""
    with path.open("rb") as stream:
        if stream.seekable():
            return lambda: path.open("rb")
        data = stream.read(max_bytes + 1)
    return lambda: BytesIO(data)


def _html(name: str) -> SourceError:
    return _refused(name, "is HTML or XML", "save the page as text for now (or select all, copy, paste)")


def _is_tagged(text: str) -> bool:
    lines = [line for line in text[:20000].split("\n") if line.strip()]
    return sum(bool(_TAG_LINE.match(line)) for line in lines) > 0.4 * len(lines)


def _no_paper(name: str, kind: str, problem: Problem | None) -> SourceError:
    why = f": {problem.place}: {problem.reason}" if problem else ""
    return _refused(name, f"looks like {kind} and holds no paper{why}", "get it again")


def _too_large(name: str, max_bytes: int) -> SourceError:
    return _refused(name, f"is larger than {max_bytes} bytes", "split it, or raise `--max-bytes`")


def _refused(name: str, fact: str, remedy: str) -> SourceError:
    shown = clean(name) or "(a file without a name)"
    return SourceError(shown, f"`{shown}` {fact}: {_EXPECTED}; {remedy}")


def file_name(path: Path) -> str:
    """Return the name of a file without its folder; bytes of it that are no text stand as U+FFFD."""
    return os.fsencode(path.name).decode("utf-8", "replace")
