"""Papers ─▶ outcomes: which papers an engine still has to read, and reading many of them at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar

from cache.library import Library
from schemas.errors import ServerError, UsageError
from schemas.outcome import Outcome
from schemas.paper import Paper
from schemas.report import Spent

DRAIN_S = 5.0
"""What is under way when the user stops has this long to end."""
_LOOK_S = 0.2  # between two looks at whether to stop
Came = TypeVar("Came")
REFRESH = ("prompt", "model", "failed", "all")


class Engine(Protocol):
    """What turns a paper into an outcome; it never raises for one paper."""

    name: str
    """`extractive`, or the model's name."""
    asks: bool
    """Reading a paper costs something, so that what is done stays done; else an outcome of another version is none."""
    workers: int
    """Papers read at once."""

    asked_with: tuple[str | None, str | None]
    """Hashes of the prompt and of the form of answers; None where nothing is asked."""

    @property
    def version(self) -> str:
        """Of what is made of a reply, or of all rules."""

    @property
    def spent(self) -> Spent:
        """What it cost so far."""

    async def extract(self, paper: Paper, *, anew: bool = False) -> Outcome:
        """Read one paper; `anew`: whatever is kept of it.

        Raises:
            ServerError: No paper can be read.
        """

    async def server(self) -> str | None:
        """Return the server that is asked, with its version; None if there is none.

        Raises:
            ServerError: It cannot be used.
        """

    async def context_tokens(self) -> int | None:
        """Return the context of the server as it is known now; None if it is not, or there is none."""

    async def close(self) -> None:
        """End what was opened for asking."""

    def about_tokens(self, paper: Paper, *, anew: bool = False) -> int:
        """Return about how many tokens asking about a paper costs, the answer included; 0 if nothing is asked."""

    def kept(self, paper: Paper) -> Outcome | None:
        """Return what can be said of a paper without asking; None: it has to be asked about."""

    def remade(self, paper: Paper, former: Outcome) -> Outcome | None:
        """Return what this version makes of what was kept; None if nothing is at hand."""


class Wish(NamedTuple):
    """What a run is to ask about."""

    limit: int | None = None
    """At most that many papers, newest first; None: all."""
    cached: bool = False
    """Nothing: only what was answered before is told."""
    refresh: str | None = None
    """What is asked about again although it is done: one of `REFRESH`, or the id of a paper."""


class Found(NamedTuple):
    """What a run found out about the server before it asks about papers, since something depends on it."""

    server: str | None = None
    context_tokens: int | None = None


class Wanted(NamedTuple):
    """The papers of a run that are not done."""

    ask: tuple[str, ...]
    """Those that are not done, then those that are refreshed or have room now; each newest first."""
    anew: frozenset[str]
    """Of these, the ones whose kept answer is passed over."""
    waiting: int
    """Not done, and left out by the wish."""


async def look(library: Library, names: Collection[str], engine: Engine, wish: Wish) -> Found:
    """Find out about the server what decides which papers are to be read; mostly nothing, and it is left alone.

    Raises:
        ServerError: It is needed for `--refresh model`, and cannot be used.
    """
    server = await engine.server() if wish.refresh == "model" else None
    cramped = engine.asks and not wish.cached and any(_cramped(library, names, engine))
    return Found(server, await engine.context_tokens() if cramped else None)


def _cramped(library: Library, names: Collection[str], engine: Engine) -> Iterator[tuple[str, int]]:
    """Yield the papers for which there was no room, and in what context, in tokens."""
    for name in library.failed(names, engine.name):
        outcome = library.outcome_of(name, engine.name)
        if outcome is not None and outcome.kind == "failed" and outcome.context_tokens:
            yield name, outcome.context_tokens


def find_wanted(
    library: Library,
    names: Collection[str],
    engine: Engine,
    wish: Wish,
    found: Found = Found(),  # noqa: B008  # a value
) -> Wanted:
    """Return which papers are to be read.

    Args:
        library: Where the papers are.
        names: Of the papers of this run.
        engine: What reads them.
        wish: What is asked about beyond what is not done yet.
        found: What `look` found out.

    Raises:
        UsageError: The paper to refresh is not among them.
    """
    undone = library.undone(names, engine.name, None if engine.asks else engine.version)
    if wish.cached:
        known = [name for name in undone if engine.kept(library.record(name).paper) is not None]
        told = known[: wish.limit]
        return Wanted(tuple(told), frozenset(), len(undone) - len(told))
    room = found.context_tokens or 0
    outgrown = [name for name, context in _cramped(library, names, engine) if room > context] if room else []
    anew = frozenset(_refreshed(library, names, engine, wish.refresh, found.server))
    again = sorted(anew.union(outgrown) - set(undone))
    again.sort(key=lambda name: library.record(name).paper.date or "", reverse=True)
    asked = [*undone, *again]
    kept = asked[: wish.limit] if wish.limit is not None else asked
    return Wanted(tuple(kept), anew & frozenset(kept), len({*undone, *outgrown} - set(kept)))


