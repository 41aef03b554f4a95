"""What `digest forget` tells, asks and does."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from agent.cli.options import Voice, moment, settings
from agent.cli.printing import counted, out, out_json, tell
from agent.extract.extractive.engine import ExtractiveEngine
from agent.forget import Leaving, find_leaving, forget
from agent.keeping import Watch
from cache.forget import ForgetfulLibrary
from cache.home import Home
from schemas.errors import UsageError
from schemas.taxonomy import load_taxonomy

SHOWN = 20  # papers that are named one by one


def run_forget(query: str, home: Path | None, voice: Voice, *, yes: bool, dry_run: bool) -> None:
    """Forget a paper or a source, or say what would go.

    Raises:
        DigestError: Nothing or several things are meant, the home cannot be used, or nobody can be asked.
    """
    known = settings(home, verbose=voice.verbose)
    place = Home(known.home)
    if not place.library.exists():
        raise UsageError(f"the library `{place.library}` is empty; there is nothing to forget")
    if dry_run:
        with ForgetfulLibrary(place.library, read_only=True) as library:
            _print(find_leaving(query, place, library), voice, done=False)
        return
    if not yes and not sys.stdin.isatty():
        raise UsageError("`digest forget` asks on a terminal; in a script, say `--yes`")

    def agree(leaving: Leaving) -> bool:
        if yes:
            return True
        for line in _lines(leaving, done=False):
            tell(line)
        return typer.confirm("Forget it?", err=True)

    taxonomy = load_taxonomy(known.taxonomy)
    went = asyncio.run(forget(query, place, ExtractiveEngine(taxonomy), taxonomy, moment().now, Watch(say=tell), agree))
    if went is None:
        tell("nothing was forgotten")
    else:
        _print(went, voice, done=True)


def _print(leaving: Leaving, voice: Voice, *, done: bool) -> None:
    if voice.json:
        out_json(
            {
                "forgotten": done,
                "source": leaving.source,
                "papers": [one.id for one in leaving.papers],
                "kept": [one.id for one in leaving.kept],
                "entries": len(leaving.entries),
                "replies": len(leaving.replies),
                "corrections": leaving.said,
                "backups": [path.name for path in leaving.backups],
                "problems": list(leaving.problems),
            }
        )
    elif not voice.quiet:
        for line in _lines(leaving, done=done):
            out(line)


def _lines(leaving: Leaving, *, done: bool) -> Iterator[str]:
    verb = "forgotten" if done else "would be forgotten"
    what = f"source `{leaving.source}`, " if leaving.source else ""
    parts = [
        counted(len(leaving.papers), "paper"),
        counted(len(leaving.entries), "entry", "entries"),
        counted(len(leaving.replies), "kept reply", "kept replies"),
        counted(leaving.said, "correction"),
    ]
    yield f"{verb}: {what}{', '.join(parts)}"
    for one in leaving.papers[:SHOWN]:
        yield f"  {one.id}  {one.title}"
    if len(leaving.papers) > SHOWN:
        yield f"  … and {len(leaving.papers) - SHOWN} more"
    if leaving.kept:
        yield f"{counted(len(leaving.kept), 'paper')} on other pages too: kept, as those tell them"
    for path in leaving.backups:
        yield f"{'deleted' if done else 'would be deleted'}: the former copy `{path.name}`, which holds it too"
    if leaving.papers:
        what = "it" if len(leaving.papers) == 1 else "them"
        yield f"a build of the same page brings {what} back; to keep {what} out, take {what} from the page"
    for problem in leaving.problems:
        yield f"not known what it is about: {problem}"
