"""An annotation beside what an engine told of the same abstract."""

from collections.abc import Iterable
from functools import cached_property

from agent.evaluate.annotations import Annotation, Sample
from agent.extract.sentences import NumberedText
from schemas.extraction import Extraction, Role
from schemas.outcome import Outcome
from schemas.taxonomy import Taxonomy


class Case:
    """One abstract: what was wanted and what was told."""

    def __init__(self, annotated: Sample, outcome: Outcome, taxonomy: Taxonomy) -> None:
        self.annotation: Annotation = annotated.annotation
        self.text: NumberedText = annotated.text
        self.taxonomy = taxonomy
        self.extraction: Extraction | None = outcome.extraction if outcome.kind == "extracted" else None
        """None: the engine told nothing, which is scored as nothing told."""
        self.reason = "" if outcome.kind == "extracted" else f"{outcome.kind}: {outcome.detail}"

    @cached_property
    def places(self) -> tuple[int, ...]:
        """For each sentence of the engine, the 0-based annotated sentence that it shares most characters with."""
        spans = self.extraction.spans if self.extraction else ()
        return tuple(self._nearest(span.start, span.end) for span in spans)

    @cached_property
    def roles(self) -> tuple[Role | None, ...]:
        """For each annotated sentence, the role that the engine gave it; None: no sentence of the engine is there."""
        told: dict[int, tuple[int, Role]] = {}
        for span, place in zip(self.extraction.spans if self.extraction else (), self.places, strict=True):
            start, end = self.text.spans[place]
            common = min(end, span.end) - max(start, span.start)
            told[place] = max(told.get(place, (0, span.role)), (common, span.role))
        return tuple(told[place][1] if place in told else None for place in range(len(self.text.spans)))

    def cited(self, numbers: Iterable[int]) -> frozenset[int]:
        """Return the 0-based annotated sentences that 1-based numbers of the engine stand for."""
        return frozenset(self.places[number - 1] for number in numbers if 0 < number <= len(self.places))

    def sentence(self, place: int) -> str:
        """Return an annotated sentence."""
        start, end = self.text.spans[place]
        return self.text.abstract[start:end]

    def _nearest(self, start: int, end: int) -> int:
        common = [min(end, last) - max(start, first) for first, last in self.text.spans]
        return max(range(len(common)), key=lambda place: common[place], default=0)
