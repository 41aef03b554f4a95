"""A person's corrections, applied to a record: they win over every page and engine."""

from datetime import date
from typing import get_args

from schemas.answer import Contribution
from schemas.extraction import Extraction, Statement
from schemas.outcome import Extracted
from schemas.paper import Paper
from schemas.record import Correction, Record

PATH_MARK = " › "
"""Between the labels of a topic's path, as tags are printed."""
_OF_PAPER = ("title", "date", "venue")
_NEVER_EMPTY = ("title", "contribution")


def correction_problem(correction: Correction) -> str | None:
    """Say in one line for people why a correction cannot be applied; None if it can."""
    value = (correction.value or "").strip()
    if correction.action == "undo":
        return None
    if correction.action != "set":
        return None if value else "a tag must not be empty"
    if correction.field is None:
        return "`set` needs the name of a field"
    if not value:
        return f"{correction.field} must not be empty" if correction.field in _NEVER_EMPTY else None
    if correction.field == "contribution" and value not in get_args(Contribution):
        return f"`{value}` is no contribution; choose one of: {', '.join(get_args(Contribution))}"
    if correction.field == "date" and not _is_date(value):
        return f"`{value}` is no date; write it as YYYY, YYYY-MM or YYYY-MM-DD"
    return None


def apply_corrections(record: Record) -> Record:
    """Return the record as a person wants it; what cannot be applied is passed over.

    The corrections themselves stay in the record, so applying them again changes nothing. Fields of the extraction can
    only be set where there is one.
    """
    if not record.corrections:
        return record
    paper, outcome = record.paper, record.outcome
    for correction in _valid(record):
        if correction.action == "set" and correction.field in _OF_PAPER:
            paper = _set_in_paper(paper, correction)
        elif isinstance(outcome, Extracted):
            outcome = Extracted(extraction=_correct(outcome.extraction, correction))
    return record.model_copy(update={"paper": paper, "outcome": outcome})


def person_tags(record: Record) -> tuple[str, ...]:
    """Return the tags that a person added and did not remove, in the order of adding, each once."""
    tags: dict[str, str] = {}
    for correction in _valid(record):
        tag = " ".join((correction.value or "").split())
        if correction.action == "add-tag":
            tags.setdefault(_fold(tag), tag)
        elif correction.action == "remove-tag":
            tags.pop(_fold(tag), None)
    return tuple(tags.values())


def _valid(record: Record) -> list[Correction]:
    kept: list[Correction] = []
    for correction in record.corrections:
        if correction.action == "undo":
            kept = []
        elif correction_problem(correction) is None:
            kept.append(correction)
    return kept


def _is_date(value: str) -> bool:
    parts = value.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]) or not all(part.isdecimal() for part in parts):
        return False
    try:
        date.fromisoformat("-".join([*parts, "01", "01"][:3]))
    except ValueError:
        return False
    return value.isascii()


def _set_in_paper(paper: Paper, correction: Correction) -> Paper:
    value = " ".join((correction.value or "").split()) or None
    if correction.field == "date":
        return paper.model_copy(update={"date": value, "date_text": value, "date_inferred": False})
    return paper.model_copy(update={str(correction.field): value})


def _correct(extraction: Extraction, correction: Correction) -> Extraction:
    value = " ".join((correction.value or "").split())
    if correction.action == "remove-tag":
        return _without(extraction, _fold(value))
    if correction.action != "set":
        return extraction
    if correction.field in ("contribution", "task"):
        return extraction.model_copy(update={str(correction.field): value or None})
    said = Statement(text=value, sentences=(), person=True) if value else None
    if correction.field == "method" and said is None:
        return extraction.model_copy(update={"method": None, "method_names": ()})
    return extraction.model_copy(update={str(correction.field): said})


def _without(extraction: Extraction, tag: str) -> Extraction:
    return extraction.model_copy(
        update={
            "topics": tuple(topic for topic in extraction.topics if tag not in _names(topic.node, topic.path)),
            "terms": tuple(term for term in extraction.terms if _fold(term.name) != tag),
            "datasets": tuple(dataset for dataset in extraction.datasets if _fold(dataset.name) != tag),
            "models": tuple(model for model in extraction.models if _fold(model.name) != tag),
        }
    )


def _names(node: str, path: tuple[str, ...]) -> tuple[str, ...]:
    return _fold(node), _fold(path[-1] if path else node), _fold(PATH_MARK.join(path))


def _fold(tag: str) -> str:
    return " ".join(tag.split()).casefold()
