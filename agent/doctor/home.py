"""A home and its stores: are they there, can they be read and written, what do they hold?"""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile

from cache.answer_disk import DATABASE
from cache.answers import Answers
from cache.corrections import read_corrections
from cache.home import Home
from cache.lookup import Lookup
from schemas.base import Model
from schemas.errors import HomeError

_ADVICE = "name another with `--home`"


class Tally(Model):
    """Papers of the library for whose present text an engine has an outcome of a kind."""

    engine: str
    """`extractive`, or a model's name."""
    kind: str
    papers: int


class HomeFacts(Model):
    """A home and its stores."""

    folder: str
    exists: bool
    papers: int | None = None
    """None: there is no library yet, or it cannot be read."""
    outcomes: tuple[Tally, ...] = ()
    answers: int | None = None
    """Kept replies; None: none were ever kept, or they cannot be read."""
    answers_bytes: int = 0
    unusable: tuple[str, ...] = ()
    """A sentence for each kept answer that cannot be used."""
    corrections: int = 0
    problems: tuple[str, ...] = ()
    """Why the home cannot be used; empty if it can."""


def examine_home(home: Home) -> HomeFacts:
    """Look at a home and every store in it; what is not there yet is not made."""
    try:
        exists, problem = home.folder.is_dir(), _why_unwritable(home.folder)
    except OSError as error:
        exists, problem = False, f"the home `{home.folder}` cannot be looked at: {error.strerror}; {_ADVICE}"
    facts = HomeFacts(folder=str(home.folder), exists=exists, problems=(problem,) if problem else ())
    for look in (_library, _answers, _corrections) if exists else ():
        try:
            facts = facts.model_copy(update=look(home))
        except HomeError as error:
            facts = facts.model_copy(update={"problems": tuple(dict.fromkeys((*facts.problems, error.message)))})
    return facts


def _why_unwritable(folder: Path) -> str | None:
    if folder.is_dir():
        try:
            with TemporaryFile(dir=folder):
                return None
        except OSError as error:
            return f"the home `{folder}` cannot be written to: {error.strerror}; {_ADVICE}"
    if os.access(folder, os.F_OK):
        return f"the home `{folder}` is no folder; {_ADVICE}"
    above = next(path for path in folder.absolute().parents if os.access(path, os.F_OK))
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return None
    reason = "cannot be written to" if above.is_dir() else "is no folder"
    return f"the home `{folder}` cannot be made: `{above}` {reason}; {_ADVICE}"


def _library(home: Home) -> Mapping[str, object]:
    if not home.library.exists():
        return {}
    with Lookup(home.library) as lookup:
        outcomes = tuple(Tally(engine=engine, kind=kind, papers=n) for engine, kind, n in lookup.outcomes())
        return {"papers": lookup.papers(), "outcomes": outcomes}


def _answers(home: Home) -> Mapping[str, object]:
    if not (home.answers / DATABASE).is_file():
        return {}
    with Answers(home.answers, read_only=True) as answers:
        keys = list(answers.keys())
        for key in keys:
            answers.get(key)  # what cannot be used becomes a problem
        unusable = tuple(answers.problems)
    size = sum(file.stat().st_size for file in home.answers.iterdir() if file.is_file())
    return {"answers": len(keys), "answers_bytes": size, "unusable": unusable}


def _corrections(home: Home) -> Mapping[str, object]:
    return {"corrections": len(read_corrections(home.corrections))}
