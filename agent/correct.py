"""A person's corrections, applied to a record: they win over every page and engine."""

from collections.abc import Sequence
from datetime import date
from typing import cast, get_args

from schemas.answer import ClaimKind, Contribution, DatasetRole
from schemas.extraction import Claim, Dataset, Extraction, Mention, Statement
from schemas.outcome import Extracted
from schemas.paper import Paper
from schemas.record import CorrectedField, CorrectedList, Correction, Record

PATH_MARK = " › "
"""Between the labels of a topic's path, as tags are printed."""
_OF_PAPER = ("title", "date", "venue")
_LISTS_OF_PAPER = {"author": "authors", "category": "categories"}
_LISTS = {"claim": "claims", "dataset": "datasets", "model": "models", "method-name": "method_names"}
_KINDS: dict[str, tuple[str, ...]] = {"claim": get_args(ClaimKind), "dataset": get_args(DatasetRole)}
_MOSTLY = {"claim": "result", "dataset": "evaluated"}
_NEVER_EMPTY = ("title", "contribution")

_SENTENCE = 25  # characters from which a text that contains another one says the same


def correction_problem(correction: Correction) -> str | None:
    """Say in one line for people why a correction cannot be applied; None if it can."""
    value = (correction.value or "").strip()
    if correction.action == "undo":
        return None
    if correction.action in ("add-tag", "remove-tag"):
        return None if value else "a tag must not be empty"
    if correction.action in ("add", "remove"):
        return _item_problem(correction, value)
    if correction.field not in get_args(CorrectedField):
        return "`set` needs the name of a field with one value"
    if not value:
        return f"{correction.field} must not be empty" if correction.field in _NEVER_EMPTY else None
    if correction.field == "contribution" and value not in get_args(Contribution):
        return f"`{value}` is no contribution; choose one of: {', '.join(get_args(Contribution))}"
    if correction.field == "date" and not _is_date(value):
        return f"`{value}` is no date; write it as YYYY, YYYY-MM or YYYY-MM-DD"
    return None


def _item_problem(correction: Correction, value: str) -> str | None:
    if correction.field not in get_args(CorrectedList):
        return f"`{correction.action}` needs the name of a field with several values"
    if not value:
        return f"a {correction.field} must not be empty"
    return kind_problem(str(correction.field), correction.kind) if correction.kind else None


def kind_problem(field: str, kind: str) -> str | None:
    """Say in one line for people why items of a field are not of a kind; None if they may be."""
    kinds = _KINDS.get(field, ())
    if kind in kinds:
        return None
    return f"`{kind}` is no kind of {field}; " + (f"choose one of: {', '.join(kinds)}" if kinds else "it has none")


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
        elif correction.field in _LISTS_OF_PAPER:
            paper = _list_in_paper(paper, correction)
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


def corrected_fields(record: Record) -> tuple[str, ...]:
    """Return the fields that a person set, added to or took from, each once, in the order of saying; no tags."""
    return tuple(dict.fromkeys(str(correction.field) for correction in _valid(record) if correction.field))


def matching(record: Record, field: CorrectedList, words: str) -> tuple[str, ...]:
    """Return the items of a field that words may mean: the one that is the same, else all that contain them."""
    extraction = record.outcome.extraction if isinstance(record.outcome, Extracted) else None
    if field in _LISTS_OF_PAPER:
        items: Sequence[str] = getattr(record.paper, _LISTS_OF_PAPER[field])
    else:
        items = [_text(item) for item in getattr(extraction, _LISTS[field], ())]
    wanted = _fold(words)
    return tuple(item for item in items if _fold(item) == wanted) or tuple(
        item for item in items if wanted in _fold(item)
    )


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


def _list_in_paper(paper: Paper, correction: Correction) -> Paper:
    name = _LISTS_OF_PAPER[str(correction.field)]
    value = " ".join((correction.value or "").split())
    others = tuple(item for item in getattr(paper, name) if _fold(item) != _fold(value))
    return paper.model_copy(update={name: (*others, value) if correction.action == "add" else others})


def _correct(extraction: Extraction, correction: Correction) -> Extraction:
    value = " ".join((correction.value or "").split())
    if correction.action == "remove-tag":
        return _without(extraction, _fold(value))
    if correction.action in ("add", "remove"):
        return _with_items(extraction, correction, value)
    if correction.action != "set":
        return extraction
    if correction.field in ("contribution", "task"):
        return extraction.model_copy(update={str(correction.field): value or None})
    said = Statement(text=value, sentences=(), person=True) if value else None
    if correction.field == "method" and said is None:
        return extraction.model_copy(update={"method": None, "method_names": ()})
    return extraction.model_copy(update={str(correction.field): said})


def _with_items(extraction: Extraction, correction: Correction, value: str) -> Extraction:
    """Return the extraction with an item first, or without it; an engine's own wording of it gives way."""
    field = str(correction.field)
    kept = tuple(item for item in getattr(extraction, _LISTS[field]) if not _same(_text(item), value))
    if correction.action == "add":
        kept = (_item(field, correction.kind or _MOSTLY.get(field), value), *kept)
    return extraction.model_copy(update={_LISTS[field]: kept})


def _item(field: str, kind: str | None, value: str) -> Claim | Dataset | Mention:
    if field == "claim":
        return Claim(text=value, sentences=(), person=True, kind=cast(ClaimKind, kind), key=True)
    if field == "dataset":
        return Dataset(name=value, role=cast(DatasetRole, kind), person=True)
    return Mention(name=value, person=True)


def _text(item: Claim | Dataset | Mention) -> str:
    return item.text if isinstance(item, Claim) else item.name


def _same(one: str, other: str) -> bool:
    """Say whether two texts are one item; of claims a next version of an engine may show more or fewer words."""
    one, other = _fold(one).rstrip("."), _fold(other).rstrip(".")
    return one == other or (min(len(one), len(other)) >= _SENTENCE and (one in other or other in one))


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
