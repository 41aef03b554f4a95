"""A record of which something can be told, and the questions that choosing and ordering ask of it."""

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeVar, cast

from schemas.answer import Contribution
from schemas.digest import Mark
from schemas.extraction import Claim, Extraction
from schemas.paper import Paper
from schemas.record import Record

Kept = TypeVar("Kept", str, tuple[str, ...], frozenset[str])
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
        extraction = self.extraction
        paths = (topic.path for topic in extraction.topics)
        return place_among(self.paper.categories, extraction.predicted_categories, paths)

    @property
    def has_result_with_number(self) -> bool:
        """Whether a claim that an entry prints, as such or as its TL;DR, reports a measured figure."""
        found = self.extraction
        told = found.tldr.sentences if found.tldr else ()
        own_words = found.provenance.engine == "extractive"
        printed = (one for one in found.claims if one.key or one.person or not own_words or one.sentences == told)
        return any(is_result_with_number(claim, found) for claim in printed)


def place_among(
    categories: Iterable[str], predicted: Iterable[str], topics: Iterable[tuple[str, ...]]
) -> tuple[str, ...]:
    """Return where a paper stands among the headings; empty if nothing tells it.

    What a source printed decides: the first topic that is at home in a printed category, else the first printed
    category. Without any it is the first topic, else the first predicted category.
    """
    printed, paths = tuple(categories), [path for path in topics if path]
    if printed:
        return next((path for path in paths if path[0] in printed), (printed[0],))
    category = next(iter(predicted), None)
    return paths[0] if paths else ((category,) if category else ())


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


class Gist(NamedTuple):
    """What choosing, ordering and counting need of a told paper, so that its record need not be held."""

    id: str
    title: str
    date: str
    """Empty if unknown."""
    place: tuple[str, ...]
    datasets: tuple[str, ...]
    introduced: tuple[str, ...]
    """Those of the datasets that the paper introduces."""
    method: str | None
    models: tuple[str, ...]
    contribution: Contribution
    reasons: tuple[str, ...]
    """For reading it first, in their order, an empty text for one that does not hold; none if it is excluded."""


class Shared:
    """Values that many papers have, each of them held once."""

    def __init__(self) -> None:
        self._known: dict[object, object] = {}

    def __call__(self, value: Kept) -> Kept:
        """Return the equal value that is held already, else hold this one."""
        return cast(Kept, self._known.setdefault(value, value))


def gist_of(told: Told, reasons: tuple[str, ...], shared: Shared) -> Gist:
    """Return what is needed of a paper beside its entry."""
    extraction = told.extraction
    return Gist(
        id=told.paper.id,
        title=told.paper.title,
        date=shared(told.paper.date or ""),
        place=shared(told.place),
        datasets=shared(tuple(dataset.name for dataset in extraction.datasets)),
        introduced=shared(tuple(one.name for one in extraction.datasets if one.role == "introduced")),
        method=next((name.name for name in extraction.method_names), None),
        models=shared(tuple(model.name for model in extraction.models)),
        contribution=extraction.contribution,
        reasons=shared(reasons),
    )
