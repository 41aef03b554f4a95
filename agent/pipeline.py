"""The way of the data, in one page.

    sources ─ read ─▶ entries ─ absorb ─▶ papers ─ extract ─▶ outcomes ─▶ library ─ compose ─▶ digest ─ write ─▶ file

Files are touched at the two ends and in the library; what is between is pure.
"""

import asyncio
import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from agent.absorb import absorb, note_copies, note_page
from agent.card import card_of
from agent.compose import ComposeOptions, compose, weekly_digest
from agent.read import read_file
from agent.read.reading import Reading
from agent.weeks import bounds, weeks_before
from cache.corrections import read_corrections
from cache.home import Home, Patience
from cache.library import Card, Kept, Library
from schemas.digest import Digest
from schemas.errors import SourceError, UsageError
from schemas.outcome import Outcome
from schemas.paper import Entry, Paper
from schemas.record import Correction, Record
from schemas.report import Report, SourceReport
from schemas.sighting import Sighting
from schemas.taxonomy import Taxonomy

EXTRACTED = 200  # papers in one transaction: what kill -9 may cost


class Engine(Protocol):
    """What turns a paper into an outcome; it never raises for one paper."""

    name: str
    """`extractive`, or the model's name."""

    @property
    def version(self) -> str:
        """An outcome of another version is made anew."""

    async def extract(self, paper: Paper) -> Outcome:
        """Read one paper."""


class Interrupted(Exception):  # noqa: N818
    """The user asked to stop; what was finished is kept."""


class Watch(NamedTuple):
    """How a run talks to its caller."""

    stopped: Callable[[], bool] = lambda: False
    """Asked between two steps; True: finish here."""
    progress: Callable[[str, int, int], None] = lambda _what, _done, _all: None
    """Told (what, how many are done, of how many)."""
    say: Callable[[str], None] = lambda _sentence: None
    """Told what the user should know while it runs."""

    def check(self) -> None:
        """Stop if the user asked for it.

        Raises:
            Interrupted: The user did.
        """
        if self.stopped():
            raise Interrupted


