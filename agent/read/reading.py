"""One file read: its papers, and what became of each of its lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Literal

from agent.read.dates import SettledDate, settle
from agent.read.detect import Segment, find_segments, unglue
from agent.read.kinds import LINES, PLAIN
from agent.read.lines import Line, split_lines
from agent.read.page import Draft, Stored
from agent.read.records.record import MAX_NAMED, Problem, Records
from agent.read.text import addresses
from schemas.paper import Entry

Mark = Literal["paper", "chrome", "blank", "unread"]
"""What became of a line: read into a paper, known to be none, empty, or not understood."""


@dataclass(frozen=True)
class Reading:
    """What a file holds."""

    name: str
    encoding: str
    kinds: tuple[str, ...]
    """Distinct, in order of appearance."""
    entries: tuple[Entry, ...]
    marks: tuple[Mark, ...] = ()
    """One for each line; empty for a file of records."""
    lines: tuple[str, ...] = ()
    """Cleaned: white space folded, invisible characters removed."""
    problems: tuple[Problem, ...] = ()
    """Records that were left out, the first thousand."""
    skipped: int = 0
    """Number of all records that were left out."""


@dataclass(frozen=True)
class _Found:
    """Papers of one kind of page, with their dates."""

    kind: str
    papers: tuple[tuple[Draft | Stored, SettledDate], ...]
    chrome: frozenset[int]


def read_text(text: str, name: str, encoding: str, *, today: date, as_of: date | None) -> Reading:
    """Return what a text holds; a text in which nothing is understood has no entries and only unread lines."""
    lines = split_lines(text)
    found: list[_Found] = []
    for segment in find_segments(unglue(lines)):
        page = _read_segment(segment, name, today, as_of)
        found.append(page)
        if segment.kind is not PLAIN:
            found += [_read_segment(rest, name, today, as_of) for rest in _unread_runs(segment, page)]
    papers = sorted(
        ((min(paper.numbers), page.kind, paper, day) for page in found for paper, day in page.papers),
        key=lambda item: item[0],
    )
    chrome = frozenset().union(*(page.chrome for page in found)) if found else frozenset()
    used = frozenset(number for _, _, paper, _ in papers for number in paper.numbers)
    return Reading(
        name=name,
        encoding=encoding,
        kinds=tuple(dict.fromkeys(kind for _, kind, _, _ in papers)),
        entries=_entries(papers, name),
        marks=tuple(_mark(line, used, chrome) for line in lines),
        lines=tuple(line.text for line in lines),
    )


def read_records(records: Records, name: str, encoding: str, kind: str, first: int = 0) -> Reading:
    """Return what a file of records holds; their dates are as exact as printed, and none is inferred.

    Args:
        records: All of the file, or a run of them.
        name: Of the file.
        encoding: Of the file.
        kind: Of the records.
        first: Position of the first paper among those of the file.
    """
    dated = zip(records.papers, _printed_days(records.papers), strict=True)
    return Reading(
        name=name,
        encoding=encoding,
        kinds=(kind,),
        entries=tuple(_entry(paper, day, name, position, kind) for position, (paper, day) in enumerate(dated, first)),
        problems=records.problems,
        skipped=records.skipped,
    )


def read_lines(lines: Sequence[Line], name: str, encoding: str, as_of: date | None, first: int) -> Reading:
    """Return what some lines of a file hold that has a JSON object on each of its lines.

    Args:
        lines: With their numbers in the file.
        name: Of the file.
        encoding: Of the file.
        as_of: The day on which the file was saved, if it is known.
        first: Position of the first paper that the lines themselves do not place elsewhere.
    """
    page = _read_segment(Segment(LINES, lines), name, date.max, as_of)
    papers = [(min(paper.numbers), page.kind, paper, day) for paper, day in page.papers]
    used = frozenset(number for _, _, paper, _ in papers for number in paper.numbers)
    return Reading(
        name=name,
        encoding=encoding,
        kinds=(page.kind,) if papers else (),
        entries=_entries(papers, name, first),
        marks=tuple(_mark(line, used, page.chrome) for line in lines),
        lines=tuple(line.text for line in lines),
    )


def joined(pieces: Iterable[Reading]) -> Reading:
    """Return the pieces of one file, at least one, as one reading."""
    parts = list(pieces)
    return replace(
        parts[0],
        kinds=tuple(dict.fromkeys(kind for part in parts for kind in part.kinds)),
        entries=tuple(entry for part in parts for entry in part.entries),
        marks=tuple(mark for part in parts for mark in part.marks),
        lines=tuple(line for part in parts for line in part.lines),
        problems=tuple(islice((problem for part in parts for problem in part.problems), MAX_NAMED)),
        skipped=sum(part.skipped for part in parts),
    )


def _printed_days(papers: Sequence[Draft]) -> list[SettledDate]:
    return settle([paper.date for paper in papers], today=date.max, as_of=None, omits_current_year=False)


def _read_segment(segment: Segment, name: str, today: date, as_of: date | None) -> _Found:
    page = segment.kind.read(segment.lines, name)
    dates = [paper.date if isinstance(paper, Draft) else None for paper in page.papers]
    omits = segment.kind.omits_current_year
    settled = settle(dates, today=today, as_of=as_of, omits_current_year=omits)
    return _Found(segment.kind.name, tuple(zip(page.papers, settled, strict=True)), page.chrome)


def _unread_runs(segment: Segment, page: _Found) -> list[Segment]:
    """Return what a page's reader left unread, to be tried as plain text: something may be glued to the page."""
    known = page.chrome.union(*(paper.numbers for paper, _ in page.papers))
    runs: list[list[Line]] = [[]]
    for line in segment.lines:
        if line.number in known:
            runs.append([])
        else:
            runs[-1].append(line)
    return [Segment(PLAIN, run) for run in runs if any(line.text for line in run)]


def _mark(line: Line, used: frozenset[int], chrome: frozenset[int]) -> Mark:
    if not line.text:
        return "blank"
    if line.number in used:
        return "paper"
    return "chrome" if line.number in chrome else "unread"


def _entries(
    papers: Sequence[tuple[int, str, Draft | Stored, SettledDate]], name: str, first: int = 0
) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    taken = {
        (entry.page, entry.position)
        for _, _, paper, _ in papers
        if isinstance(paper, Stored)
        for entry in paper.entries
    }
    position = first
    for _, kind, paper, day in papers:
        if isinstance(paper, Stored):
            entries += paper.entries
            continue
        while (name, position) in taken:
            position += 1
        entries.append(_entry(paper, day, name, position, kind))
        position += 1
    return tuple(entries)


def _entry(paper: Draft, day: SettledDate, name: str, position: int, kind: str) -> Entry:
    return Entry(
        page=name,
        position=position,
        kind=kind,
        lines=(min(paper.numbers) + 1, max(paper.numbers) + 1) if paper.numbers else None,
        ids=paper.ids,
        title=paper.title,
        abstract=paper.abstract,
        authors=paper.authors,
        authors_truncated=paper.authors_truncated,
        n_authors=paper.n_authors,
        date=day.iso,
        date_text=paper.date.text if paper.date else None,
        date_inferred=day.inferred,
        venue=paper.venue,
        venue_text=paper.venue_text,
        categories=paper.categories,
        affiliations=paper.affiliations,
        has_code_badge=paper.has_code_badge,
        n_comments=paper.n_comments,
        urls=addresses(paper.abstract),
    )
