"""The way of the data, in one page.

    sources ─ read ─▶ entries ─ absorb ─▶ papers ─ extract ─▶ outcomes ─▶ library ─ compose ─▶ digest ─ write ─▶ file

Files are touched at the two ends and in the library; what is between is pure.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

from agent.absorb import BATCH, Intake, absorb
from agent.asking import Engine, Wish, find_wanted, look
from agent.card import card_of
from agent.compose import ComposeOptions, Former, compose
from agent.composing.reading_order import count_places
from agent.firsts import first_met
from agent.keeping import Extracting, Result, Watch, extract, fall_back, model_of, places_of, records, show
from agent.read.sources import Source, begin_reading
from agent.weeks import Times, bounds, mark, parts_of, weeks_before
from cache.corrections import read_corrections
from cache.home import Home, Patience
from cache.library import Card, Library
from schemas.digest import Digest
from schemas.errors import ServerError, SourceError, UsageError
from schemas.paper import Paper
from schemas.record import Correction, Record
from schemas.report import Report, SourceReport, Spent
from schemas.taxonomy import Taxonomy

Came = TypeVar("Came")
RECENT = 20  # answers by which the length of a run is judged
FINEST_SPLIT = 2  # times the usual tokens: small vocabularies split English about so


class Read(NamedTuple):
    """What came of the sources of a run."""

    reports: tuple[SourceReport, ...]
    errors: tuple[SourceError, ...]

    @property
    def entries(self) -> int:
        """Number of papers on all sources, each counted wherever it stands."""
        return sum(report.entries for report in self.reports)


def open_sources(request: "BuildRequest") -> list[Source]:
    """Return the sources of a run, of which at least one can be read as far as its beginning.

    Raises:
        SourceError: There is none such; with several, the message lists them all.
    """
    sources = [
        Source(path, today=request.today, as_of=request.as_of, max_bytes=request.max_bytes) for path in request.sources
    ]
    if not begin_reading(sources):
        raise _nothing_read([source.error for source in sources if source.error])
    return sources


def take_in(
    sources: Sequence[Source],
    library: Library,
    taxonomy: Taxonomy,
    said: Sequence[Correction],
    now: str,
    watch: Watch,
    model: str | None = None,
) -> tuple[Read, list[str]]:
    """Note all sources, each in a transaction, then merge what changed; return the ids of the papers of this run."""
    intake = Intake(library, now)
    for place, source in enumerate(sources, start=1):
        watch.check()
        with suppress(SourceError), intake.source():
            for piece in source:
                intake.note(piece.name, piece.entries)
        watch.progress("reading", place, len(sources), None)
    with library.transaction():
        intake.note_copies()
    all_changed = library.entries.waiting()
    while changed := library.entries.awaiting(BATCH):
        watch.check()
        with library.transaction():
            absorb(changed, library, taxonomy)
            show(library, said, model=model)
        watch.progress("merging", all_changed - library.entries.waiting(), all_changed, None)
    read = Read(tuple(one.report for one in sources), tuple(one.error for one in sources if one.error))
    return read, library.papers_of(intake.numbers)


def report_of(read: Read, papers: int, came: Extracting, fallback: int, spent: Spent, seconds: float) -> Report:
    """Add up what a build did."""
    statuses = [one.status for one in came.results]
    return Report(
        entries=read.entries,
        merged=read.entries - papers,
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
    sources = open_sources(request)
    patience = Patience(request.wait, watch.stopped, watch.say)
    with home.locked("digest build", patience), Library(home.library) as library:
        said = read_corrections(home.corrections)
        read, names = take_in(sources, library, taxonomy, said, request.now, watch, model_of(engine))
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
    return Built(report, read.errors, came.results, digest, came.stopped)


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
    """About as many, prompts and answers: by the last answers of the same model, else as English usually has."""
    tokens_at_most: int
    """About as many if the model splits text finely; `tokens` once it has answered."""
    seconds: float | None
    """About as long, judged by the last answers of the same model; None if there are none."""


def plan(request: BuildRequest, home: Home, engine: Engine, taxonomy: Taxonomy, watch: Watch) -> Plan:
    """Say what a build would ask about, and change nothing.

    Raises:
        SourceError: No source could be read.
        HomeError: The home cannot be used.
    """
    sources = open_sources(request)
    patience = Patience(request.wait, watch.stopped, watch.say)
    with home.locked("digest build --dry-run", patience), Library(home.library) as library, library.rehearsal():
        _, names = take_in(sources, library, taxonomy, read_corrections(home.corrections), request.now, watch)
        found = asyncio.run(_closing(engine, look(library, names, engine, request.wish)))
        wanted = find_wanted(library, names, engine, request.wish, found)
        costs = [engine.about_tokens(library.record(name).paper, anew=name in wanted.anew) for name in wanted.ask]
        recent = library.newest_outcomes(engine.name, RECENT)
    asked = sum(cost > 0 for cost in costs)
    made = [one.extraction.provenance for one in recent if one.kind == "extracted"]
    times = [one.seconds for one in made if one.seconds]
    seconds = statistics.median(times) * asked / engine.workers if times and engine.asks else None
    counted = [one.prompt_tokens + one.answer_tokens for one in made if one.prompt_tokens and one.answer_tokens]
    if counted and engine.asks:
        tokens = most = round(statistics.median(counted) * asked)
    else:
        tokens, most = sum(costs), sum(costs) * FINEST_SPLIT
    return Plan(len(names), asked, tokens, most, seconds)


def _nothing_read(errors: Sequence[SourceError]) -> UsageError:
    if len(errors) == 1:
        return errors[0]
    return UsageError("no source could be read:\n" + "\n".join(f"  {error.message}" for error in errors))


def weekly(week: str, home: Home, options: ComposeOptions, taxonomy: Taxonomy, model: str | None = None) -> Digest:
    """Compose the digest of one week of the library, a model's extractions first; nothing is written.

    Raises:
        HomeError: The library cannot be used.
    """
    before = weeks_before(week)
    first, last = bounds([*before, week][0])[0], bounds(week)[1]
    seen_to = last + timedelta(days=8)  # what is first seen in the week after a week is new or late in it
    with Library(home.library, read_only=True) as library:
        said = read_corrections(home.corrections)
        dated = list(library.days.between(first.isoformat(), last.isoformat(), seen_to.isoformat()))
        of_week = {one: [paper.name for paper in dated if mark(Times(*paper[1:]), one)] for one in (*before, week)}
        places = tuple(count_places(places_of(of_week[one], library, said, model)) for one in before)
        unplaced = library.days.dayless(parts_of(week), bounds(week)[0].isoformat())
        known = records(library, of_week[week], said, model)
        pairs = library.possibly_same(frozenset(of_week[week]))
        ours = [paper.name for paper in dated if mark(Times(*paper[1:]), week) in ("new", "late")]
        former = Former(places, unplaced, first_met(ours, week, library))
        return compose(known, taxonomy, replace(options, week=week, possibly_same=pairs), former)


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
