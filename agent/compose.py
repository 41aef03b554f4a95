"""Library records ─▶ one `Digest`: what goes in, in which order, compared with what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from agent.composing.entry import tell, with_evidence, with_sentences
from agent.composing.figures import contributions, periods
from agent.composing.links import paper_link
from agent.composing.names import indexes, introduced, models_used, most_used
from agent.composing.reading_order import glance, read_first, sections, shelves
from agent.composing.told import Told
from agent.composing.veil import veiled
from agent.correct import apply_corrections
from agent.settings import SEARCH_ADDRESS
from agent.weeks import count_unplaced, mark, parse_week, week_text, weeks_before
from schemas.digest import (
    Counts,
    Digest,
    DigestPaper,
    Mark,
    ReadFirst,
    Untold,
    UntoldPaper,
    UntoldStatement,
)
from schemas.extraction import Dropped
from schemas.follow import Follow
from schemas.outcome import Outcome
from schemas.record import Record
from schemas.taxonomy import Taxonomy

FULL_AT_MOST = 300
"""Papers up to which a digest is full unless something else is asked for."""


@dataclass(frozen=True)
class ComposeOptions:
    """What a reader may choose."""

    title: str = "Research digest"
    week: str | None = None
    """ISO week: only its papers are told; None: all records are."""
    detail: Literal["full", "brief"] | None = None
    """None: full up to `full_at_most` papers, else brief."""
    full_at_most: int = FULL_AT_MOST
    """Papers up to which a digest is full where `detail` is None."""
    evidence: Literal["all", "first", "none"] = "first"
    """Which papers show the sentences behind their statements: all, those to read first, none."""
    sentences: bool = False
    """Every paper brings all sentences of its abstract, for documents that show them on demand."""
    follow: Follow = field(default_factory=Follow)
    rebuild: str = "digest build"
    """The command that makes this digest again."""
    search_url: str = SEARCH_ADDRESS
    """https address to which the title of a paper without id is appended."""
    possibly_same: tuple[tuple[str, str], ...] = ()
    """Pairs of ids that overlap without enough evidence to merge; those of other papers are passed over."""


class _Selected(NamedTuple):
    """A paper of the digest."""

    original: Record
    record: Record
    """With a person's corrections."""
    mark: Mark | None


def compose(records: Iterable[Record], taxonomy: Taxonomy, options: ComposeOptions | None = None) -> Digest:
    """Compose a digest; the order of the records makes no difference.

    Raises:
        UsageError: `options.week` is no ISO week.
    """
    options = options or ComposeOptions()
    week = parse_week(options.week) if options.week else None
    pairs = [(record, apply_corrections(record)) for record in sorted(records, key=_record_key)]
    selected = _select(pairs, week)
    papers = _told(selected)
    first = read_first(papers, options.follow)
    earlier = weeks_before(week) if week else ()
    within = () if week else periods(papers)
    detail = options.detail or ("full" if len(selected) <= options.full_at_most else "brief")
    return Digest(
        title=f"{options.title} · {week_text(week)} ({week})" if week else options.title,
        week=week,
        weeks_before=earlier,
        periods=tuple(period.name for period in within),
        engines=_engines(papers),
        detail=detail,
        counts=_counts(selected, week),
        introduced=introduced(papers),
        most_used=most_used(papers),
        models_used=models_used(papers),
        contributions=contributions(papers),
        with_code=sum(told.paper.has_code for told in papers),
        glance=glance(
            papers,
            [_told(_select(pairs, former)) for former in earlier],
            taxonomy,
            [period.papers for period in within],
        ),
        read_first=first,
        sections=sections(
            shelves(papers, taxonomy), _entries(papers, selected, first, detail, replace(options, week=week))
        ),
        indexes=indexes(papers),
        untold=_untold(selected, papers, options, count_unplaced((pair[1] for pair in pairs), week) if week else 0),
        rebuild=options.rebuild,
    )


def weekly_digest(
    records: Iterable[Record], week: str, taxonomy: Taxonomy, options: ComposeOptions | None = None
) -> Digest:
    """Compose the digest of one week out of all records of the library; it may be empty.

    Raises:
        UsageError: `week` is no ISO week.
    """
    return compose(records, taxonomy, replace(options or ComposeOptions(), week=week))


def _record_key(record: Record) -> tuple[str, str, str]:
    return record.paper.id, record.paper.title, record.first_seen


def _select(pairs: Iterable[tuple[Record, Record]], week: str | None) -> list[_Selected]:
    if week is None:
        return [_Selected(original, record, None) for original, record in pairs]
    marked = (_Selected(original, record, mark(record, week)) for original, record in pairs)
    return [paper for paper in marked if paper.mark]


