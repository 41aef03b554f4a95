"""What `digest weekly` writes, tells and answers."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from agent.cli.following import tell_unknown_topics
from agent.cli.options import Voice, moment, settings
from agent.cli.printing import counted, out_json, tell
from agent.cli.running import STDOUT, deliver, look_of, target_of
from agent.pipeline import weekly
from agent.settings import Settings
from agent.weeklies import INDEX, index_of, written_weeks
from agent.weeks import bounds, last_complete_week, parse_week, week_of
from agent.write.files import may_overwrite, write_atomically
from agent.write.kinds import kind_of
from agent.write.week_index import render_index_html, render_index_markdown
from cache.home import Home
from schemas.errors import EXIT_DONE, UsageError
from schemas.taxonomy import load_taxonomy

_INDEXES = {"md": render_index_markdown, "html": render_index_html}


class WeeklyOptions(NamedTuple):
    """The options of `digest weekly` as typed."""

    week: str | None
    since: str | None
    output: str | None
    folder: Path | None
    evidence: str
    detail: str | None
    force: bool
    taxonomy: Path | None


def run_weekly(home: Path | None, options: WeeklyOptions, voice: Voice) -> int:
    """Write the digests of weeks; return the exit code.

    Raises:
        DigestError: A week is none, the library is empty or cannot be used, or a file cannot be written.
    """
    known = settings(home, options.taxonomy, verbose=voice.verbose)
    weeks = list(_weeks(options))
    folder = None if options.output else _shown(options.folder or known.weekly.folder)
    if options.output and (options.folder or len(weeks) > 1):
        raise UsageError("`-o FILE` is for one week; take `--folder FOLDER` for several, and for an index of them")
    place = Home(known.home)
    if not place.library.exists():
        raise UsageError(f"the library `{place.library}` is empty; fill it with `digest build PAGES…`")
    tell_unknown_topics(known.follow, load_taxonomy(known.taxonomy), voice)
    if folder is not None:
        _make(folder)
    written = []
    for ending in known.weekly.formats if folder else ():
        kind_of(Path(f"weekly.formats.{ending}"))
    for week in weeks:
        targets = _targets(week, folder, known, options)
        made = (_write(week, target, place, known, options, voice, is_one=len(weeks) == 1) for target in targets)
        written += [one for one in made if one]
    if folder is not None:
        written += _write_index(folder, place, known, force=options.force)
        if not voice.quiet and not voice.json:
            tell("→ " + ", ".join(str(one["index"]) for one in written if "index" in one))
    if voice.json:
        out_json(written[0] if options.output or len(written) == 1 else written)
    return EXIT_DONE


def _weeks(options: WeeklyOptions) -> Iterator[str]:
    """Yield the weeks that are wanted, oldest first."""
    last = parse_week(options.week) if options.week else last_complete_week(date.fromisoformat(moment().now[:10]))
    week = parse_week(options.since) if options.since else last
    if bounds(last)[0] > moment().today:
        raise UsageError(f"{last} has not begun yet")
    if week > last:
        raise UsageError(f"`--since {week}` lies after {last}, the last week that would be written")
    while week <= last:
        yield week
        week = week_of(bounds(week)[1] + timedelta(days=1))


def _targets(week: str, folder: Path | None, known: Settings, options: WeeklyOptions) -> Iterator[str]:
    if folder is None:
        yield options.output or f"digest-{week}.md"
    else:
        yield from (str(folder / f"{week}.{ending}") for ending in known.weekly.formats)


def _write(
    week: str, named: str, place: Home, known: Settings, options: WeeklyOptions, voice: Voice, *, is_one: bool
) -> dict[str, str | int] | None:
    """Write a week; None: it is empty, one of several, and no file of it has to be renewed."""
    target = target_of(named, "", voice, force=options.force)
    look = look_of(known, options.evidence, options.detail, ["digest", "weekly", "--week", week], target)
    digest = weekly(week, place, look, load_taxonomy(known.taxonomy), known.model)
    if not (digest.counts.papers or is_one or Path(target).exists()):
        return None
    deliver(digest, target)
    papers = digest.counts.papers
    if not voice.quiet and not voice.json:
        tell(f"{week}: {counted(papers, 'paper')}" + (f" → {target}" if target != STDOUT else ""))
    return {"week": week, "output": target, "papers": papers}


def _shown(folder: Path | None) -> Path | None:
    """Return a folder as people would name it from here."""
    return folder.relative_to(Path.cwd()) if folder and folder.is_relative_to(Path.cwd()) else folder


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"the folder `{folder}` cannot be made: {error.strerror}; name another with `--folder`"
        ) from error


def _write_index(folder: Path, place: Home, known: Settings, *, force: bool) -> list[dict[str, str | int]]:
    index = index_of(written_weeks(folder), place, known.model)
    wanted = [ending for ending in _INDEXES if ending in known.weekly.formats] or ["md"]
    targets = [folder / f"{INDEX}.{ending}" for ending in wanted]
    for target in targets:
        if not force and not may_overwrite(target):
            raise UsageError(f"`{target}` was not made by digest; move it away, or write over it with `--force`")
    for ending, target in zip(wanted, targets, strict=True):
        write_atomically(target, _INDEXES[ending](index))
    return [{"index": str(target), "weeks": len(index.weeks)} for target in targets]
