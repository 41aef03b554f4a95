"""Kinds of files whose records are JSON objects: what they have in common."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from agent.read.page import Draft
from agent.read.records.json_text import Record, is_one_value, values
from agent.read.records.record import Document, FileKind, Records, collect


def json_kind(
    name: str, knows: Callable[[Record], bool], read: Callable[[Record], Draft | str], *, lines: bool = True
) -> FileKind:
    """Make a kind of file of a kind of record.

    Args:
        name: Of the kind.
        knows: Tells the kind from one record, by its keys; values may be of any type.
        read: Returns the paper of a record, or why there is none.
        lines: Files with a record on each line are of this kind too.
    """

    def known(document: Document) -> bool:
        if document.first_record is None or not (lines or is_one_value(document.text)):
            return False
        return knows(document.first_record)

    def records(document: Document) -> Records:
        return collect(_read_all(document.text, read))

    return FileKind(name, known, records)


def _read_all(text: str, read: Callable[[Record], Draft | str]) -> Iterator[tuple[str, Draft | str]]:
    for place, line, value, reason in values(text):
        if reason is not None:
            yield place, reason
        elif not isinstance(value, dict):
            yield place, "null, as servers answer what they do not know" if value is None else "no JSON object"
        else:
            paper = read(value)
            if isinstance(paper, Draft) and line is not None:
                paper = replace(paper, numbers=(line,))
            yield place, paper
