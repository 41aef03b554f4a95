"""Reading many papers at once: in order, as they come, until the user stops or the server is gone."""

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import pytest

from agent.asking import read_all
from cache.library import Library
from schemas.errors import ServerError
from schemas.outcome import Outcome, Skipped
from tests.shelf import DAYS, Reader, Shelf, at_once

GUARD_S = 30  # ends a test that would hang; far above what any takes


async def for_ever(_: str) -> Outcome:
    """Never end reading a paper."""
    await asyncio.Event().wait()
    return Skipped()


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Library(tmp_path / "library.sqlite") as opened:
        yield Shelf(opened)


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
