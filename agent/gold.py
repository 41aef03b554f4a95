"""A record ─▶ a line to annotate: the sentences with their numbers, and what a person said of the paper already."""

import json

from agent.correct import apply_corrections, corrected_fields, person_tags
from schemas.extraction import Extraction
from schemas.record import Record

_FIELDS = ("roles", "contribution", "method", "claims", "datasets", "models", "metrics", "arxiv", "topics", "tldr")


def gold_line(record: Record) -> str | None:
    """Return one line of JSON in the form of `Annotation`, without a line end; None for a paper that was not read.

    What is null is not scored. `text` holds the sentences for the eye; their numbers are counted from 0. What a person
    corrected is filled in: a field that was set, and lists with what was left after taking out and adding.
    """
    corrected = apply_corrections(record)
    if corrected.outcome is None or corrected.outcome.kind != "extracted":
        return None
    extraction, abstract = corrected.outcome.extraction, record.paper.abstract
    line: dict[str, object] = {
        "id": record.paper.id,
        "title": record.paper.title,
        "sentences": [[span.start, span.end] for span in extraction.spans],
        "text": [f"{number}: {abstract[span.start : span.end]}" for number, span in enumerate(extraction.spans)],
        **dict.fromkeys(_FIELDS),
        **_said(corrected, extraction),
    }
    return json.dumps(line, ensure_ascii=False)


def _said(record: Record, extraction: Extraction) -> dict[str, object]:
    fields = corrected_fields(record)
    said: dict[str, object] = {}
    if "contribution" in fields:
        said["contribution"] = [extraction.contribution]
    if "tldr" in fields and extraction.tldr:
        said["tldr"] = [extraction.tldr.text]
    if "dataset" in fields:
        said["datasets"] = [{"names": [one.name], "role": one.role} for one in extraction.datasets]
    if "model" in fields:
        said["models"] = [{"names": [one.name]} for one in extraction.models]
    if "method-name" in fields:
        said["method"] = {"names": [one.name for one in extraction.method_names], "sentences": []}
    if "claim" in fields:
        said["claims"] = [
            {"sentence": number - 1, "kind": claim.kind, "key": claim.key, "gist": claim.text}
            for claim in extraction.claims
            for number in claim.sentences
        ]
    if "category" in fields and record.paper.categories:
        said["arxiv"] = {"primary": record.paper.categories[0], "accept": list(record.paper.categories)}
    if tags := person_tags(record):
        said["topics"] = [{"names": [tag.casefold()]} for tag in tags]
    return said
