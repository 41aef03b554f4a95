"""What we keep of one paper after the checks, and why the rest was dropped."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from schemas.answer import ClaimKind, Contribution, DatasetRole, SentenceNumbers
from schemas.base import Model

Role = Literal["background", "objective", "method", "result", "other"]
EngineName = Literal["extractive", "model"]
Rule = Literal["sentence", "number", "name", "direction", "scope", "content", "length", "occurrence", "count"]
"""Which rule a statement broke: cited sentences exist; numbers; names; direction; scope; content words; too long or
empty; a name or term that does not occur in title or abstract; more items than the field may hold."""


class Span(Model):
    """One sentence of the abstract: `abstract[start:end]`."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    role: Role


class Finding(Model):
    """Why a statement is not carried by the sentences it cites."""

    rule: Rule
    message: Annotated[str, Field(min_length=1)]
    """One sentence for people, for example: the number 52% is not in s3."""


class Dropped(Model):
    """Something an engine said that is not told as a fact."""

    field: Literal["tldr", "task", "method", "claim", "dataset", "model", "topic"]
    text: str
    sentences: SentenceNumbers = ()
    findings: Annotated[tuple[Finding, ...], Field(min_length=1)]


class Statement(Model):
    """A checked sentence about the paper with the 1-based numbers of the sentences that carry it."""

    text: Annotated[str, Field(min_length=1)]
    sentences: SentenceNumbers
    person: bool = False
    """A person said it, so no sentence needs to carry it."""

    @model_validator(mode="after")
    def _is_carried(self) -> Self:
        if not (self.sentences or self.person):
            raise ValueError("a statement needs the sentences that carry it")
        return self


class Claim(Statement):
    """A checked claim."""

    kind: ClaimKind
    key: bool = False


class Dataset(Model):
    """A named dataset with the sentences that print its name (empty if only the title does)."""

    name: Annotated[str, Field(min_length=1)]
    role: DatasetRole
    sentences: SentenceNumbers = ()
    person: bool = False
    """A person said it, so the text need not print it."""


class Mention(Model):
    """A name as printed, with the sentences that print it (empty if only the title does)."""

    name: Annotated[str, Field(min_length=1)]
    sentences: SentenceNumbers = ()
    person: bool = False
    """A person said it, so the text need not print it."""


class TopicTag(Model):
    """A taxonomy node that the paper is about."""

    node: Annotated[str, Field(min_length=1)]
    """Id of the topic in the taxonomy, for example `retrieval-augmented-generation`."""
    path: tuple[str, ...]
    """Labels from category code to topic: `("cs.IR", "Retrieval-augmented generation")`."""
    term: str
    """The words of title or abstract that led to the node."""
    sentences: SentenceNumbers = ()


class Provenance(Model):
    """Where an extraction comes from; what is unknown is None, never 0."""

    engine: EngineName
    engine_version: str
    model: str | None = None
    server: str | None = None
    structure: str | None = None
    """How the server was made to keep to the schema, and whether it enforces it."""
    prompt_hash: str | None = None
    schema_hash: str | None = None
    prompt_tokens: Annotated[int, Field(ge=0)] | None = None
    answer_tokens: Annotated[int, Field(ge=0)] | None = None
    seconds: Annotated[float, Field(ge=0)] | None = None
    attempts: Annotated[int, Field(ge=0)] | None = None
    """Requests that this paper took."""
    answer: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Key under which the replies are kept word for word; None for the embedded engine."""


class Extraction(Model):
    """All that may be told about one paper; every statement in it has passed the checks."""

    text_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    """`schemas.identity.text_hash` of the title and abstract it was made from."""
    spans: tuple[Span, ...]
    contribution: Contribution
    task: str | None = None
    tldr: Statement | None = None
    method_names: tuple[Mention, ...] = ()
    method: Statement | None = None
    claims: tuple[Claim, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    models: tuple[Mention, ...] = ()
    topics: tuple[TopicTag, ...] = ()
    terms: tuple[Mention, ...] = ()
    """Free terms that no taxonomy node answers to, in their raw form."""
    predicted_categories: tuple[str, ...] = ()
    """arXiv categories guessed from the text, best first and sure enough; used only where no page printed one."""
    unsure_categories: tuple[str, ...] = ()
    """What else it may be, likeliest first, up to three with the predicted ones: never told in a digest."""
    dropped: tuple[Dropped, ...] = ()
    status: Literal["complete", "partial"]
    """partial: something that the engine said was dropped."""
    provenance: Provenance
