"""JSON as files hold it: one value, a list in an answer of a server, or one value on each line."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

Record = Mapping[str, object]

_LISTS = ("data", "results", "items", "papers", "works", "recommendedPapers")
"""Keys under which servers put the records of an answer."""
_LIST_START = re.compile(rf'"(?:{"|".join(_LISTS)})"\s*:\s*\[')
_SPACE = re.compile(r"[\s\ufeff]*")
_COMMA = re.compile(r"\s*,\s*")
_LINE = re.compile(r"[^\n]+")
_PROBED = 20  # values among which the first object is looked for
_DECODER = json.JSONDecoder()


class Value(NamedTuple):
    """One value of a text."""

    place: str
    """`entry 3` or `line 3`."""
    line: int | None
    """0-based number of its line, None if it is not a line of the file."""
    value: object
    reason: str | None = None
    """Why it could not be read."""


def values(text: str) -> Iterator[Value]:
    """Yield the records of a text; one that is broken comes with the reason.

    What follows a broken record is read where records stand on lines of their own, and cannot be told apart elsewhere.
    """
    start = _space_end(text, 0)
    if text[start : start + 1] == "[":
        yield from _items(text, start + 1)
        return
    value, end = _decoded(text, start)
    if isinstance(value, dict) and _space_end(text, end) == len(text):
        yield from _unwrapped(value)
    elif _holds_lines(text):
        yield from _lines(text)
    elif listed := _LIST_START.search(text, start, start + 100_000):
        yield from _items(text, listed.end())


def is_one_value(text: str) -> bool:
    """Tell a list, or an object on several lines or by itself in an answer, from objects on a line each."""
    start = _space_end(text, 0)
    if text[start : start + 1] == "[":
        return True
    value, end = _decoded(text, start)
    if isinstance(value, dict) and _space_end(text, end) == len(text):
        return "\n" in text[start:end] or any(isinstance(value.get(key), list) for key in _LISTS)
    return not _holds_lines(text) and bool(_LIST_START.search(text, start, start + 1000))


def first_record(text: str) -> Record | None:
    """Return the first object among the first records, None if there is none."""
    probed = islice(values(text), _PROBED)
    return next((one.value for one in probed if isinstance(one.value, dict)), None)


def _space_end(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return match.end() if match else start


def _decoded(text: str, start: int) -> tuple[object, int]:
    """Return the value that begins here and where it ends; -1 if it is broken."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, -1


def _unwrapped(answer: Record) -> Iterator[Value]:
    message = answer.get("message")
    holders = (answer, message) if isinstance(message, dict) else (answer,)
    lists = (holder.get(key) for holder in holders for key in _LISTS)
    found = next((value for value in lists if isinstance(value, list)), None)
    if found is None:
        found = [message if isinstance(message, dict) and "title" in message else answer]
    for number, value in enumerate(found, start=1):
        yield Value(f"entry {number}", None, value)


def _items(text: str, position: int) -> Iterator[Value]:
    """Yield the items of the list whose first item may begin at a position, without reading them all at once."""
    number = 0
    position = _space_end(text, position)
    while position < len(text) and text[position] != "]":
        number += 1
        value, end = _decoded(text, position)
        if end < 0:
            yield _broken(text, position, number)
            return
        yield Value(f"entry {number}", None, value)
        comma = _COMMA.match(text, end)
        position = comma.end() if comma else _space_end(text, end)
        if comma is None and text[position : position + 1] != "]":
            yield _broken(text, position, number + 1)
            return


def _broken(text: str, position: int, number: int) -> Value:
    line = text.count("\n", 0, position) + 1
    reason = f"broken JSON on or after line {line:,}; the file is not read from there on"
    return Value(f"entry {number}", None, None, reason)


def _holds_lines(text: str) -> bool:
    lines = (line.group().strip() for line in islice(_LINE.finditer(text), _PROBED))
    return any(isinstance(_whole(line), dict) for line in lines if line.startswith("{"))


def _whole(line: str) -> object:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value


def _lines(text: str) -> Iterator[Value]:
    number, start = 0, 0
    while start < len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if value := line_value(number, text[start:stop]):
            yield value
        number, start = number + 1, stop + 1


def line_value(number: int, line: str) -> Value | None:
    """Return the value on one line, by its 0-based number; None if the line is blank."""
    line = line.strip("\ufeff \t\r\n")
    if not line:
        return None
    value = _whole(line)
    reason = None if isinstance(value, dict) else "no whole JSON object"
    return Value(f"line {number + 1}", number, value, reason)
