"""Kinds of files whose records are JSON objects: what they have in common."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from agent.read.page import Draft
from agent.read.records.json_text import Record, Value, is_one_value, line_value, values
from agent.read.records.record import Document, FileKind, Records, collect


def json_kind(
    name: str, knows: Callable[[Record], bool], read: Callable[[Record], Draft | str], *, in_lines: bool = True
) -> FileKind:
    """Make a kind of file of a kind of record.

    Args:
        name: Of the kind.
        knows: Tells the kind from one record, by its keys; values may be of any type.
        read: Returns the paper of a record, or why there is none.
        in_lines: Files with a record on each line are of this kind too.
    """

    def known(document: Document) -> bool:
        if document.first_record is None or not (in_lines or is_one_value(document.text)):
            return False
        return knows(document.first_record)

    def records(document: Document) -> Records:
        return collect(_read_all(document.text, read))

    def lines(numbered: Iterable[tuple[int, str]]) -> Records:
        found = (line_value(number, line) for number, line in numbered)
        return collect(_read_one(value, read) for value in found if value is not None)

    return FileKind(name, known, records, lines if in_lines else None)


def _read_all(text: str, read: Callable[[Record], Draft | str]) -> Iterator[tuple[str, Draft | str]]:
    return (_read_one(value, read) for value in values(text))


def _read_one(found: Value, read: Callable[[Record], Draft | str]) -> tuple[str, Draft | str]:
    place, line, value, reason = found
    if reason is not None:
        return place, reason
    if not isinstance(value, dict):
        return place, "null, as servers answer what they do not know" if value is None else "no JSON object"
    paper = read(value)
    if isinstance(paper, Draft) and line is not None:
        paper = replace(paper, numbers=(line,))
    return place, paper
