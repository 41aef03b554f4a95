"""Files of annotations ─▶ values: one line of JSON a paper, sentences by 0-based number, names as printed.

The form is that of docs/evaluate.md. A field that is missing or null was not annotated and is not scored; unknown keys
are passed over, so that annotators can keep notes of their own in the file.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.extract.sentences import NumberedText, number_sentences
from schemas.answer import ClaimKind, Contribution, DatasetRole
from schemas.errors import UsageError
from schemas.extraction import Role
from schemas.identity import title_id
from schemas.paper import Entry, Paper

Place = Annotated[int, Field(ge=0)]
"""0-based number of a sentence."""
Span = tuple[Place, Place]


class Written(BaseModel):
    """A value of a file that people write by hand: keys of their own are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Names(Written):
    """Accepted forms of one name or topic."""

    names: Annotated[tuple[str, ...], Field(min_length=1)]
    required: bool = True
    """False: telling it is neither rewarded nor punished."""
    role: DatasetRole | None = None
    """Of a dataset; None: not annotated."""


class OwnMethod(Written):
    """What the paper calls its own, and the sentences that say how it works."""

    names: tuple[str, ...] = ()
    """Empty: it names nothing."""
    optional: tuple[str, ...] = ()
    sentences: tuple[Place, ...] = ()


class ClaimSentence(Written):
    """A sentence that carries at least one claim."""

    sentence: Place
    kind: ClaimKind
    key: bool = False
    required: bool = True


class Metric(Written):
    """A number that is a result, as printed."""

    text: str
    sentence: Place
    required: bool = True


class Categories(Written):
    """The arXiv category, and others that are equally right."""

    primary: str
    accept: tuple[str, ...] = ()


class Annotation(Written):
    """What a person says of one abstract; None: not annotated."""

    id: str
    sentences: tuple[Span, ...] | None = None
    """[start, end) in the abstract; without them sentences are numbered as digest numbers them, from 0."""
    roles: tuple[Role, ...] | None = None
    contribution: tuple[Contribution, ...] | None = None
    """All that are accepted."""
    method: OwnMethod | None = None
    claims: tuple[ClaimSentence, ...] | None = None
    datasets: tuple[Names, ...] | None = None
    models: tuple[Names, ...] | None = None
    metrics: tuple[Metric, ...] | None = None
    arxiv: Categories | None = None
    topics: tuple[Names, ...] | None = None
    tldr: tuple[str, ...] | None = None
    """References of which the nearest counts."""

    @property
    def says_something(self) -> bool:
        """Whether a field was annotated; where sentences begin and end is none."""
        return any(value is not None for name, value in self if name not in ("id", "sentences"))


class EditedClaim(Written):
    """A claim about a paper, and whether the sentences that it cites carry it."""

    paper: str
    """Id of the paper."""
    cited: tuple[Place, ...]
    claim: str
    label: Literal["supported", "unsupported"]
    edit: str = "unsorted"
    """What was changed, or how it was said: a word by which figures are parted."""


class _Abstract(Written):
    id: str | None = None
    source: str | None = None
    index: int | None = None
    title: str = ""
    abstract: str | None = None
    sentences: tuple[Span, ...] | None = None

    @property
    def name(self) -> str | None:
        """Return the id; else what source and index make: first three characters, `#`, index."""
        if self.id is None and self.source is not None and self.index is not None:
            return f"{self.source[:3]}#{self.index}"
        return self.id


class _AbstractLine(_Abstract):
    paper: _Abstract | None = None
    """Where `digest export` has it."""


class Sample(NamedTuple):
    """An abstract and what a person says of it."""

    annotation: Annotation
    paper: Paper
    text: NumberedText
    """With the sentences that the annotation counts."""


Kind = TypeVar("Kind", bound=Written)


