"""The way of the data, in one page.

    sources ─ read ─▶ entries ─ absorb ─▶ papers ─ extract ─▶ outcomes ─▶ library ─ compose ─▶ digest ─ write ─▶ file

Files are touched at the two ends and in the library; what is between is pure.
"""

import asyncio
import os
import statistics
import time
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

from agent.absorb import absorb, note_copies, note_page
from agent.asking import Engine, Wish, find_wanted, look
from agent.card import card_of
from agent.compose import ComposeOptions, compose, weekly_digest
from agent.keeping import Extracting, Result, Watch, extract, fall_back, model_of, records, show
from agent.read import read_file
from agent.read.reading import Reading
from agent.weeks import bounds, weeks_before
from cache.corrections import read_corrections
from cache.home import Home, Patience
from cache.library import Card, Library
from schemas.digest import Digest
from schemas.errors import ServerError, SourceError, UsageError
from schemas.paper import Entry, Paper
from schemas.record import Correction, Record
from schemas.report import Report, SourceReport, Spent
from schemas.sighting import Sighting
from schemas.taxonomy import Taxonomy

Came = TypeVar("Came")
RECENT = 20  # answers by which the length of a run is judged


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
                skipped=reading.skipped,
                problems=tuple(f"{problem.place}: {problem.reason}" for problem in reading.problems),
            )
        )
    return Read(tuple(readings), tuple(reports), tuple(errors))


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def take_in(
    read: Read,
    library: Library,
    taxonomy: Taxonomy,
    said: Sequence[Correction],
    now: str,
    watch: Watch,
    model: str | None = None,
) -> list[str]:
    """Absorb all that was read, a page in a transaction; return the ids of the papers of this run."""
    pages, copies = _by_page(read, now)
    numbers: set[int] = set()
    for place, (page, entries) in enumerate(sorted(pages.items()), start=1):
        watch.check()
        with library.transaction():
            noticed = note_page(page, entries, library, now)
            absorb(noticed.changed, library, taxonomy)
            show(library, said, model=model)
        numbers |= noticed.all
        watch.progress("merging", place, len(pages), None)
    with library.transaction():
        for one in copies:
            library.entries.know_page(one.entry.page, now, 1)
        noticed = note_copies(copies, library)
        absorb(noticed.changed, library, taxonomy)
        show(library, said, model=model)
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


def report_of(read: Read, papers: int, came: Extracting, fallback: int, spent: Spent, seconds: float) -> Report:
    """Add up what a build did."""
    statuses = [one.status for one in came.results]
    entries = len(read.entries)
    return Report(
        entries=entries,
        merged=entries - papers,
        papers=papers,
        new=len(statuses),
        seen=papers - len(statuses) - came.waiting,
        waiting=came.waiting,
        failed_before=came.failed_before,
        complete=statuses.count("complete"),
        partial=statuses.count("partial"),
        refused=statuses.count("refused"),
        failed=statuses.count("failed"),
        skipped=statuses.count("skipped"),
        unread_lines=sum(source.unread_lines for source in read.reports),
        remade=came.remade,
        fallback=fallback,
        requests=spent.requests,
        tokens=spent.tokens,
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
    wish: Wish = Wish()
    """What the engine is asked about."""
    fallback: Engine | None = None
    """What reads the papers that the engine gives no extraction of; None: nothing does."""


class Built(NamedTuple):
    """What came of a build."""

    report: Report
    errors: tuple[SourceError, ...]
    """Sources that could not be read."""
    readings: tuple[Reading, ...]
    results: tuple[Result, ...]
    """What came of each new paper, in short."""
    digest: Digest | None
    """None: none was asked for, or the run stopped before it was whole."""
    stopped: ServerError | None = None
    """Why the run stopped before every paper was asked about."""


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
        names = take_in(read, library, taxonomy, said, request.now, watch, model_of(engine))
        came = asyncio.run(_closing(engine, extract(names, library, engine, said, request.now, watch, request.wish)))
        fallback = 0
        if request.fallback is not None and engine.asks:
            why = came.stopped.message if came.stopped else None
            fallback = fall_back(names, library, engine, request.fallback, said, request.now, why)
        digest = None
        if request.look is not None and (came.stopped is None or request.fallback is not None):
            known = records(library, names, said, model_of(engine))
            pairs = library.possibly_same(frozenset(names))
            digest = compose(known, taxonomy, replace(request.look, possibly_same=pairs))
    report = report_of(read, len(names), came, fallback, engine.spent, time.monotonic() - started)
    return Built(report, read.errors, read.readings, came.results, digest, came.stopped)


async def _closing(engine: Engine, work: Awaitable[Came]) -> Came:
    try:
        return await work
    finally:
        await engine.close()


class Plan(NamedTuple):
    """What a build would ask."""

    papers: int
    ask: int
    """Papers for which a request would be sent."""
    tokens: int
    """About as many, prompts and answers."""
    seconds: float | None
    """About as long, judged by the last answers of the same model; None if there are none."""


def plan(request: BuildRequest, home: Home, engine: Engine, taxonomy: Taxonomy, watch: Watch) -> Plan:
    """Say what a build would ask about, and change nothing.

    Raises:
        SourceError: No source could be read.
        HomeError: The home cannot be used.
    """
    read = read_sources(request.sources, request.today, request.as_of, request.max_bytes, watch)
    if not read.readings:
        raise _nothing_read(read.errors)
    patience = Patience(request.wait, watch.stopped, watch.say)
    with home.locked("digest build --dry-run", patience), Library(home.library) as library, library.rehearsal():
        names = take_in(read, library, taxonomy, read_corrections(home.corrections), request.now, watch)
        found = asyncio.run(_closing(engine, look(library, names, engine, request.wish)))
        wanted = find_wanted(library, names, engine, request.wish, found)
        costs = [engine.about_tokens(library.record(name).paper, anew=name in wanted.anew) for name in wanted.ask]
        recent = library.newest_outcomes(engine.name, RECENT)
    asked = sum(cost > 0 for cost in costs)
    took = [one.extraction.provenance.seconds for one in recent if one.kind == "extracted"]
    times = [seconds for seconds in took if seconds]
    seconds = statistics.median(times) * asked / engine.workers if times and engine.asks else None
    return Plan(len(names), asked, sum(costs), seconds)


def _nothing_read(errors: Sequence[SourceError]) -> UsageError:
    if len(errors) == 1:
        return errors[0]
    return UsageError("no source could be read:\n" + "\n".join(f"  {error.message}" for error in errors))


def weekly(week: str, home: Home, options: ComposeOptions, taxonomy: Taxonomy, model: str | None = None) -> Digest:
    """Compose the digest of one week of the library, a model's extractions first; nothing is written.

    Raises:
        HomeError: The library cannot be used.
    """
    first, last = bounds([*weeks_before(week), week][0])[0], bounds(week)[1]
    seen_to = last + timedelta(days=8)  # what is first seen in the week after a week is new or late in it
    with Library(home.library, read_only=True) as library:
        names = library.papers_between(first.isoformat(), last.isoformat(), seen_to.isoformat())
        known = records(library, names, read_corrections(home.corrections), model)
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
