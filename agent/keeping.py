"""Outcomes ─▶ library: what engines make of papers is kept as it comes, and shown on the cards of lookups."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from agent.asking import Engine, Found, Wanted, Wish, find_wanted, look, read_all, until_stopped
from agent.card import card_of
from agent.compose import place_of
from agent.composing.told import place_among
from cache.library import Kept, Library
from schemas.errors import ServerError
from schemas.outcome import Failed, Outcome
from schemas.record import Correction, Record

EXTRACTED = 200  # papers in one transaction: what kill -9 may cost the embedded engine; replies are kept one by one
KEPT_AFTER_S = 1.0  # and this long at most


class Interrupted(Exception):  # noqa: N818
    """The user asked to stop; what was finished is kept."""


class Watch(NamedTuple):
    """How a run talks to its caller."""

    stopped: Callable[[], bool] = lambda: False
    """Asked between two steps; True: finish here."""
    progress: Callable[[str, int, int, int | None], None] = lambda _what, _done, _all, _tokens: None
    """Told (what, how many are done, of how many, tokens that were paid for or None)."""
    say: Callable[[str], None] = lambda _sentence: None
    """Told what the user should know while it runs."""

    def check(self) -> None:
        """Stop if the user asked for it.

        Raises:
            Interrupted: The user did.
        """
        if self.stopped():
            raise Interrupted


class Result(NamedTuple):
    """What came of one paper, in short: a run over many papers does not hold their outcomes."""

    paper: str
    """Its id."""
    status: str
    """`complete`, `partial`, `refused`, `failed` or `skipped`."""
    detail: str = ""
    """Why, if it was not read."""
    dropped: int = 0
    """Items that are not told."""


def in_short(name: str, outcome: Outcome) -> Result:
    """Return what a run remembers of an outcome."""
    if outcome.kind == "extracted":
        return Result(name, outcome.extraction.status, dropped=len(outcome.extraction.dropped))
    return Result(name, outcome.kind, outcome.detail)


class Extracting(NamedTuple):
    """What came of having papers read."""

    results: tuple[Result, ...]
    """In the order in which they came."""
    waiting: int = 0
    """Papers that are not done and were not asked about."""
    remade: int = 0
    """Papers whose extraction was made anew from the kept reply."""
    stopped: ServerError | None = None
    failed_before: int = 0
    """Papers that a former run ended at, failed or refused, and that this one was not to ask about."""


async def extract(
    names: Collection[str],
    library: Library,
    engine: Engine,
    said: Sequence[Correction],
    now: str,
    watch: Watch,
    wish: Wish = Wish(),  # noqa: B008  # a value
) -> Extracting:
    """Have the engine read the papers that it has not read yet, newest first, and keep each outcome.

    Raises:
        Interrupted: The user asked to stop; what came is kept.
        UsageError: The paper to refresh is not among them.
    """
    remade = remake(names, library, engine, said, now, watch)
    try:
        found = await until_stopped(look(library, names, engine, wish), watch.stopped)
    except ServerError as error:
        return Extracting((), len(library.undone(names, engine.name, None)), remade, error)
    watch.check()
    wanted = find_wanted(library, names, engine, wish, found or Found())
    failed_before = len(set(library.failed(names, engine.name)) - set(wanted.ask)) if engine.asks else 0
    again = frozenset(() if engine.asks else library.stale(names, engine.name, engine.version))
    results: list[Result] = []
    fresh: list[tuple[str, Outcome]] = []
    kept_at, failed = time.monotonic(), None
    try:
        batches = read_all(wanted.ask, lambda name: library.record(name).paper, engine, wanted.anew, watch.stopped)
        async for batch in batches:
            results += (in_short(*one) for one in batch)
            fresh += batch
            watch.progress(
                "asking" if engine.asks else "extracting", len(results), len(wanted.ask), engine.spent.tokens
            )
            if len(fresh) >= EXTRACTED or time.monotonic() - kept_at > KEPT_AFTER_S:
                _keep(fresh, library, engine, said, now, wanted)
                kept_at = time.monotonic()
    except ServerError as stopped:
        failed = stopped
    finally:
        _keep(fresh, library, engine, said, now, wanted)
    watch.check()
    waiting = wanted.waiting + len(wanted.ask) - len(results)
    new = tuple(one for one in results if one.paper not in again)
    return Extracting(new, waiting, remade + len(results) - len(new), failed, failed_before)


def _keep(
    fresh: list[tuple[str, Outcome]],
    library: Library,
    engine: Engine,
    said: Sequence[Correction],
    now: str,
    wanted: Wanted,
) -> None:
    """Keep what came, and forget it here."""
    with library.transaction():
        for name, outcome in fresh:
            if not (name in wanted.anew and _is_worse(outcome, library.outcome_of(name, engine.name))):
                library.keep(name, Kept(engine.name, engine.version, now, outcome))
        show(library, said, model=model_of(engine))
    fresh.clear()


def _is_worse(outcome: Outcome, former: Outcome | None) -> bool:
    """Say whether asking again gave nothing where there was an extraction: that one stays."""
    return outcome.kind in ("refused", "failed") and former is not None and former.kind == "extracted"


def remake(
    names: Collection[str], library: Library, engine: Engine, said: Sequence[Correction], now: str, watch: Watch
) -> int:
    """Make extractions of another version anew from the kept replies, without a request; return how many."""
    stale = library.stale(names, engine.name, engine.version) if engine.asks else []
    done = 0
    for start in range(0, len(stale), EXTRACTED):
        watch.check()
        with library.transaction():
            for name in stale[start : start + EXTRACTED]:
                former = library.outcome_of(name, engine.name)
                outcome = engine.remade(library.record(name).paper, former) if former else None
                if outcome is not None:
                    library.keep(name, Kept(engine.name, engine.version, now, outcome))
                    done += 1
            show(library, said, model=model_of(engine))
    return done


def model_of(engine: Engine) -> str | None:
    """Return the model whose words are shown first; None for the embedded engine, which gives way to any model."""
    return engine.name if engine.asks else None


def fall_back(
    names: Iterable[str],
    library: Library,
    engine: Engine,
    embedded: Engine,
    said: Sequence[Correction],
    now: str,
    why: str | None,
) -> int:
    """Have the embedded engine read the papers that no model tells; return how many it tells.

    Args:
        names: Papers of the run.
        library: Where they are.
        engine: The model.
        embedded: What reads instead.
        said: All corrections.
        now: The time, UTC.
        why: What kept the model from being asked about the others; None: they are left for another run.
    """
    done = 0
    with library.transaction():
        for name in sorted(names):
            failed = library.outcome_of(name, engine.name)
            if failed is None and why is not None:
                failed = Failed(reason="not-asked", detail=why, again=True)
                library.keep(name, Kept(engine.name, engine.version, now, failed))
            if (failed is None or failed.kind in ("refused", "failed")) and not _is_told(
                library.record(name, engine.name)
            ):
                outcome = embedded.kept(library.record(name).paper)
                if outcome is not None:
                    library.keep(name, Kept(embedded.name, embedded.version, now, outcome))
                    done += outcome.kind == "extracted"
        show(library, said, model=model_of(engine))
    return done


def _is_told(record: Record) -> bool:
    """Say whether a model, whichever, tells of a paper: it goes before the embedded engine."""
    return (
        record.outcome is not None
        and record.outcome.kind == "extracted"
        and record.outcome.extraction.provenance.engine == "model"
    )


def show(library: Library, said: Sequence[Correction], names: Iterable[str] = (), model: str | None = None) -> None:
    """Make the cards of given papers, and of all that changed since theirs was made; part of a transaction.

    Args:
        library: Where the papers are.
        said: All corrections.
        names: Papers whose cards are made in any case.
        model: Whose extraction is shown first; None: the newest model's, else the embedded engine's.
    """
    by_paper = corrections_of(library, said)
    for name in sorted({*names, *library.cardless()}):
        record = library.record(name, model)
        if name in by_paper:
            record = record.model_copy(update={"corrections": by_paper[name]})
        library.show(name, card_of(record))


def corrections_of(library: Library, said: Sequence[Correction]) -> dict[str, tuple[Correction, ...]]:
    """Return the corrections of each paper by its present id; an `undo` takes back all before it."""
    found: dict[str, tuple[Correction, ...]] = {}
    for correction in said:
        for name in library.owners(correction.paper):
            found[name] = () if correction.action == "undo" else (*found.get(name, ()), correction)
    return found


def records(
    library: Library, names: Iterable[str], said: Sequence[Correction], model: str | None = None
) -> Iterator[Record]:
    """Yield what is known of papers, a person's word included; `model`: whose extraction is shown first."""
    by_paper = corrections_of(library, said)
    for name in names:
        record = library.record(name, model)
        yield record.model_copy(update={"corrections": by_paper[name]}) if name in by_paper else record


def places_of(
    names: Iterable[str], library: Library, said: Sequence[Correction], model: str | None
) -> Iterator[tuple[str, ...]]:
    """Yield where the papers belong of which something can be told; what else is known of them is not loaded."""
    by_paper = corrections_of(library, said)
    for name in names:
        if name in by_paper:
            place = place_of(library.record(name, model).model_copy(update={"corrections": by_paper[name]}))
        else:
            outline = library.outline(name, model)
            place = place_among(*outline) if outline else None
        if place is not None:
            yield place