class Read(NamedTuple):
    """What came of all sources of a run."""

    readings: tuple[Reading, ...]
    reports: tuple[SourceReport, ...]
    errors: tuple[SourceError, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the order of the sources."""
        return tuple(entry for reading in self.readings for entry in reading.entries)


def read_sources(
    sources: Sequence[Path], today: date, as_of: date | None, max_bytes: int, watch: Watch | None = None
) -> Read:
    """Read every source that can be read; what cannot is reported, never raised."""
    readings, reports, errors = [], [], []
    for source in sources:
        (watch or Watch()).check()
        try:
            reading = read_file(source, today=today, as_of=as_of, max_bytes=max_bytes)
        except SourceError as error:
            errors.append(error)
            reports.append(SourceReport(source=_shown(source), error=error.message))
            continue
        readings.append(reading)
        unread = sum(mark == "unread" for mark in reading.marks)
        reports.append(
            SourceReport(
                source=_shown(source),
                kinds=reading.kinds,
                encoding=reading.encoding,
                entries=len(reading.entries),
                unread_lines=unread,
            )
        )
    return Read(tuple(readings), tuple(reports), tuple(errors))


async def extract(
    names: Collection[str], library: Library, engine: Engine, said: Sequence[Correction], now: str, watch: Watch
) -> list[tuple[str, Outcome]]:
    """Ask the engine about every paper that it has not read yet, newest first, and keep each answer."""
    undone = library.undone(names, engine.name, engine.version)
    outcomes: list[tuple[str, Outcome]] = []
    for start in range(0, len(undone), EXTRACTED):
        with library.transaction():
            for name in undone[start : start + EXTRACTED]:
                if watch.stopped():
                    break
                outcome = await engine.extract(library.record(name).paper)
                library.keep(name, Kept(engine.name, engine.version, now, outcome))
                outcomes.append((name, outcome))
                watch.progress("extracting", len(outcomes), len(undone))
            show(library, said)
        watch.check()
    return outcomes


def show(library: Library, said: Sequence[Correction], names: Iterable[str] = ()) -> None:
    """Make the cards of given papers, and of all that changed since theirs was made; part of a transaction."""
    by_paper = corrections_of(library, said)
    for name in sorted({*names, *library.cardless()}):
        record = library.record(name).model_copy(update={"corrections": by_paper.get(name, ())})
        library.show(name, card_of(record))


def corrections_of(library: Library, said: Sequence[Correction]) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections of each paper by its present id; an `undo` takes back all before it."""
    found: dict[str, tuple[Correction, ...]] = {}
    for correction in said:
        for name in library.owners(correction.paper):
            found[name] = () if correction.action == "undo" else (*found.get(name, ()), correction)
    return found


def records(library: Library, names: Iterable[str], said: Sequence[Correction]) -> list[Record]:
    """Return what is known of papers, a person's word included."""
    by_paper = corrections_of(library, said)
    return [library.record(name).model_copy(update={"corrections": by_paper.get(name, ())}) for name in names]


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def take_in(
    read: Read, library: Library, taxonomy: Taxonomy, said: Sequence[Correction], now: str, watch: Watch
) -> list[str]:
    """Absorb all that was read, a page in a transaction; return the ids of the papers of this run."""
    pages, copies = _by_page(read, now)
    numbers: set[int] = set()
    for place, (page, entries) in enumerate(sorted(pages.items()), start=1):
        watch.check()
        with library.transaction():
            noticed = note_page(page, entries, library, now)
            absorb(noticed.changed, library, taxonomy)
            show(library, said)
        numbers |= noticed.all
        watch.progress("merging", place, len(pages))
    with library.transaction():
        for one in copies:
            library.entries.know_page(one.entry.page, now, 1)
        noticed = note_copies(copies, library)
        absorb(noticed.changed, library, taxonomy)
        show(library, said)
    return library.papers_of(numbers | noticed.all)


def _by_page(read: Read, now: str) -> tuple[dict[str, list[Entry]], list[Sighting]]:
    """Part entries of pages that were read now from those that an export tells of other pages."""
    pages: dict[str, list[Entry]] = {}
    copies: list[Sighting] = []
    for reading in read.readings:
        for entry in reading.entries:
            if entry.page == reading.name or entry.kind == "jsonl":
                pages.setdefault(entry.page, []).append(entry)
            else:
                copies.append(Sighting(entry, now))
    return pages, copies


def report_of(read: Read, papers: int, outcomes: Sequence[Outcome], seconds: float) -> Report:
    """Add up what a build did."""
    statuses = [one.extraction.status if one.kind == "extracted" else one.kind for one in outcomes]
    entries = len(read.entries)
    return Report(
        entries=entries,
        merged=entries - papers,
        papers=papers,
        new=len(statuses),
        seen=papers - len(statuses),
        complete=statuses.count("complete"),
        partial=statuses.count("partial"),
        refused=statuses.count("refused"),
        failed=statuses.count("failed"),
        skipped=statuses.count("skipped"),
        unread_lines=sum(source.unread_lines for source in read.reports),
        requests=0,
        tokens=None,
        seconds=seconds,
        sources=read.reports,
    )


class BuildRequest(NamedTuple):
    """What one build is asked to do."""

    sources: Sequence[Path]
    now: str
    """UTC, `2026-05-18T07:00:00Z`."""
    today: date
    as_of: date | None
    max_bytes: int
    wait: bool
    """Wait for another build that uses the home."""
    look: ComposeOptions | None
    """How the digest looks; None: none is made."""


class Built(NamedTuple):
    """What came of a build."""

    report: Report
    errors: tuple[SourceError, ...]
    """Sources that could not be read."""
    readings: tuple[Reading, ...]
    outcomes: tuple[tuple[str, Outcome], ...]
    """What came of each new paper, by its id."""
    digest: Digest | None


def build(request: BuildRequest, home: Home, engine: Engine, taxonomy: Taxonomy, watch: Watch) -> Built:
    """Go the whole way once: sources to digest.

    Raises:
        SourceError: No source could be read; with several, the message lists them all.
        HomeError: The home is in use and `wait` is False, or cannot be used.
        Interrupted: The user asked to stop; what was finished is kept.
    """
    started = time.monotonic()
    read = read_sources(request.sources, request.today, request.as_of, request.max_bytes, watch)
    if not read.readings:
        raise _nothing_read(read.errors)
    patience = Patience(request.wait, watch.stopped, watch.say)
    with home.locked("digest build", patience), Library(home.library) as library:
        said = read_corrections(home.corrections)
        names = take_in(read, library, taxonomy, said, request.now, watch)
        outcomes = asyncio.run(extract(names, library, engine, said, request.now, watch))
        digest = None
        if request.look is not None:
            known = records(library, names, said)
            pairs = library.possibly_same(frozenset(names))
            digest = compose(known, taxonomy, replace(request.look, possibly_same=pairs))
    report = report_of(read, len(names), [outcome for _, outcome in outcomes], time.monotonic() - started)
    return Built(report, read.errors, read.readings, tuple(outcomes), digest)


def _nothing_read(errors: Sequence[SourceError]) -> UsageError:
    if len(errors) == 1:
        return errors[0]
    return UsageError("no source could be read:\n" + "\n".join(f"  {error.message}" for error in errors))


def weekly(week: str, home: Home, options: ComposeOptions, taxonomy: Taxonomy) -> Digest:
    """Compose the digest of one week of the library; nothing is written.

    Raises:
        HomeError: The library cannot be used.
    """
    first, last = bounds([*weeks_before(week), week][0])[0], bounds(week)[1]
    seen_to = last + timedelta(days=8)  # what is first seen in the week after a week is new or late in it
    with Library(home.library, read_only=True) as library:
        names = library.papers_between(first.isoformat(), last.isoformat(), seen_to.isoformat())
        known = records(library, names, read_corrections(home.corrections))
        pairs = library.possibly_same(frozenset(names))
    return weekly_digest(known, week, taxonomy, replace(options, possibly_same=pairs))


async def tag_text(paper: Paper, engine: Engine, now: str) -> Card:
    """Make the card of a paper that is kept nowhere."""
    outcome = await engine.extract(paper)
    record = Record(
        paper=paper,
        first_seen=now,
        baseline=False,
        abstract_first_seen=now,
        outcome=outcome,
        outcome_at=now,
    )
    return card_of(record)
