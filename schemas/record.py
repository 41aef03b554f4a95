"""What the library knows of one paper: the work, what came of reading it, when it was first seen, a person's word."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator

from schemas.answer import ClaimKind, DatasetRole
from schemas.base import Model
from schemas.extraction import Extraction
from schemas.outcome import Outcome
from schemas.paper import Paper

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


@lru_cache(maxsize=1024)  # the papers of a page have one time, and reading it takes longer than the rest of a record
def _real_time(value: str) -> str:
    if not _TIME.fullmatch(value):
        raise ValueError("a time is YYYY-MM-DDTHH:MM:SSZ")
    datetime.fromisoformat(value)
    return value


UtcTime = Annotated[str, AfterValidator(_real_time)]
"""A moment in UTC, `2026-05-18T07:00:00Z`; sorts as text."""

CorrectedField = Literal["title", "date", "venue", "contribution", "task", "tldr", "method"]
"""Fields with one value."""
CorrectedList = Literal["claim", "dataset", "model", "method-name", "author", "category"]
"""Fields with several values."""


class Correction(Model):
    """One line of `corrections.jsonl`: what a person said of a paper; later lines win over earlier ones."""

    paper: str
    """Any id of the paper at the time; resolved through the aliases."""
    action: Literal["add-tag", "remove-tag", "set", "add", "remove", "undo"]
    field: CorrectedField | CorrectedList | None = None
    """One with one value for `set`, one with several for `add` and `remove`; else None."""
    kind: ClaimKind | DatasetRole | None = None
    """Of a claim or the role of a dataset that is added; None: what it mostly is."""
    value: str | None = None
    """The tag, the item, or the field's new value (None empties it); nothing for `undo`, which takes all back."""
    at: UtcTime


class FormerAbstract(Model):
    """Another version of the abstract and what was extracted from it."""

    abstract: str
    first_seen: UtcTime
    extraction: Extraction | None = None


class Record(Model):
    """One paper as the library holds it."""

    paper: Paper
    first_seen: UtcTime
    """When any of its entries was first read."""
    baseline: bool
    """It was first seen at the first reading of its page, so its age is known by its date only."""
    abstract_first_seen: UtcTime
    """When the abstract that is shown now was first read."""
    outcome: Outcome | None = None
    """Of the engine that is shown; None: not extracted yet."""
    outcome_at: UtcTime | None = None
    """When that outcome was made; None if there is none."""
    failure: Outcome | None = None
    """What the configured engine failed with, where the extraction of another one is shown; else None."""
    former: tuple[FormerAbstract, ...] = ()
    """Other versions of the abstract, newest first."""
    corrections: tuple[Correction, ...] = ()
    """In the order in which they were said; nothing before the last `undo`."""
