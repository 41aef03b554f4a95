"""What `digest read` prints."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from agent.cli.options import day, moment
from agent.cli.printing import counted, out, out_json, tell
from agent.read.occurrence import occurrence
from agent.read.reading import Reading, joined
from agent.read.sources import Source
from schemas.errors import EXIT_DONE, EXIT_PARTIAL, EXIT_USAGE, SourceError

SHOWN_PROBLEMS = 10  # records that were left out, shown for a file without --verbose
SHOWN_UNREAD = 5  # runs of unread lines shown for a page without --verbose


def run_read(
    sources: Sequence[Path], as_of: str | None, max_bytes: int, form: str, *, quiet: bool, verbose: bool
) -> int:
    """Print what is on the sources as `text`, `json` or `jsonl`; return the exit code."""
    when, saved = moment().today, day(as_of, "--as-of")
    files = [Source(path, today=when, as_of=saved, max_bytes=max_bytes) for path in sources]
    for file in files:
        try:
            if form == "text":
                _print_reading(joined(file), quiet=quiet, verbose=verbose)
            else:
                _print_entries(file, is_wanted=form == "jsonl")
        except SourceError:
            continue
    if form == "json":
        out_json({"sources": [file.report.model_dump() for file in files]})
    for file in files:
        if file.error is not None:
            tell(f"digest: {file.error.message}")
    return _exit_code(files)


def _print_entries(pieces: Iterable[Reading], *, is_wanted: bool) -> None:
    """Print a line an entry, as it is read; if that is not wanted, read it all the same."""
    for piece in pieces:
        for entry in piece.entries if is_wanted else ():
            out_json(occurrence(entry), indent=None)


def _exit_code(files: Sequence[Source]) -> int:
    if all(file.error is not None for file in files):
        return EXIT_USAGE
    return EXIT_PARTIAL if any(file.error is not None or file.report.skipped for file in files) else EXIT_DONE


def _print_reading(reading: Reading, *, quiet: bool, verbose: bool) -> None:
    marks = {mark: reading.marks.count(mark) for mark in ("paper", "chrome", "blank", "unread")}
    lines = ", ".join(f"{count} {mark}" for mark, count in marks.items() if count)
    out(f"{reading.name}: {counted(len(reading.entries), 'paper')} · {' + '.join(reading.kinds)} · {reading.encoding}")
    if reading.marks:
        out(f"  {len(reading.marks)} lines: {lines}")
    if reading.skipped:
        out(f"  {counted(reading.skipped, 'record')} left out")
    for entry in reading.entries:
        if verbose:
            about = [
                entry.date_text,
                entry.venue,
                "no abstract" if not entry.abstract else f"{len(entry.abstract.split())} words",
            ]
            out(f"  {entry.position + 1:>4}  {entry.title} · " + " · ".join(part for part in about if part))
    if not quiet:
        _print_problems(reading, verbose=verbose)
        _print_unread(reading, verbose=verbose)


def _print_problems(reading: Reading, *, verbose: bool) -> None:
    shown = reading.problems if verbose else reading.problems[:SHOWN_PROBLEMS]
    for place, reason in shown:
        out(f"  left out {place}: {reason}")
    if more := reading.skipped - len(shown):
        out(f"  and {more:,} more" + ("" if verbose else "; by name with `--verbose`"))


def _print_unread(reading: Reading, *, verbose: bool) -> None:
    runs = [
        [number for number, _ in group]
        for mark, group in groupby(enumerate(reading.marks), key=lambda pair: pair[1])
        if mark == "unread"
    ]
    for run in runs if verbose else runs[:SHOWN_UNREAD]:
        place = f"line {run[0] + 1}" if len(run) == 1 else f"lines {run[0] + 1}–{run[-1] + 1}"
        text = " ".join(reading.lines[run[0]].split())
        out(f"  unread {place}: {text[:80]}{'…' if len(text) > 80 or len(run) > 1 else ''}")
    if len(runs) > SHOWN_UNREAD and not verbose:
        out(f"  and {len(runs) - SHOWN_UNREAD} more unread places; all with `--verbose`")
