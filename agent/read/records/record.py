"""What a reader of a file of records is given, and what it gives back.

A reader is a pure function from a `Document` to `Records`. It takes what is of the right type and leaves the rest:
a record without a title is a `Problem`, a year that is a list is no year. It raises nothing but `UnreadableError`.
"""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from agent.read.page import Draft
from agent.read.records.json_text import Record, first_record

MAX_NAMED = 1000
"""Problems of one file that are kept by name; all are counted."""
MAX_TITLE_CHARS = 1000
MAX_ABSTRACT_CHARS = 50_000

_OPENING_CHARS = 4000
_START_TAG = re.compile(r"<(?![?!/])(?:[\w.-]+:)?([A-Za-z_][\w.-]*)(?=[\s/>])")


class Problem(NamedTuple):
    """A record that was left out."""

    place: str
    """`entry 3` or `line 3`, counted from 1 as a person does."""
    reason: str


class Records(NamedTuple):
    """What a file of records holds."""

    papers: tuple[Draft, ...]
    """In the order of the file; `numbers` is empty unless a record is whole lines of it."""
    problems: tuple[Problem, ...] = ()
    """The first `MAX_NAMED` of them."""
    skipped: int = 0
    """Number of all records that were left out."""


class UnreadableError(Exception):
    """A file of a known kind that cannot or must not be read; `agent.read.source` makes a `SourceError` of it.

    Attributes:
        fact: What is wrong, to be said after the file's name: `declares entities`.
        remedy: What the user can do.
    """

    def __init__(self, fact: str, remedy: str) -> None:
        super().__init__(fact, remedy)
        self.fact = fact
        self.remedy = remedy


class Document:
    """The text of a file, its lines ended by line feeds, and what tells its kind, found out once."""

    def __init__(self, text: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    @cached_property
    def opening(self) -> str:
        """The first 4,000 characters, without white space before them."""
        return self.text[: 2 * _OPENING_CHARS].lstrip("\ufeff \t\r\n")[:_OPENING_CHARS]

    @cached_property
    def first_record(self) -> Record | None:
        """The first object among the records of a JSON text or of lines of JSON; None if it is neither."""
        return first_record(self.text) if self.opening.startswith(("{", "[")) else None

    @cached_property
    def root(self) -> str | None:
        """The name, without prefix, of the first element of a text that begins as markup; None if it does not."""
        match = _START_TAG.search(self.opening) if self.opening.startswith("<") else None
        return match.group(1) if match else None


class FileKind(NamedTuple):
    """One kind of file that is read as a whole; `agent.read.files` lists them."""

    name: str
    """As it stands in `Entry.kind`: lower case, digits, hyphens."""
    knows: Callable[[Document], bool]
    """Tell from the content, cheaply and without raising, whether a file is of this kind."""
    read: Callable[[Document], Records]
    """Read a file of this kind; raise `UnreadableError` if nothing of it can be read."""
    read_lines: Callable[[Iterable[tuple[int, str]]], Records] | None = None
    """Read some lines, with their 0-based numbers, of a file with a record a line; None: the kind has no such form."""


def collect(found: Iterable[tuple[str, Draft | str]]) -> Records:
    """Part papers from reasons for which there is none; each comes with its place."""
    papers: list[Draft] = []
    problems: list[Problem] = []
    skipped = 0
    for place, paper in found:
        if isinstance(paper, Draft):
            reason = _too_long(paper)
            if reason is None:
                papers.append(paper)
                continue
        else:
            reason = paper
        skipped += 1
        if len(problems) < MAX_NAMED:
            problems.append(Problem(place, reason))
    return Records(tuple(papers), tuple(problems), skipped)


def _too_long(paper: Draft) -> str | None:
    if len(paper.title) > MAX_TITLE_CHARS:
        return f"its title has {len(paper.title):,} characters"
    if len(paper.abstract) > MAX_ABSTRACT_CHARS:
        return f"its abstract has {len(paper.abstract):,} characters"
    return None
