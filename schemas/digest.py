"""The composed document: every writer renders this one model and knows nothing more.

Nothing in it depends on when or where it was made: the same library and selection give the same `Digest`.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, ValidatorFunctionWrapHandler, WrapValidator

from schemas.answer import ClaimKind, Contribution, DatasetRole, SentenceNumbers
from schemas.base import Model
from schemas.extraction import EngineName, Finding
from schemas.paper import PaperDate
from schemas.reference import Reference

Count = Annotated[int, Field(ge=0)]
KnownReference = Annotated[
    Reference, PlainSerializer(lambda one: {name: value for name, value in one._asdict().items() if value})
]
"""In JSON an object of what is known."""
Mark = Literal["new", "updated", "late"]


class Shown(Model):
    """A statement with the sentences that carry it."""

    text: Annotated[str, Field(min_length=1)]
    sentences: SentenceNumbers
    kind: ClaimKind | None = None
    """Only claims have a kind."""
    quoted: bool = False
    """The words are the authors' own (chosen and shortened), not a model's."""
    person: bool = False
    """A person said it with `digest fix`; nothing needs to carry it."""


class ShownName(Model):
    """A dataset, model or method name as printed."""

    name: Annotated[str, Field(min_length=1)]
    role: DatasetRole | None = None
    sentences: SentenceNumbers = ()
    person: bool = False
    """A person said it with `digest fix`."""


class ShownTag(Model):
    """A topic as its path of labels, or one free term."""

    path: Annotated[tuple[str, ...], Field(min_length=1)]
    """`("cs.IR", "Retrieval-augmented generation")`; one element for a free term or a bare category."""
    kind: Literal["topic", "category", "term", "person"]
    predicted: bool = False
    """A category guessed from the text because no page printed one."""


class Link(Model):
    """An address made or allowed by us."""

    label: str
    url: Annotated[str, Field(pattern=r"^https://")]


class Quotation(Model):
    """One sentence of the abstract, whole."""

    number: Annotated[int, Field(ge=1)]
    text: str


class Change(Model):
    """A claim that differs between the former and the present abstract."""

    before: str | None = None
    after: str | None = None


class DigestPaper(Model):
    """One paper as it is told; absent parts are absent in the paper or were dropped."""

    id: str
    title: str
    authors: tuple[str, ...] = ()
    """The first three authors at most."""
    authors_truncated: bool = False
    """There are more authors than these."""
    n_authors: int | None = None
    """All authors, shown or not, where their number is known."""
    date: PaperDate | None = None
    date_inferred: bool = False
    venue: str | None = None
    link: Link
    code: bool = False
    code_links: tuple[Link, ...] = ()
    """Addresses printed in the abstract whose host is allowed."""
    pages: Annotated[int, Field(ge=1)] = 1
    """Number of pages the paper stood on."""
    mark: Mark | None = None
    corrected: tuple[str, ...] = ()
    """Fields that a person set, added to or took from with `digest fix`."""
    engine: EngineName | None = None
    """None: the paper was not extracted, `note` says why."""
    model: str | None = None
    note: str | None = None
    contribution: Contribution | None = None
    task: str | None = None
    tldr: Shown | None = None
    method_names: tuple[ShownName, ...] = ()
    method: Shown | None = None
    claims: tuple[Shown, ...] = ()
    more_claims: Count = 0
    """Checked claims that are not shown for want of room."""
    datasets: tuple[ShownName, ...] = ()
    more_datasets: Count = 0
    models: tuple[ShownName, ...] = ()
    more_models: Count = 0
    """Names that are not shown for want of room."""
    tags: tuple[ShownTag, ...] = ()
    evidence: tuple[Quotation, ...] = ()
    """Cited sentences that are not already quoted above, each once."""
    sentences: tuple[Quotation, ...] = ()
    """All sentences of the abstract; empty unless they were asked for (`ComposeOptions.sentences`)."""
    reference: KnownReference | None = None
    """All authors, ids and the abstract; None unless they were asked for (`ComposeOptions.references`)."""
    changes: tuple[Change, ...] = ()
    """For an updated paper: what its former abstract claimed beside what this one claims, numbers first."""


def _held(papers: object, validate: ValidatorFunctionWrapHandler) -> Sequence[DigestPaper]:
    return tuple(validate(papers))


def _listed(papers: Sequence[DigestPaper]) -> tuple[DigestPaper, ...]:
    return tuple(papers)


DigestPapers = Annotated[Sequence[DigestPaper], WrapValidator(_held), PlainSerializer(_listed)]
"""A tuple, or entries that are read when they are asked for (`agent.composing.spool`)."""


class Section(Model):
    """Papers under their first topic, or under a category where a topic has fewer than three."""

    path: tuple[str, ...]
    """`("cs.IR", "Retrieval-augmented generation")`; `("cs.IR",)`; `()` for papers without topic or category."""
    name: str
    """Name of the last label for people, for example `Information Retrieval`."""
    papers: DigestPapers


class ReadFirst(Model):
    """A paper to begin with and the fixed reasons why."""

    id: str
    title: str
    reasons: Annotated[tuple[str, ...], Field(min_length=1)]


class Glance(Model):
    """One row of the overview: a category, or (indented) a topic of it."""

    label: str
    """`cs.CL` for a category, the topic's label for a topic."""
    name: str | None = None
    """Name of the category; None for a topic."""
    papers: Count
    before: tuple[Count, ...] = ()
    """Papers in each of the weeks before, oldest first; empty unless the digest is weekly."""
    spread: tuple[Count, ...] = ()
    """Papers dated in each of `Digest.periods`; empty if the digest has none."""


