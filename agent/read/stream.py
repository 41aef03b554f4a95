"""Files with one JSON object a line, read piece by piece: however long a file is, only a piece of it is held.

Such a file is read twice: first to see that it is one from end to end, whole, of a bounded size and in UTF-8, then for
its papers. What is anything else is left to be read as a whole.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO, NamedTuple

from agent.read.files import FILE_KINDS
from agent.read.inflate import inflated, is_gzip
from agent.read.lines import Line
from agent.read.reading import Reading, read_lines, read_records
from agent.read.records.record import Document, FileKind
from agent.read.text import clean

PIECE_LINES = 500
_PIECE_BYTES = 1 << 20
_PROBED_LINES = 20  # by which the kind is known
_ODD = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\r.")  # no JSON text prints them
_BLANK = "\ufeff \t\r\n"

Opened = Callable[[], BinaryIO]
"""Opens the file at its beginning."""


class Lined(NamedTuple):
    """A file with one object a line."""

    opened: Opened
    encoding: str
    kind: FileKind | None
    """None: any objects with a title, as `agent.read.jsonl` reads them."""


def look(opened: Opened, max_bytes: int) -> Lined | None:
    """Return how a file is read line by line; None if it has to be read as a whole.

    Raises:
        InflateError: It is compressed, and damaged, cut off, too large or a bomb.
    """
    head: list[str] = []
    are_objects = True
    packed = _is_packed(opened)
    for line in _raw_lines(opened, max_bytes):
        text = _decoded(line)
        if text is None:
            return None
        printed = text.strip(_BLANK)
        if not printed:
            continue
        if not head and not _is_object(printed):
            return None
        are_objects = are_objects and printed.startswith("{") and printed.endswith("}")
        if len(head) < _PROBED_LINES:
            head.append(printed)
    if len(head) < 2:
        return None  # one value may hold many papers
    kind = next((kind for kind in FILE_KINDS if kind.knows(Document("\n".join(head)))), None)
    if not are_objects if kind is None else kind.read_lines is None:
        return None
    return Lined(opened, "utf-8, gzip" if packed else "utf-8", kind)


def read_pieces(lined: Lined, name: str, as_of: date | None, max_bytes: int) -> Iterator[Reading]:
    """Yield what the file holds, some lines at a time; together the pieces are its reading.

    Args:
        lined: The file.
        name: Its name without its folder.
        as_of: The day on which it was saved, if it is known.
        max_bytes: More is refused.

    Raises:
        InflateError: The file was changed since it was looked at.
    """
    papers = 0
    texts = ((number, _decoded(line) or "") for number, line in enumerate(_raw_lines(lined.opened, max_bytes)))
    while piece := list(islice(texts, PIECE_LINES)):
        reading = _read_piece(lined, piece, name, as_of, papers)
        papers += sum(entry.page == name for entry in reading.entries)
        yield reading


def _read_piece(lined: Lined, piece: Iterable[tuple[int, str]], name: str, as_of: date | None, first: int) -> Reading:
    if lined.kind is None or lined.kind.read_lines is None:
        lines = [Line(number, clean(text)) for number, text in piece]
        return read_lines(lines, name, lined.encoding, as_of, first)
    return read_records(lined.kind.read_lines(piece), name, lined.encoding, lined.kind.name, first)


def _is_packed(opened: Opened) -> bool:
    with opened() as stream:
        return is_gzip(stream.read(len(codecs.BOM_UTF8)))


def _raw_lines(opened: Opened, max_bytes: int) -> Iterator[bytes]:
    """Yield the lines without their ends; a final line end opens no further line."""
    with opened() as stream:
        packed = is_gzip(stream.read(len(codecs.BOM_UTF8)))
        stream.seek(0)
        rest = b""
        for piece in inflated(stream, max_bytes) if packed else iter(lambda: stream.read(_PIECE_BYTES), b""):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            yield rest


def _decoded(line: bytes) -> str | None:
    try:
        return None if _ODD.search(line) else line.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