def _told(selected: Iterable[_Selected]) -> list[Told]:
    return [
        Told(paper.record, paper.record.outcome.extraction, paper.mark)
        for paper in selected
        if paper.record.outcome and paper.record.outcome.kind == "extracted"
    ]


def _engines(papers: Iterable[Told]) -> tuple[str, ...]:
    made = (told.extraction.provenance for told in papers)
    names = Counter(origin.model or "model" if origin.engine == "model" else origin.engine for origin in made)
    return tuple(sorted(names, key=lambda name: (-names[name], name)))


def _counts(selected: Sequence[_Selected], week: str | None) -> Counts:
    # What a page printed of a paper before it changed is no entry of its own.
    places = [{source.page for source in paper.record.paper.sources} for paper in selected]
    marks = Counter(paper.mark for paper in selected)
    return Counts(
        papers=len(selected),
        entries=sum(map(len, places)),
        pages=len(frozenset().union(*places)),
        new=marks["new"] if week else None,
        updated=marks["updated"] if week else None,
        late=marks["late"] if week else None,
    )


def _entries(
    papers: Sequence[Told],
    selected: Iterable[_Selected],
    first: Iterable[ReadFirst],
    detail: Literal["full", "brief"],
    options: ComposeOptions,
) -> dict[str, DigestPaper]:
    """Return the entry of each paper by id."""
    ids = {paper.id for paper in first} if options.evidence == "first" else {told.paper.id for told in papers}
    with_quotations = ids if options.evidence != "none" and detail == "full" else set()
    originals = {paper.record.paper.id: paper.original for paper in selected}
    entries = {}
    for told in papers:
        entry = tell(told, week=options.week, detail=detail, search_url=options.search_url)
        if entry.id in with_quotations:
            entry = with_evidence(entry, originals[entry.id], told.extraction)
        if options.sentences:
            entry = with_sentences(entry, originals[entry.id], told.extraction)
        entries[entry.id] = entry
    return entries


def _untold(selected: Sequence[_Selected], papers: Iterable[Told], options: ComposeOptions, undated: int) -> Untold:
    ids = {paper.record.paper.id for paper in selected}
    silent = [(paper.record, _reason(paper.record)) for paper in selected]
    originals = {paper.original.paper.id: paper.original.paper for paper in selected}
    dropped = tuple(
        _untold_statement(told, veiled(lost, originals[told.paper.id]))
        for told in papers
        for lost in told.extraction.dropped
    )
    pairs = {(min(pair), max(pair)) for pair in options.possibly_same if ids >= set(pair)}
    return Untold(
        failed=tuple(_named(record, reason, options) for record, (kind, reason) in silent if kind == "failed"),
        waiting=tuple(_named(record, reason, options) for record, (kind, reason) in silent if kind == "waiting"),
        skipped=tuple(_named(record, reason, options) for record, (kind, reason) in silent if kind == "skipped"),
        dropped=dropped,
        possibly_same=tuple(sorted(pairs)),
        undated=undated,
    )


def _untold_statement(told: Told, lost: Dropped) -> UntoldStatement:
    return UntoldStatement(
        id=told.paper.id, title=told.paper.title, field=lost.field, text=lost.text, findings=lost.findings
    )


def _named(record: Record, reason: str, options: ComposeOptions) -> UntoldPaper:
    paper = record.paper
    return UntoldPaper(id=paper.id, title=paper.title, reason=reason, link=paper_link(paper, options.search_url))


def _reason(record: Record) -> tuple[Literal["told", "failed", "waiting", "skipped"], str]:
    if record.failure is not None and record.failure.kind in ("refused", "failed"):
        shown = "the embedded engine" if _is_embedded(record) else "another model"
        return "failed", f"{_detail(record.failure)}; told by {shown} instead"
    match record.outcome:
        case None:
            return "waiting", "not read yet"
        case outcome if outcome.kind == "extracted":
            return "told", ""
        case outcome if outcome.kind == "skipped":
            return "skipped", outcome.detail
        case outcome:
            return "failed", _detail(outcome)


def _detail(outcome: Outcome) -> str:
    if outcome.kind == "refused":
        return f"refused: {outcome.detail}"
    return outcome.detail if outcome.kind == "failed" else ""


def _is_embedded(record: Record) -> bool:
    outcome = record.outcome
    return outcome is not None and outcome.kind == "extracted" and outcome.extraction.provenance.engine == "extractive"
