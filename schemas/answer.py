"""What an engine says about one abstract: small, flat, sentence numbers for evidence.

Field order is the order of reasoning. Sentence numbers are 1-based positions in the abstract. An `Answer` is a
proposal: lengths, names and evidence are judged by code afterwards, and what fails is dropped and counted there.
"""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Model

Contribution = Literal["method", "empirical study", "resource", "theory", "survey", "system", "position"]
ClaimKind = Literal["result", "finding", "theory", "novelty"]
DatasetRole = Literal["introduced", "evaluated", "trained", "other"]

SentenceNumbers = tuple[int, ...]
"""1-based numbers of the sentences that carry a statement."""
Text = Annotated[str, Field(max_length=2000)]
"""At most 2,000 characters: the shape's own bound, far above any rule's."""


class MethodAnswer(Model):
    """The paper's own method, model, framework or benchmark."""

    names: tuple[Text, ...] = ()
    """Its own name and other forms of it, as printed; empty if the paper names nothing of its own."""
    summary: Text | None = None
    """One sentence on how it works; None if the abstract does not say."""
    sentences: SentenceNumbers = ()


class ClaimAnswer(Model):
    """One thing that the paper asserts as its finding and that could be false."""

    text: Text
    kind: ClaimKind
    key: bool = False
    """Among the one to three that the paper most wants remembered."""
    sentences: SentenceNumbers


class DatasetAnswer(Model):
    """A named dataset, benchmark, corpus or shared task."""

    name: Text
    role: DatasetRole
    sentences: SentenceNumbers


class TldrAnswer(Model):
    """The paper in at most 30 words."""

    text: Text
    sentences: SentenceNumbers


class Answer(Model):
    """All that an engine says about one paper."""

    contribution: Contribution
    task: Text | None = None
    """The problem addressed, at most 6 words; None if unclear."""
    method: MethodAnswer = MethodAnswer()
    claims: tuple[ClaimAnswer, ...] = ()
    """0–8 claims, the most important first."""
    datasets: tuple[DatasetAnswer, ...] = ()
    """0–12, as printed."""
    models: tuple[Text, ...] = ()
    """0–12 named pretrained models or compared systems, as printed; not the paper's own method."""
    topics: tuple[Text, ...] = ()
    """3–6 free terms, most central first."""
    tldr: TldrAnswer | None = None
