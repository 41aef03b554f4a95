"""What `digest diff` compares and prints."""

from pathlib import Path

from agent.cli.options import Voice, settings
from agent.cli.printing import out, out_json
from agent.comparing.changes import compare
from agent.comparing.report import difference_lines
from agent.comparing.sides import PROMPT, Side, engine_side, known_of, prompt_side
from agent.keeping import records
from agent.settings import Settings
from agent.weeks import home as home_week
from agent.weeks import parse_week, times_of
from cache.corrections import read_corrections
from cache.home import Home
from cache.library import Library
from cache.tables import LIBRARY
from schemas.errors import UsageError
from schemas.taxonomy import load_taxonomy


def run_diff(before: str, after: str, home: Path | None, voice: Voice) -> None:
    """Compare two homes, weeks, models or prompts.

    Raises:
        DigestError: A side is none of these, or a library cannot be used.
    """
    known = settings(home, verbose=voice.verbose)
    found = compare(*(_side(name, known) for name in (before, after)))
    if voice.json:
        out_json(found.model_dump(mode="json"))
        return
    for line in difference_lines(found):
        out(line)


def _side(name: str, known: Settings) -> Side:
    place, model = Home(known.home), known.model
    if (Path(name) / LIBRARY).is_file():
        return _home_side(name, Home(Path(name)), model)
    if Path(name).is_dir():
        raise UsageError(f"`{name}` is a folder without `{LIBRARY}`; name the home of a library")
    with Library(place.library, read_only=True) as library:
        if name.startswith(PROMPT):
            return prompt_side(library, place, name.removeprefix(PROMPT), load_taxonomy(known.taxonomy))
        if _is_week(name):
            said = read_corrections(place.corrections)
            told = records(library, library.all_papers(), said, model)
            week = parse_week(name)
            ours = [
                known_of(record) for record in told if (found := home_week(times_of(record))) and found.week == week
            ]
            return Side(week, tuple(ours))
        return engine_side(library, name)


def _home_side(name: str, place: Home, model: str | None) -> Side:
    with Library(place.library, read_only=True) as library:
        told = records(library, library.all_papers(), read_corrections(place.corrections), model)
        return Side(name, tuple(known_of(record) for record in told))


def _is_week(name: str) -> bool:
    try:
        parse_week(name)
    except UsageError:
        return False
    return True