def _refreshed(
    library: Library, names: Collection[str], engine: Engine, refresh: str | None, server: str | None
) -> Iterable[str]:
    if refresh is None:
        return ()
    if refresh not in REFRESH:
        if refresh not in names:
            raise UsageError(f"`--refresh {refresh}`: that paper is not on the pages of this build")
        return (refresh,)
    return (name for name in names if _is_outdated(library.outcome_of(name, engine.name), engine, refresh, server))


def _is_outdated(outcome: Outcome | None, engine: Engine, refresh: str, server: str | None) -> bool:
    if outcome is None or outcome.kind == "skipped":
        return False
    if refresh == "all":
        return True
    if outcome.kind != "extracted":
        return refresh == "failed"
    made = outcome.extraction.provenance
    if refresh == "model":
        return made.server != server
    return refresh == "prompt" and (made.prompt_hash, made.schema_hash) != engine.asked_with


async def read_all(
    names: Sequence[str],
    load: Callable[[str], Paper],
    engine: Engine,
    anew: frozenset[str],
    stopped: Callable[[], bool],
    *,
    drain_s: float = DRAIN_S,
) -> AsyncIterator[list[tuple[str, Outcome]]]:
    """Read papers, several at once, and yield outcomes as they come, in small batches.

    Args:
        names: Of the papers, in the order in which they are begun.
        load: Gives a paper by its name.
        engine: What reads them.
        anew: Names of papers whose kept answer is passed over.
        stopped: Whether the user stops: nothing new is begun then, nor after a `ServerError`.
        drain_s: How long what is under way has then; after that it is given up.

    Raises:
        ServerError: No paper can be read; what came before it was yielded.
    """
    pool = _Pool(engine, anew, load, stopped)
    workers = [asyncio.ensure_future(pool.work(left)) for left in [iter(names)] * min(engine.workers, len(names))]
    everyone = asyncio.gather(*workers)
    everyone.add_done_callback(lambda _: pool.came.set())
    stop_at: float | None = None
    try:
        while not everyone.done() and (stop_at is None or time.monotonic() < stop_at):
            await _wait(pool.came)
            pool.came.clear()
            if batch := pool.take():
                yield batch
            if stop_at is None and (stopped() or pool.faults):
                stop_at = time.monotonic() + drain_s
    finally:
        await _end(workers)
        error = None if everyone.cancelled() else everyone.exception()
    if batch := pool.take():
        yield batch
    if pool.faults:
        raise pool.faults[0]
    if error is not None and not (stop_at and isinstance(error, asyncio.CancelledError)):  # that is what we gave up
        raise error


class _Pool:
    """What the workers of a run share."""

    def __init__(
        self, engine: Engine, anew: frozenset[str], load: Callable[[str], Paper], stopped: Callable[[], bool]
    ) -> None:
        self._engine, self._anew, self._load, self._stopped = engine, anew, load, stopped
        self._results: list[tuple[str, Outcome]] = []
        self.faults: list[ServerError] = []
        self.came = asyncio.Event()

    async def work(self, left: Iterator[str]) -> None:
        """Read papers until none is left, the user stops or the server fails."""
        for name in left:
            if self._stopped() or self.faults:
                return
            try:
                outcome = await self._engine.extract(self._load(name), anew=name in self._anew)
            except ServerError as fault:
                self.faults.append(fault)
                self.came.set()
                return
            self._results.append((name, outcome))
            self.came.set()
            await asyncio.sleep(0)  # it may have computed only; let what came be kept, and replies be read

    def take(self) -> list[tuple[str, Outcome]]:
        """Take what came since the last time."""
        batch, self._results = self._results, []
        return batch


async def until_stopped(work: Coroutine[None, None, Came], stopped: Callable[[], bool]) -> Came | None:
    """Wait for work to end; give it up, and return None, when the user stops."""
    task = asyncio.ensure_future(work)
    while not task.done() and not stopped():
        await asyncio.wait([task], timeout=_LOOK_S)
    if not task.done():
        await _end([task])
        return None
    return await task


async def _wait(came: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_LOOK_S):
            await came.wait()
    except TimeoutError:
        return


async def _end(workers: Iterable["asyncio.Future[Came]"]) -> None:
    for worker in workers:
        worker.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
