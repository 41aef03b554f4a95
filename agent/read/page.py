"""What a reader of one page kind gives back, and what a page kind is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from agent.read.dates import PrintedDate
from agent.read.lines import Line
from schemas.paper import Entry


@dataclass(frozen=True)
class Draft:
    """One paper as a page prints it, before its place in the file and the year of its date are known."""

    numbers: tuple[int, ...]
    """0-based numbers of its lines in the file; empty only for records that are no lines."""
    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    authors_truncated: bool = False
    n_authors: int | None = None
    date: PrintedDate | None = None
    venue: str | None = None
    venue_text: str | None = None
    categories: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    has_code_badge: bool = False
    n_comments: int | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stored:
    """Entries that an export holds on one line; they know their own page."""

    numbers: tuple[int, ...]
    entries: tuple[Entry, ...]


class Page(NamedTuple):
    """Papers of one page in their order, and the lines that are known to be none; all other lines are unread."""

    papers: tuple[Draft | Stored, ...]
    chrome: frozenset[int] = frozenset()


class Sign(NamedTuple):
    """A line by which a page kind is known."""

    line: int
    """Index in the lines that were searched."""
    opens: bool
    """It stands at the top of a page, so that a new page begins if papers were seen before."""


class PageKind(NamedTuple):
    """One kind of page; `agent.read.kinds` lists them."""

    name: str
    find_signs: Callable[[Sequence[Line]], list[Sign]]
    find_start: Callable[[Sequence[Line], int, int], int]
    """(lines, lowest, first sign) -> index of the page's first line, `lowest` or later."""
    read: Callable[[Sequence[Line], str], Page]
    """(lines of the page, name of the file) -> its papers."""
    omits_current_year: bool = False