def read_annotations(file: Path, papers: Iterable[Path]) -> list[Sample]:
    """Read a file of annotations and the abstracts that it is about.

    Args:
        file: One `Annotation` a line.
        papers: Lines with `id` (or `source` and `index`), `title` and `abstract`, or what `digest export` writes.

    Raises:
        UsageError: A file cannot be read, a line is none of these, an annotation does not fit its abstract, or the
            abstract is missing; the message names file and line.
    """
    texts = read_abstracts(papers)
    read = []
    for number, annotation in _lines(file, Annotation):
        if annotation.id not in texts:
            raise UsageError(f"line {number} of `{file}`: none of the papers has the id `{annotation.id}`")
        text = texts[annotation.id]
        if annotation.sentences is not None:
            text = text._replace(spans=annotation.sentences)
        if problem := _misfit(annotation, text):
            raise UsageError(f"line {number} of `{file}`: {problem}")
        read.append(Sample(annotation, _paper(text), text))
    if not read:
        raise UsageError(f"`{file}` holds no annotation; docs/evaluate.md says how one looks")
    return read


def read_edited_claims(file: Path, papers: Iterable[Path]) -> list[tuple[EditedClaim, NumberedText]]:
    """Read a file of edited claims, each with the text it is about.

    Raises:
        UsageError: A file cannot be read, a line is no claim, or its paper is missing.
    """
    texts = read_abstracts(papers)
    read = []
    for number, claim in _lines(file, EditedClaim):
        if claim.paper not in texts:
            raise UsageError(f"line {number} of `{file}`: none of the papers has the id `{claim.paper}`")
        read.append((claim, texts[claim.paper]))
    if not read:
        raise UsageError(f"`{file}` holds no claim; docs/evaluate.md says how one looks")
    return read


def read_abstracts(papers: Iterable[Path]) -> dict[str, NumberedText]:
    """Return the abstracts of files by their ids; a line may also give only the `sentences` of an id.

    Raises:
        UsageError: A file cannot be read, or a line of it is none of the forms.
    """
    texts: dict[str, NumberedText] = {}
    spans: dict[str, tuple[Span, ...]] = {}
    for file in papers:
        for number, line in _lines(file, _AbstractLine):
            told = line.paper or line
            if told.name is None:
                raise UsageError(f"line {number} of `{file}` has neither `id` nor `source` and `index`")
            if told.abstract is not None:
                texts[told.name] = number_sentences(told.title, told.abstract)
            if told.sentences is not None:
                spans[told.name] = told.sentences
    return {name: text._replace(spans=spans.get(name, text.spans)) for name, text in texts.items()}


def _paper(text: NumberedText) -> Paper:
    title = text.title or "Untitled"
    entry = Entry(page="annotations", position=0, kind="annotated", title=title, abstract=text.abstract)
    return Paper(id=title_id(title), title=title, abstract=text.abstract, sources=(entry,))


def _misfit(annotation: Annotation, text: NumberedText) -> str | None:
    count = len(text.spans)
    if any(not start < end <= len(text.abstract) for start, end in text.spans):
        return f"`sentences` does not fit the abstract of {len(text.abstract)} characters"
    if annotation.roles is not None and len(annotation.roles) != count:
        return f"{len(annotation.roles)} roles for {count} sentences"
    method = annotation.method.sentences if annotation.method else ()
    claims = tuple(claim.sentence for claim in annotation.claims or ())
    metrics = tuple(metric.sentence for metric in annotation.metrics or ())
    if wrong := [place for place in (*method, *claims, *metrics) if place >= count]:
        return f"there is no sentence {wrong[0]}: the abstract has {count}, counted from 0"
    return None


def _lines(file: Path, kind: type[Kind]) -> Iterator[tuple[int, Kind]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UsageError(f"`{file}` cannot be read: {reason}") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _parsed(line, f"line {number} of `{file}`", kind)


def _parsed(line: str, where: str, kind: type[Kind]) -> Kind:
    try:
        return kind.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the line"
        raise UsageError(f"{where} is not of the form in docs/evaluate.md: {place}: {first['msg']}") from error
