"""A record of which something can be told, and the questions that choosing and ordering ask of it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from schemas.digest import Mark
from schemas.extraction import Claim, Extraction
from schemas.paper import Paper
from schemas.record import Record

_NUMBER = re.compile(r"(?<![\w.-])\d[\d.,]*")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Told(NamedTuple):
    """A record whose paper was extracted."""

    record: Record
    """With a person's corrections applied."""
    extraction: Extraction
    mark: Mark | None = None

    @property
    def paper(self) -> Paper:
        """The work."""
        return self.record.paper

    @property
    def category(self) -> str | None:
        """The paper's first category, printed or else predicted; None if it has none."""
        return next(iter(self.paper.categories or self.extraction.predicted_categories), None)

    @property
    def place(self) -> tuple[str, ...]:
        """Path of the first topic, else of the category; empty for a paper without both."""
        topic = next((topic.path for topic in self.extraction.topics if topic.path), None)
        return topic or ((self.category,) if self.category else ())

    @property
    def has_result_with_number(self) -> bool:
        """Whether a claim reports a measured figure."""
        return any(is_result_with_number(claim, self.extraction) for claim in self.extraction.claims)


def is_result_with_number(claim: Claim, extraction: Extraction) -> bool:
    """Say whether a claim is a result and gives a figure; digits of a name or a year are none."""
    if claim.kind != "result":
        return False
    names = [mention.name for mention in (*extraction.models, *extraction.method_names)]
    names += [dataset.name for dataset in extraction.datasets]
    return bool(numbers(claim.text, names))


def numbers(text: str, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the figures of a text in order, without those of the given names and without years.

    >>> numbers("On FenQA-2 it needs 52% fewer calls than Llama 3.1 8B in 2025", ["Llama 3.1 8B"])
    ('52',)
    """
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    figures = (figure.rstrip(".,") for figure in _NUMBER.findall(text))
    return tuple(figure for figure in figures if not _YEAR.fullmatch(figure))
