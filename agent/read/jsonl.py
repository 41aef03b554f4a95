"""JSON lines: our own export, the lines of `digest read --jsonl`, and any objects with a title and an abstract."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from agent.read.lines import Line
from agent.read.page import Draft, Page, Sign, Stored
from agent.read.records.plain_json import draft_of
from agent.read.text import addresses, clean
from schemas.paper import Entry

_OBJECT = re.compile(r"\{\s*(?:\"|\}).*\}")


def find_signs(lines: Sequence[Line]) -> list[Sign]:
    """Return the lines that are one JSON object each."""
    return [
        Sign(index, opens=False)
        for index, line in enumerate(lines)
        if line.text.startswith("{") and line.text.endswith("}") and _OBJECT.fullmatch(line.text)
    ]


def find_start(_lines: Sequence[Line], _lowest: int, first: int) -> int:
    """Return the first object's line."""
    return first


def read(lines: Sequence[Line], name: str) -> Page:
    """Return the papers of the lines; a line that is broken or holds no title stays unread."""
    papers: list[Draft | Stored] = []
    for line in lines:
        record = _parse(line.text) if line.text.startswith("{") else None
        if record is None:
            continue
        paper = record.get("paper")
        if isinstance(paper, Mapping):
            entries = tuple(_stored_entries(paper))
            if entries:
                papers.append(Stored((line.number,), entries))
                continue
            record = paper
        if entry := _occurrence(record, name):
            papers.append(Stored((line.number,), (entry,)))
        elif draft := draft_of(record, (line.number,)):
            papers.append(draft)
    return Page(tuple(papers))


def _parse(text: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _stored_entries(paper: Mapping[str, object]) -> Iterator[Entry]:
    sources = paper.get("sources")
    for source in sources if isinstance(sources, list) else []:
        try:
            entry = Entry.model_validate(source)
        except ValidationError:
            continue
        if cleaned := _cleaned(entry):
            yield cleaned


def _cleaned(entry: Entry) -> Entry | None:
    """Return the entry with its texts cleaned as those of a page are: an export is no more to be trusted."""
    texts: dict[str, object] = {}
    for field, value in entry:
        if isinstance(value, str):
            texts[field] = clean(value)
        elif isinstance(value, tuple) and value and all(isinstance(item, str) for item in value):
            texts[field] = tuple(clean(str(item)) for item in value)
    try:
        return Entry.model_validate({**entry.model_dump(), **texts})
    except ValidationError:  # a title of invisible characters
        return None


def _occurrence(record: Mapping[str, object], name: str) -> Entry | None:
    """Return the entry of a line of `digest read --jsonl`, which knows its page and place there."""
    page, position = _text(record, "source"), record.get("index")
    draft = draft_of(record)
    if page is None or draft is None or isinstance(position, bool) or not isinstance(position, int) or position < 0:
        return None
    date, year = _text(record, "date"), record.get("year")
    try:
        return Entry(
            page=page.replace("\\", "/").rpartition("/")[2] or name,
            position=position,
            kind="jsonl",
            ids=draft.ids,
            title=draft.title,
            abstract=draft.abstract,
            authors=draft.authors,
            authors_truncated=draft.authors_truncated,
            n_authors=draft.n_authors,
            date=date if date else f"{year:04}" if isinstance(year, int) and 1000 <= year <= 9999 else None,
            date_text=_text(record, "date_text"),
            date_inferred=record.get("year_inferred") is True,
            venue=draft.venue,
            venue_text=draft.venue_text,
            categories=draft.categories,
            affiliations=draft.affiliations,
            has_code_badge=draft.has_code_badge,
            n_comments=draft.n_comments,
            urls=addresses(draft.abstract),
        )
    except ValidationError:  # a date or a number that cannot be
        return None


def _text(record: Mapping[str, object], *keys: str) -> str | None:
    for key in keys:
        value = record.get(key)
        if isinstance(value, str) and (cleaned := clean(value)):
            return cleaned
    return None
