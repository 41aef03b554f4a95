"""Lines between title and abstract of a typed paper: labels (`Authors: …`), names, dates, venues, categories, ids."""

import re
from dataclasses import dataclass, field
from typing import Literal

from agent.read.acl_venue import VOLUME_START
from agent.read.dates import PrintedDate, parse_date
from agent.read.lines import Line
from agent.read.shapes import Authors, ends_sentence, is_authors, is_name, parse_authors
from schemas.identity import canonical_id

Label = Literal["title", "authors", "date", "venue", "categories", "id", "abstract"]
"""What a line says of itself."""

_LABELS: dict[str, Label] = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "by": "authors",
    "date": "date",
    "published": "date",
    "submitted": "date",
    "year": "date",
    "venue": "venue",
    "journal": "venue",
    "conference": "venue",
    "categories": "categories",
    "category": "categories",
    "subjects": "categories",
    "arxiv": "id",
    "doi": "id",
    "id": "id",
    "url": "id",
    "link": "id",
    "openreview": "id",
    "acl": "id",
    "abstract": "abstract",
}
_LABEL = re.compile(
    rf"[#>*_-]{{0,4}} ?(?P<label>{'|'.join(sorted(_LABELS, key=len, reverse=True))})[*_]{{0,2}} ?[:：][*_]{{0,2}} ?"
    r"(?P<value>.*)|(?P<heading>Abstract)[*_]{0,2} ?[.—–-][*_]{0,2} ?(?P<text>\S.*)",
    re.IGNORECASE,
)
_CATEGORIES = re.compile(
    r"(?:(?:[a-z-]+\.[A-Za-z-]{2,}|quant-ph|hep-(?:th|ph|ex|lat)|gr-qc|math-ph|nucl-(?:th|ex))[\s,;]*)+"
)
_BY = re.compile(r"by ", re.IGNORECASE)
_MAX_FACT_CHARS = 200
_MAX_FACTS = 12  # lines; more are a list of something else


@dataclass
class Facts:
    """What the lines between title and abstract tell."""

    lines: list[Line] = field(default_factory=list)
    authors: Authors | None = None
    date: PrintedDate | None = None
    venue: str | None = None
    categories: tuple[str, ...] = ()
    ids: set[str] = field(default_factory=set)

    def take(self, line: Line) -> bool:
        """Read a line; tell whether it was a fact."""
        label, value = read_label(line.text)
        label = label or self.kind_of(line.text)
        if len(self.lines) >= _MAX_FACTS or not self._set(label, value):
            return False
        self.lines.append(line)
        return True

    def _set(self, label: Label | None, value: str) -> bool:
        if label == "authors":
            self.authors = self.authors or parse_authors(_BY.sub("", value, count=1) if _BY.match(value) else value)
        elif label == "date":
            self.date = parse_date(value) or PrintedDate(value or None)
        elif label == "venue":
            self.venue = value or None
        elif label == "categories":
            self.categories = tuple(code for code in re.split(r"[\s,;]+", value) if code)
        elif label == "id":
            known = canonical_id(value)
            self.ids |= {known} if known is not None and " " not in known else set()
        else:
            return False
        return True

    def kind_of(self, text: str) -> Label | None:
        """Return what a line without a label must be, None if it may be anything."""
        if parse_date(text):
            return "date"
        if len(text) < _MAX_FACT_CHARS and not ends_sentence(text):
            if _CATEGORIES.fullmatch(text):
                return "categories"
            if len(text.split()) <= 3 and canonical_id(text):
                return "id"
            if VOLUME_START.match(text):
                return "venue"
        names = text[3:] if _BY.match(text) else text
        is_byline = self.authors is None and not ends_sentence(text) and (is_authors(names) or is_name(names))
        return "authors" if is_byline else None


def read_label(text: str) -> tuple[Label | None, str]:
    """Return the label of a line and what follows it; without a label None and the text."""
    match = _LABEL.match(text)
    if match is None:
        return None, text
    if match["heading"]:
        return "abstract", match["text"]
    label = _LABELS[match["label"].lower()]
    named = label == "id" and match["label"].lower() not in ("id", "url", "link")
    if named and canonical_id(match["value"]) is None:
        return label, f"{match['label']}:{match['value']}"
    return label, match["value"]
