"""Which papers are read, and reading many at once, with engines of the test's own over a real library."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest

from agent.absorb import absorb, note_page
from agent.asking import Found, Wish, find_wanted, read_all
from cache.library import Kept, Library
from schemas.errors import ServerError, UsageError
from schemas.extraction import Extraction, Provenance
from schemas.identity import text_hash
from schemas.outcome import Extracted, Failed, Outcome, Refused, Skipped
from schemas.paper import Paper
from schemas.report import Spent
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, entry, words

HERE, THERE = "http://127.0.0.1:8080/v1 (llama-server b1)", "http://127.0.0.1:8080/v1 (llama-server b2)"
PROMPT, FORM = "prompt 1", "form 1"
ALL = Wish()
DAYS = {"old": "2026-05-11", "mid": "2026-05-13", "new": "2026-05-15", "odd": None}
GUARD_S = 30  # ends a test that would hang; far above what any takes


class Reader:
    """An engine that does with each paper what the test says."""

    name = "fen:4b"
    version = "1"
    spent = Spent(0, None)

    def __init__(self, read: Callable[[str], Awaitable[Outcome]], workers: int = 2, *, asks: bool = True) -> None:
        self.workers = workers
        self.asks = asks
        self.asked_with: tuple[str | None, str | None] = (PROMPT, FORM)
        self.begun = list[str]()
        self.anew = list[str]()
        self.answers = dict[str, Outcome]()
        """Kept, by title."""
        self._read = read

    async def extract(self, paper: Paper, *, anew: bool = False) -> Outcome:
        """Note the paper and read it."""
        self.begun.append(paper.title)
        self.anew += [paper.title] if anew else []
        return await self._read(paper.title)

    async def server(self) -> str | None:
        """Return the server."""
        return HERE

    async def close(self) -> None:
        """Close nothing."""

    async def context_tokens(self) -> int | None:
        """Return that nothing is known."""
        return None

    def about_tokens(self, paper: Paper, *, anew: bool = False) -> int:  # noqa: ARG002
        """Return the length of the abstract."""
        return len(paper.abstract)

    def kept(self, paper: Paper) -> Outcome | None:
        """Return what the test keeps."""
        return self.answers.get(paper.title)

    def remade(self, paper: Paper, former: Outcome) -> Outcome | None:
        """Return the same."""
        return self.kept(paper) or former


async def at_once(_: str) -> Outcome:
    """Read a paper without waiting for anything."""
    return Skipped()


async def for_ever(_: str) -> Outcome:
    """Never end reading a paper."""
    await asyncio.Event().wait()
    return Skipped()


class Shelf:
    """A library with papers of three days and one without."""

    def __init__(self, library: Library) -> None:
        self.library = library
        entries = [
            entry(title, words(number * 1000), position=number, date=day)
            for number, (title, day) in enumerate(DAYS.items())
        ]
        with library.transaction():
            absorb(note_page("page.txt", entries, library, NOW).changed, library, load_taxonomy())
        self.names = {self.paper(name).title: name for name in library.all_papers()}

    def paper(self, name: str) -> Paper:
        """Return a paper by its name."""
        return self.library.record(name).paper

    def titles(self, names: Sequence[str]) -> list[str]:
        """Return titles by names."""
        return [self.paper(name).title for name in names]

    def keep(self, title: str, outcome: Outcome, version: str = "1") -> None:
        """Keep what the engine made of a paper."""
        with self.library.transaction():
            self.library.keep(self.names[title], Kept(Reader.name, version, NOW, outcome))

    def wanted(
        self,
        wish: Wish = ALL,
        *,
        asks: bool = True,
        server: str | None = HERE,
        **answers: Outcome,
    ) -> tuple[list[str], list[str], int]:
        """Return the titles of the papers to read, of those to read anew, and how many wait."""
        engine = Reader(at_once, asks=asks)
        engine.answers = answers
        found = find_wanted(self.library, list(self.names.values()), engine, wish, Found(server))
        return self.titles(found.ask), sorted(self.titles(sorted(found.anew))), found.waiting


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Library(tmp_path / "library.sqlite") as opened:
        yield Shelf(opened)


def extracted(server: str = HERE, prompt: str = PROMPT, form: str = FORM) -> Extracted:
    """Return an extraction that a server gave to a prompt."""
    made = Provenance(engine="model", engine_version="1", server=server, prompt_hash=prompt, schema_hash=form)
    hashed = text_hash("title", "abstract")
    return Extracted(
        extraction=Extraction(text_hash=hashed, spans=(), contribution="method", status="complete", provenance=made)
    )


# ── which papers ──


def test_papers_are_read_newest_first_and_those_without_a_day_last(shelf: Shelf) -> None:
    assert shelf.wanted() == (["new", "mid", "old", "odd"], [], 0)


def test_what_is_done_is_not_read_again_whatever_came_of_it(shelf: Shelf) -> None:
    shelf.keep("new", extracted())
    shelf.keep("mid", Refused(detail="no"))
    shelf.keep("old", Failed(reason="unusable", detail="prose"))
    shelf.keep("odd", Skipped())
    assert shelf.wanted() == ([], [], 0)


def test_what_the_server_failed_at_is_read_again(shelf: Shelf) -> None:
    shelf.keep("mid", Failed(reason="timeout", detail="no answer", again=True))
    assert "mid" in shelf.wanted()[0]


def test_what_cost_something_stays_done_in_another_version(shelf: Shelf) -> None:
    for title in DAYS:
        shelf.keep(title, extracted(), version="0")
    assert shelf.wanted(asks=True)[0] == []
    assert shelf.wanted(asks=False)[0] == ["new", "mid", "old", "odd"]


@pytest.mark.parametrize(
    ("limit", "titles"), [(0, []), (1, ["new"]), (3, ["new", "mid", "old"]), (9, [*"new mid old odd".split()])]
)
def test_a_limit_takes_the_newest_and_counts_the_others(shelf: Shelf, limit: int, titles: list[str]) -> None:
    assert shelf.wanted(Wish(limit=limit)) == (titles, [], 4 - len(titles))


def test_only_what_is_kept_is_told_without_asking(shelf: Shelf) -> None:
    assert shelf.wanted(Wish(cached=True), mid=extracted(), odd=Skipped()) == (["mid", "odd"], [], 2)


REFRESHED: dict[str, Outcome] = {
    "new": extracted(),
    "mid": extracted(server=THERE),
    "old": extracted(prompt="prompt 0"),
    "odd": Failed(reason="unusable", detail="prose"),
}


@pytest.mark.parametrize(
    ("refresh", "titles"),
    [
        (None, []),
        ("all", ["new", "mid", "old", "odd"]),
        ("model", ["mid"]),
        ("prompt", ["old"]),
        ("failed", ["odd"]),
    ],
)
def test_a_refresh_takes_what_is_outdated_newest_first(shelf: Shelf, refresh: str | None, titles: list[str]) -> None:
    for title, outcome in REFRESHED.items():
        shelf.keep(title, outcome)
    assert shelf.wanted(Wish(refresh=refresh)) == (titles, sorted(titles), 0)


def test_another_form_of_answers_is_outdated_as_another_prompt_is(shelf: Shelf) -> None:
    shelf.keep("new", extracted(form="form 0"))
    assert shelf.wanted(Wish(refresh="prompt"))[1] == ["new"]


@pytest.mark.parametrize("refresh", ["all", "failed", "model", "prompt"])
def test_what_was_skipped_is_never_refreshed(shelf: Shelf, refresh: str) -> None:
    for title in DAYS:
        shelf.keep(title, Skipped())
    assert shelf.wanted(Wish(refresh=refresh)) == ([], [], 0)


def test_what_is_not_done_goes_before_what_is_refreshed(shelf: Shelf) -> None:
    shelf.keep("new", extracted())
    shelf.keep("old", extracted())
    assert shelf.wanted(Wish(refresh="all")) == (["mid", "odd", "new", "old"], ["new", "old"], 0)
    assert shelf.wanted(Wish(refresh="all", limit=3)) == (["mid", "odd", "new"], ["new"], 0)
    assert shelf.wanted(Wish(refresh="all", limit=1)) == (["mid"], [], 1)


def test_what_failed_and_is_not_done_is_read_once_and_anew(shelf: Shelf) -> None:
    shelf.keep("new", Failed(reason="timeout", detail="no answer", again=True))
    titles, anew, _ = shelf.wanted(Wish(refresh="failed"))
    assert (titles.count("new"), anew) == (1, ["new"])


def test_one_paper_is_refreshed_by_its_id(shelf: Shelf) -> None:
    for title in DAYS:
        shelf.keep(title, extracted())
    assert shelf.wanted(Wish(refresh=shelf.names["old"])) == (["old"], ["old"], 0)
    with pytest.raises(UsageError, match="not on the pages"):
        shelf.wanted(Wish(refresh="arxiv:2601.00001"))


# ── reading them ──


class Run:
    """One run over the shelf, and what came of it."""

    def __init__(self, shelf: Shelf, engine: Reader, anew: Sequence[str] = (), drain_s: float = 5.0) -> None:
        self.batches = list[list[str]]()
        self.stopped = False
        self._batches = read_all(
            list(shelf.names.values()),
            shelf.paper,
            engine,
            frozenset(shelf.names[title] for title in anew),
            lambda: self.stopped,
            drain_s=drain_s,
        )
        self._shelf = shelf

    async def go(self, then: Callable[[], object] = lambda: None, rest_s: float = 0.0) -> None:
        """Read to the end; after each batch do something, and take some time."""
        async with asyncio.timeout(GUARD_S):
            async for batch in self._batches:
                self.batches.append(self._shelf.titles([name for name, _ in batch]))
                then()
                await asyncio.sleep(rest_s)

    @property
    def came(self) -> list[str]:
        """The titles of the papers that were read, in the order in which they came."""
        return [title for batch in self.batches for title in batch]

    def stop(self) -> None:
        """Ask the run to stop."""
        self.stopped = True


@pytest.mark.parametrize("workers", [1, 2, 64])
@pytest.mark.parametrize("asks", [True, False])
def test_every_paper_is_read_once(shelf: Shelf, workers: int, asks: bool) -> None:
    engine = Reader(at_once, workers, asks=asks)
    run = Run(shelf, engine)
    asyncio.run(run.go())
    assert sorted(run.came) == sorted(DAYS)
    assert engine.begun == list(shelf.names)


def test_nothing_to_read_is_no_trouble() -> None:
    async def go() -> list[object]:
        return [
            batch async for batch in read_all([], lambda name: pytest.fail(name), Reader(at_once), frozenset(), bool)
        ]

    assert asyncio.run(go()) == []


def test_no_more_papers_are_read_at_once_than_the_engine_has_workers(shelf: Shelf) -> None:
    under_way, most = 0, 0

    async def read(_: str) -> Outcome:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return Skipped()

    asyncio.run(Run(shelf, Reader(read, 3)).go())
    assert most == 3


def test_an_outcome_comes_while_others_are_still_read(shelf: Shelf) -> None:
    first, *others = shelf.names

    async def go() -> Run:
        known = asyncio.Event()

        async def read(title: str) -> Outcome:
            if title != first:
                await known.wait()
            return Skipped()

        run = Run(shelf, Reader(read, 4))
        await run.go(known.set)
        return run

    run = asyncio.run(go())
    assert run.batches[0] == [first]
    assert sorted(run.came[1:]) == sorted(others)


@pytest.mark.parametrize("asks", [True, False])
def test_an_engine_that_waits_for_nothing_lets_its_outcomes_be_kept_meanwhile(shelf: Shelf, asks: bool) -> None:
    run = Run(shelf, Reader(at_once, 1, asks=asks))
    asyncio.run(run.go())
    assert len(run.batches) > 1


def test_what_comes_while_a_batch_is_kept_comes_in_the_next(shelf: Shelf) -> None:
    run = Run(shelf, Reader(at_once, 1))
    asyncio.run(run.go(rest_s=0.01))
    assert sorted(run.came) == sorted(DAYS)
    assert len(run.batches) < len(DAYS)


def test_an_answer_that_is_kept_does_not_hold_up_one_that_is_waited_for(shelf: Shelf) -> None:
    order = list[str]()

    async def read(title: str) -> Outcome:
        if title == next(iter(shelf.names)):
            await asyncio.sleep(0)
        order.append(title)
        return Skipped()

    asyncio.run(Run(shelf, Reader(read, 2)).go())
    assert order[-1] != next(iter(shelf.names))


def test_what_is_kept_is_passed_over_where_the_wish_says_so(shelf: Shelf) -> None:
    engine = Reader(at_once)
    asyncio.run(Run(shelf, engine, anew=["mid", "odd"]).go())
    assert sorted(engine.anew) == ["mid", "odd"]


# ── stopping ──


def test_a_run_that_is_stopped_before_it_begins_reads_nothing(shelf: Shelf) -> None:
    engine = Reader(at_once)
    run = Run(shelf, engine)
    run.stop()
    asyncio.run(run.go())
    assert (engine.begun, run.batches) == ([], [])


def test_after_a_stop_nothing_is_begun_and_what_is_under_way_ends(shelf: Shelf) -> None:
    async def go() -> tuple[Run, Reader]:
        told = asyncio.Event()

        async def read(title: str) -> Outcome:
            if title != next(iter(shelf.names)):
                await told.wait()
                await asyncio.sleep(0.01)
            return Skipped()

        engine = Reader(read, 2)
        run = Run(shelf, engine)

        def stop() -> None:
            run.stop()
            told.set()

        await run.go(stop)
        return run, engine

    run, engine = asyncio.run(go())
    assert sorted(run.came) == sorted(engine.begun)
    assert len(engine.begun) < len(DAYS)


def test_what_does_not_end_after_a_stop_is_given_up(shelf: Shelf) -> None:
    first, given_up = next(iter(shelf.names)), list[str]()

    async def read(title: str) -> Outcome:
        try:
            return await (at_once if title == first else for_ever)(title)
        except asyncio.CancelledError:
            given_up.append(title)
            raise

    engine = Reader(read, 4)
    run = Run(shelf, engine, drain_s=0.05)
    asyncio.run(run.go(run.stop))
    assert run.came == [first]
    assert sorted(given_up) == sorted(set(engine.begun) - {first})
    assert given_up


# ── errors ──


def failing(
    shelf: Shelf, place: int, others: Callable[[str], Awaitable[Outcome]]
) -> Callable[[str], Awaitable[Outcome]]:
    """Return a reading at which the server is gone at one place."""

    async def read(title: str) -> Outcome:
        if title == list(shelf.names)[place]:
            await asyncio.sleep(0.01)
            raise ServerError("the server is gone")
        return await others(title)

    return read


@pytest.mark.parametrize("workers", [1, 2])
def test_what_came_before_a_server_was_gone_is_yielded(shelf: Shelf, workers: int) -> None:
    run = Run(shelf, Reader(failing(shelf, 3, at_once), workers))
    with pytest.raises(ServerError, match="gone"):
        asyncio.run(run.go())
    assert run.came == list(shelf.names)[:3]


def test_what_is_under_way_when_a_server_is_gone_is_given_up(shelf: Shelf) -> None:
    run = Run(shelf, Reader(failing(shelf, 0, for_ever), 4))
    with pytest.raises(ServerError, match="gone"):
        asyncio.run(run.go())
    assert run.came == []


def test_a_server_that_is_gone_is_told_after_a_stop_too(shelf: Shelf) -> None:
    run = Run(shelf, Reader(failing(shelf, 1, at_once), 2))
    with pytest.raises(ServerError, match="gone"):
        asyncio.run(run.go(run.stop))


def test_a_server_that_is_gone_for_all_workers_is_told_once(shelf: Shelf) -> None:
    async def read(_: str) -> Outcome:
        raise ServerError("the server is gone")

    with pytest.raises(ServerError, match="gone"):
        asyncio.run(Run(shelf, Reader(read, 4)).go())


def test_a_reader_that_is_left_in_the_middle_ends_its_work_in_silence(
    shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    ended = list[str]()

    async def read(title: str) -> Outcome:
        try:
            return await (at_once if title == next(iter(shelf.names)) else for_ever)(title)
        finally:
            ended.append(title)

    def leave() -> None:
        raise ValueError("the disk is full")

    engine = Reader(read, 4)
    with caplog.at_level(logging.DEBUG), pytest.raises(ValueError, match="full"):
        asyncio.run(Run(shelf, engine).go(leave))
    gc.collect()
    assert sorted(ended) == sorted(engine.begun)
    assert [one.message for one in caplog.records if one.levelno > logging.DEBUG] == []
