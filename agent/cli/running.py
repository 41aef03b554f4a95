"""What `digest build` and `digest weekly` write, tell and answer."""

import shlex
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, cast

from agent.asking import Engine, Wish
from agent.cli.engines import engine_of, model_settings, wish_of
from agent.cli.following import tell_unknown_topics
from agent.cli.options import Voice, Wished, asked_to_stop, day, moment, one_of, settings
from agent.cli.printing import Progress, counted, duration, out, out_json, tell
from agent.compose import FULL_AT_MOST, ComposeOptions
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Interrupted, Watch
from agent.pipeline import BuildRequest, Built, Plan, build, plan
from agent.settings import ModelFlags, Settings
from agent.write.files import may_overwrite, write_atomically
from agent.write.kinds import DocumentKind, kind_of
from cache.home import Home
from schemas.digest import Digest
from schemas.errors import EXIT_DONE, EXIT_INTERRUPTED, EXIT_PARTIAL, EXIT_SERVER, UsageError
from schemas.report import SourceReport
from schemas.taxonomy import Taxonomy, load_taxonomy

DIGEST_FILE = "digest.md"
STDOUT = "-"
SHOWN_PROBLEMS = 10  # records of a source that were left out, told without --verbose
_REPORT_START = b'{\n  "entries":'


class BuildOptions(NamedTuple):
    """The options of `digest build` as typed."""

    output: str | None
    no_digest: bool
    report: str | None
    as_of: str | None
    evidence: str
    detail: str | None
    force: bool
    no_wait: bool
    max_bytes: int
    asked: ModelFlags
    wished: Wished
    taxonomy: Path | None


def run_build(sources: Sequence[Path], home: Path | None, options: BuildOptions, voice: Voice) -> int:
    """Build; return the exit code.

    Raises:
        DigestError: Nothing could be built.
    """
    known = settings(home, options.taxonomy, verbose=voice.verbose)
    model = model_settings(options.asked, offline=options.wished.cached)
    chosen = tuple(sources) or known.sources
    if not chosen:
        raise UsageError("`digest build` takes saved pages, for example `digest build pages/*.txt`")
    target = None if options.no_digest else target_of(options.output, DIGEST_FILE, voice, force=options.force)
    report = _report_target(options.report, chosen, force=options.force)
    taxonomy = load_taxonomy(known.taxonomy)
    if target is not None:
        tell_unknown_topics(known.follow, taxonomy, voice)
    wish = wish_of(options.wished, model, Home(known.home).library)
    request = _request(chosen, target, options, known, wish, taxonomy)
    progress = Progress(quiet=voice.quiet)
    say: Callable[[str], None] = (lambda _sentence: None) if voice.quiet else tell
    with (
        asked_to_stop() as stopped,
        _home(known.home, is_rehearsal=options.wished.dry_run) as place,
        engine_of(model, place, taxonomy, say) as engine,
    ):
        watch = Watch(stopped, progress, say)
        try:
            if options.wished.dry_run:
                return _tell_plan(plan(request, place, engine, taxonomy, watch), engine, progress, voice)
            built = build(request, place, engine, taxonomy, watch)
        except Interrupted:
            progress.close()
            tell(
                "stopped; the next `digest build` goes on from here" + (f", `{target}` is as it was" if target else "")
            )
            return EXIT_INTERRUPTED
        progress.close()
        deliver(built.digest, target)
    if report:
        write_atomically(report, built.report.model_dump_json(indent=2) + "\n")
    _tell_built(built, target if built.digest else None, voice)
    if model is None and not voice.quiet and sys.stderr.isatty():
        tell("with a model of your own a digest says more: `digest doctor --find` looks for one on this machine")
    return _exit_code(built)


@contextmanager
def _home(folder: Path, *, is_rehearsal: bool) -> Iterator[Home]:
    """Give the home; a rehearsal makes none where there is none yet."""
    if folder.exists() or not is_rehearsal:
        yield Home(folder)
        return
    with tempfile.TemporaryDirectory() as passing:
        yield Home(Path(passing))


def _exit_code(built: Built) -> int:
    if built.stopped is not None and built.digest is None:
        return EXIT_SERVER
    report = built.report
    left_out = any(source.skipped for source in report.sources)
    failed = bool(built.errors) or left_out or built.stopped is not None or report.failed + report.refused > 0
    return EXIT_PARTIAL if failed else EXIT_DONE


def _request(
    chosen: Sequence[Path], target: str | None, options: BuildOptions, known: Settings, wish: Wish, taxonomy: Taxonomy
) -> BuildRequest:
    when = moment()
    rebuild = ["digest", "build", *sorted({source.name for source in chosen})]
    return BuildRequest(
        sources=chosen,
        now=when.now,
        today=when.today,
        as_of=day(options.as_of, "--as-of"),
        max_bytes=options.max_bytes,
        wait=not options.no_wait,
        look=None if target is None else look_of(known, options.evidence, options.detail, rebuild, target),
        wish=wish,
        fallback=ExtractiveEngine(taxonomy) if options.wished.fallback else None,
    )


def _tell_plan(found: Plan, engine: Engine, progress: Progress, voice: Voice) -> int:
    progress.close()
    if voice.json:
        out_json(found._asdict())
        return EXIT_DONE
    if not engine.asks:
        out(f"{counted(found.papers, 'paper')}; no model is named, so nothing would be asked")
        return EXIT_DONE
    out(f"{counted(found.papers, 'paper')}, {found.ask:,} to ask `{engine.name}` about: at least as many requests")
    if found.tokens_at_most > found.tokens:
        spread = f"{found.tokens:,} to {found.tokens_at_most:,}"
        out(f"about {spread} tokens, prompts and answers: its first answers will tell how finely it splits text")
    elif found.tokens:
        out(f"about {found.tokens:,} tokens, prompts and answers, judged by its last answers")
    if found.seconds is not None:
        out(f"about {duration(found.seconds)}, judged by its last answers")
    elif found.ask:
        out("how long is not known before its first answers")
    return EXIT_DONE