class IndexRow(Model):
    """A name and the papers (id, title) that it leads to."""

    name: str
    papers: tuple[tuple[str, str], ...]


class Index(Model):
    """An alphabetical index."""

    name: str
    rows: tuple[IndexRow, ...]


class UntoldStatement(Model):
    """A statement that failed its checks, for the last section."""

    id: str
    title: str
    field: str
    text: str
    findings: tuple[Finding, ...]


class UntoldPaper(Model):
    """A paper that is named but not told."""

    id: str
    title: str
    reason: str
    link: Link
    reference: KnownReference | None = None


class Untold(Model):
    """All that was read and is not told as a fact, with the reason."""

    failed: tuple[UntoldPaper, ...] = ()
    """Refused or failed papers."""
    waiting: tuple[UntoldPaper, ...] = ()
    """Papers that nothing was asked about yet."""
    wordless: tuple[UntoldPaper, ...] = ()
    """Papers that were read and of which no statement is told; they stand in their sections all the same."""
    skipped: tuple[UntoldPaper, ...] = ()
    """Papers without an abstract."""
    dropped: tuple[UntoldStatement, ...] = ()
    possibly_same: tuple[tuple[str, str], ...] = ()
    """Pairs of ids that overlap without enough evidence to merge."""
    undated: Count = 0
    """Papers without a date that a weekly digest cannot place."""


class Counts(Model):
    """What the digest is made from, as the library knows it."""

    papers: Count
    entries: Count
    """Papers counted once for each page they stand on; entries − papers were the same paper again."""
    pages: Count
    new: Count | None = None
    updated: Count | None = None
    late: Count | None = None
    """None unless the digest is weekly."""


class Digest(Model):
    """A digest, composed."""

    title: str
    """`Research digest · 18–24 May 2026 (2026-W21)`."""
    week: str | None = None
    """ISO week `2026-W21`; None for the digest of named sources."""
    weeks_before: tuple[str, ...] = ()
    """ISO weeks that `Glance.before` counts, oldest first."""
    periods: tuple[str, ...] = ()
    """Successive ISO weeks, months or years, oldest first; empty if the digest is weekly or all papers are of one."""
    engines: tuple[str, ...]
    """Model names, or `extractive`, that speak in it, most papers first."""
    detail: Literal["full", "brief"] = "full"
    counts: Counts
    introduced: tuple[str, ...] = ()
    """Datasets that its papers introduce."""
    most_used: tuple[tuple[str, int], ...] = ()
    """Datasets by number of papers, at least 2."""
    models_used: tuple[tuple[str, int], ...] = ()
    """Models by number of papers, at least 2."""
    contributions: tuple[tuple[Contribution, int], ...] = ()
    """What kinds of contribution the papers make, by number of papers."""
    datasets_first_met: tuple[str, ...] = ()
    """Named by its new and late papers and by none of an earlier week; empty unless the digest is weekly."""
    methods_first_met: tuple[str, ...] = ()
    with_code: Count = 0
    glance: tuple[Glance, ...] = ()
    read_first: tuple[ReadFirst, ...] = ()
    sections: tuple[Section, ...] = ()
    indexes: tuple[Index, ...] = ()
    untold: Untold = Untold()
    rebuild: str
    """The command that makes this digest again from the same home."""


class WeekRow(Model):
    """A written week in the index of a folder."""

    week: Annotated[str, Field(pattern=r"^\d{4}-W\d{2}$")]
    days: str
    """For people: `18–24 May 2026`."""
    papers: Count
    new: Count
    updated: Count
    late: Count
    topics: tuple[tuple[str, int], ...] = ()
    """Topics with the most papers, with their numbers."""
    files: Annotated[tuple[str, ...], Field(min_length=1)]
    """Names in the folder, the one to open first before the others."""


class WeekIndex(Model):
    """The written weeks of a folder, newest first."""

    weeks: tuple[WeekRow, ...]
