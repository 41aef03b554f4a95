"""Record ─▶ the card that lookups print: made once, when a paper or what is known of it changes."""

import json
from collections.abc import Iterable, Sequence

from agent.correct import apply_corrections, person_tags
from cache.find import fold
from cache.library import Card
from schemas.extraction import Extraction, Mention
from schemas.record import Record

Json = str | int | bool | None | Sequence["Json"] | dict[str, "Json"]


def card_of(record: Record) -> Card:
    """Make the card of a record that holds all corrections of its paper."""
    corrected = apply_corrections(record)
    paper = corrected.paper
    extraction = _extraction(corrected)
    person = person_tags(record)
    shown: dict[str, Json] = {
        "id": paper.id,
        "title": paper.title,
        "categories": list(paper.categories or (extraction.predicted_categories if extraction else ())),
        "categories_predicted": not paper.categories,
        "person": list(person),
        "note": None if extraction else _why_not(corrected),
        **(_tags(extraction, record.outcome_at) if extraction else {}),
    }
    tags = [*_rows(extraction), *(("person", fold(tag), tag) for tag in person)]
    tags += [("category", fold(code), code) for code in paper.categories]
    words = " · ".join(dict.fromkeys(label for _, _, label in tags))
    return Card(
        title=paper.title,
        venue=paper.venue or "",
        date=paper.date or "",
        json=json.dumps(shown, ensure_ascii=False),
        words=words,
        tags=tuple(sorted(set(tags))),
    )


def _extraction(record: Record) -> Extraction | None:
    return record.outcome.extraction if record.outcome and record.outcome.kind == "extracted" else None


def _why_not(record: Record) -> str:
    if record.outcome is None or record.outcome.kind == "extracted":
        return "not read yet: run `digest build`"
    if record.outcome.kind == "skipped":
        return record.outcome.detail
    return f"{record.outcome.kind}: {record.outcome.detail}"


def _mentions(mentions: Iterable[Mention]) -> list[Json]:
    return [{"name": one.name, "sentences": list(one.sentences), **_said(one.person)} for one in mentions]


def _said(person: bool) -> dict[str, Json]:
    return {"person": True} if person else {}


def _tags(extraction: Extraction, at: str | None) -> dict[str, Json]:
    made = extraction.provenance
    return {
        "contribution": extraction.contribution,
        "topics": [{"path": list(tag.path), "sentences": list(tag.sentences)} for tag in extraction.topics],
        "terms": _mentions(extraction.terms),
        "datasets": [
            {"name": data.name, "role": data.role, "sentences": list(data.sentences), **_said(data.person)}
            for data in extraction.datasets
        ],
        "method": _mentions(extraction.method_names),
        "models": _mentions(extraction.models),
        "engine": {"name": made.engine, "version": made.engine_version, "model": made.model, "at": at},
    }


def _rows(extraction: Extraction | None) -> Iterable[tuple[str, str, str]]:
    if extraction is None:
        return
    for tag in extraction.topics:
        yield "topic", fold(tag.path[-1]), " › ".join(tag.path)
    for kind, names in (
        ("term", [term.name for term in extraction.terms]),
        ("dataset", [data.name for data in extraction.datasets]),
        ("model", [model.name for model in extraction.models]),
        ("method", [name.name for name in extraction.method_names[:1]]),
    ):
        for name in names:
            if fold(name):
                yield kind, fold(name), name