def target_of(output: str | None, default: str, voice: Voice, *, force: bool) -> str:
    """Return where a digest goes, before any work is done for it.

    Raises:
        UsageError: The file is of an unknown kind, not ours, or its folder is missing.
    """
    target = output or default
    if target == STDOUT:
        if voice.json:
            raise UsageError("`-o -` and `--json` both print on stdout; take one of the two")
        return target
    path = Path(target)
    kind_of(path)
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise UsageError(
            f"`{target}` cannot be written: {'it is a folder' if path.is_dir() else 'its folder is missing'}"
        )
    if not force and not may_overwrite(path):
        raise UsageError(
            f"`{target}` was not made by digest; name another with `-o FILE`, or write over it with `--force`"
        )
    return target


def _report_target(report: str | None, sources: Sequence[Path], *, force: bool) -> Path | None:
    """Return where the report goes, before any work is done for it.

    Raises:
        UsageError: It would write over a source or another file that is no report, or its folder is missing.
    """
    if report is None:
        return None
    path = Path(report)
    if not path.absolute().parent.is_dir() or path.is_dir():
        raise UsageError(f"`--report {report}` cannot be written: it is a folder, or its folder is missing")
    if path.exists():
        is_source = any(source.exists() and source.samefile(path) for source in sources)
        if is_source or not (force or path.read_bytes().startswith(_REPORT_START)):
            raise UsageError(f"`{report}` is no report of digest; name another file, or write over it with `--force`")
    return path


def look_of(known: Settings, evidence: str, detail: str | None, command: Sequence[str], target: str) -> ComposeOptions:
    """Return how the digest looks that goes to a target; `command` makes it again.

    Raises:
        UsageError: An option has none of its words.
    """
    one_of(evidence, ("all", "first", "none"), "--evidence")
    one_of(detail, ("full", "brief"), "--detail")
    kind = _kind(target)
    again = [*command, "-o", Path(target).name] if kind.named_again else command
    return ComposeOptions(
        full_at_most=kind.full_at_most or FULL_AT_MOST,
        sentences=kind.shows_abstracts,
        references=kind.lists_references,
        in_pieces=kind.in_pieces,
        detail=cast(Literal["full", "brief"] | None, detail or ("full" if kind.always_full else None)),
        evidence=cast(Literal["all", "first", "none"], evidence),
        follow=known.follow,
        rebuild=shlex.join(again),
        search_url=known.search,
    )


def _kind(target: str) -> DocumentKind:
    return kind_of(Path(DIGEST_FILE if target == STDOUT else target))


def deliver(digest: Digest | None, target: str | None) -> None:
    """Write a digest to its target; nothing if there is none of the two.

    Raises:
        UsageError: The file cannot be written.
    """
    if digest is None or target is None:
        return
    pieces = _kind(target).pieces(digest)
    if target == STDOUT:
        sys.stdout.writelines(pieces)
    else:
        write_atomically(Path(target), pieces)


def _tell_built(built: Built, target: str | None, voice: Voice) -> None:
    report = built.report
    for error in built.errors:
        tell(f"digest: {error.message}")
    _tell_problems(report.sources, voice)
    if built.stopped is not None:
        tell(f"digest: {built.stopped.message}")
    if voice.verbose:
        _tell_decisions(built)
    if voice.json:
        out_json(report.model_dump(mode="json"))
        return
    if voice.quiet:
        return
    papers, entries = counted(report.papers, "paper"), counted(report.entries, "entry", "entries")
    pages = counted(sum(source.error is None for source in report.sources), "page")
    tell(f"{papers} ({report.new} new, {report.seen} seen before) from {entries} on {pages}")
    came = {
        "not asked about": report.waiting,
        "told by the embedded engine instead": report.fallback,
        "made anew, as the version or the topics changed": report.remade,
        "partly kept": report.partial,
        "without abstract": report.skipped,
        "refused": report.refused,
        "failed": report.failed,
        "failed before (`--refresh failed` asks again)": report.failed_before,
        "lines not understood (`digest read` shows them)": report.unread_lines,
    }
    if told := [f"{count} {what}" for what, count in came.items() if count]:
        tell(", ".join(told))
    if report.requests:
        tokens = "" if report.tokens is None else f", {report.tokens:,} tokens"
        tell(f"{counted(report.requests, 'request')}{tokens}, {duration(report.seconds)}")
    if target and target != STDOUT:
        tell(f"→ {target}")


def _tell_problems(sources: Sequence[SourceReport], voice: Voice) -> None:
    for source in sources:
        shown = source.problems if voice.verbose else source.problems[:SHOWN_PROBLEMS]
        for problem in shown:
            tell(f"digest: `{source.source}`, {problem}")
        if more := source.skipped - len(shown):
            tell(f"digest: `{source.source}`: {counted(more, 'more record')} left out; `digest read` names them")


def _tell_decisions(built: Built) -> None:
    for one in built.results:
        why = f": {one.detail}" if one.detail else ""
        lost = f", {counted(one.dropped, 'item')} dropped: `digest show {one.paper}` says why" if one.dropped else ""
        tell(f"  {one.paper}: {one.status}{why}{lost}")
