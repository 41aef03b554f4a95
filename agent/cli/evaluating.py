"""What `digest eval` runs and prints."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from agent.asking import Engine, read_all
from agent.cli.engines import engine_of, model_settings
from agent.cli.options import Voice, asked_to_stop, settings
from agent.cli.printing import Progress, counted, out, out_json, tell
from agent.evaluate.annotations import Sample, read_annotations, read_edited_claims
from agent.evaluate.cases import Case
from agent.evaluate.claims import Judged, judge, measure_claims
from agent.evaluate.report import claim_lines, figure_json, misjudged_lines, table_lines, wrong_lines
from agent.evaluate.table import measure_all, worst
from agent.settings import ModelFlags
from cache.home import Home, Patience
from schemas.errors import EXIT_DONE, EXIT_INTERRUPTED, EXIT_PARTIAL, UsageError
from schemas.outcome import Outcome
from schemas.paper import Paper
from schemas.taxonomy import Taxonomy, load_taxonomy

EMBEDDED = "extractive"


class Entrants(NamedTuple):
    """The engines to compare, as typed."""

    engines: Sequence[str]
    models: Sequence[str]
    asked: ModelFlags
    """What the command line says of the server; its model is passed over."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return each engine once: those that are named, else the embedded one."""
        return tuple(dict.fromkeys((*self.engines, *self.models))) or (EMBEDDED,)


def run_gold(
    file: Path, papers: Sequence[Path], entrants: Entrants, home: Path | None, voice: Voice, *, errors: bool
) -> int:
    """Compare what engines tell with annotations; return the exit code.

    Raises:
        DigestError: A file or setting is wrong, or the server cannot be used.
    """
    if wrong := set(entrants.engines) - {EMBEDDED}:
        raise UsageError(f"`--engine` takes {EMBEDDED}, not `{min(wrong)}`; models are named with `--model`")
    annotated = read_annotations(file, papers)
    if not any(sample.annotation.says_something for sample in annotated):
        raise UsageError(
            f"nothing is annotated in `{file}` yet: every field of every line is null; fill in those to be scored,"
            " as docs/evaluate.md says"
        )
    known = settings(home, verbose=voice.verbose)
    taxonomy = load_taxonomy(known.taxonomy)
    cases: dict[str, list[Case]] = {}
    with asked_to_stop() as stopped:
        for name, outcomes in _outcomes(annotated, entrants, Home(known.home), voice, taxonomy, stopped):
            if len(outcomes) < len(annotated):
                tell("stopped; what was answered is kept")
                return EXIT_INTERRUPTED
            cases[name] = [Case(*pair, taxonomy) for pair in zip(annotated, outcomes, strict=True)]
    table = measure_all(cases)
    if voice.json:
        figures = {row: {name: figure_json(one) for name, (_, one) in cells.items()} for row, cells in table.items()}
        found = [one._asdict() for one in worst(cases)] if errors else []
        out_json({"file": file.name, "abstracts": len(annotated), "figures": figures, "errors": found})
    else:
        out(f"{file.name}: {counted(len(annotated), 'abstract')}; 95 % intervals from resampled abstracts")
        for line in [*table_lines(table, list(cases)), *(wrong_lines(worst(cases)) if errors else ())]:
            out(line)
    untold = [case for some in cases.values() for case in some if case.extraction is None]
    for case in untold:
        tell(f"digest: {case.annotation.id}: {case.reason}")
    return EXIT_PARTIAL if untold else EXIT_DONE


def run_claims(file: Path, papers: Sequence[Path], voice: Voice, *, errors: bool) -> int:
    """Try the checks on edited claims; return the exit code.

    Raises:
        DigestError: A file is wrong.
    """
    judged = judge(read_edited_claims(file, papers))
    table = measure_claims(judged)
    if voice.json:
        found = [_misjudged(one) for one in judged if not one.right] if errors else []
        figures = {name: figure_json(figure) for name, figure in table.items()}
        out_json({"file": file.name, "claims": len(judged), "figures": figures, "errors": found})
        return EXIT_DONE
    out(f"{file.name}: {counted(len(judged), 'claim')}; 95 % intervals from resampled papers")
    for line in [*claim_lines(table), *(misjudged_lines(judged) if errors else ())]:
        out(line)
    return EXIT_DONE


def _outcomes(
    samples: Sequence[Sample],
    entrants: Entrants,
    place: Home,
    voice: Voice,
    taxonomy: Taxonomy,
    stopped: Callable[[], bool],
) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield what each engine makes of the abstracts, in their order; fewer if the user stopped."""
    for name in entrants.names:
        known = None if name == EMBEDDED else model_settings(entrants.asked._replace(model=name))
        with ExitStack() as opened:
            if known is not None:
                opened.enter_context(place.locked("digest eval", Patience(True, stopped, tell)))
            engine = opened.enter_context(engine_of(known, place, taxonomy, tell))
            yield name, asyncio.run(_read(engine, [sample.paper for sample in samples], voice, stopped))


async def _read(engine: Engine, papers: Sequence[Paper], voice: Voice, stopped: Callable[[], bool]) -> list[Outcome]:
    progress = Progress(quiet=voice.quiet)
    by_number = {str(number): paper for number, paper in enumerate(papers)}
    came: dict[str, Outcome] = {}
    try:
        async for batch in read_all(list(by_number), by_number.__getitem__, engine, frozenset(), stopped):
            came |= dict(batch)
            progress(f"asking {engine.name}", len(came), len(papers), engine.spent.tokens)
    finally:
        progress.close()
        await engine.close()
    return [came[name] for name in by_number if name in came]


def _misjudged(one: Judged) -> dict[str, object]:
    return {**one.claim.model_dump(), "findings": [finding.message for finding in one.findings]}
