"""Library records ─▶ one `Digest`: what goes in, in which order, compared with what."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Literal, NamedTuple

from agent.composing.entry import tell, with_evidence, with_sentences
from agent.composing.figures import contributions, periods
from agent.composing.links import paper_link
from agent.composing.names import indexes, introduced, models_used, most_used
from agent.composing.reading_order import (
    Matcher,
    Places,
    count_places,
    glance,
    read_first,
    reasons,
    sections,
    shelves,
)
from agent.composing.spool import Held, Spool
from agent.composing.told import Gist, Shared, Told, gist_of
from agent.composing.veil import veiled
from agent.correct import apply_corrections
from agent.reference import reference_of
from agent.settings import SEARCH_ADDRESS
from agent.weeks import is_unplaced, mark, parse_week, times_of, week_text, weeks_before
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
    references: bool = False
    """Every paper brings all its authors, ids and its abstract, for documents that list references."""
    in_pieces: bool = False
    """Entries wait in a temporary file, for documents that are written paper by paper."""
    follow: Follow = field(default_factory=Follow)
    rebuild: str = "digest build"
    """The command that makes this digest again."""
    search_url: str = SEARCH_ADDRESS
    """https address to which the title of a paper without id is appended."""
    possibly_same: tuple[tuple[str, str], ...] = ()
    """Pairs of ids that overlap without enough evidence to merge; those of other papers are passed over."""


class FirstMet(NamedTuple):
    """Names that no paper of an earlier week bears, by name."""

    datasets: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


class Former(NamedTuple):
    """What a weekly digest tells of papers that are not of its week."""

    places: tuple[Places, ...]
    """Of the papers of each of the weeks before, oldest first."""
    unplaced: int
    """Papers that no week claims and that may be of this one."""
    first_met: FirstMet = FirstMet()


class _Selected(NamedTuple):
    """A paper of the digest."""

    original: Record
    record: Record
    """With a person's corrections."""
    mark: Mark | None


Silence = Literal["failed", "waiting", "wordless", "skipped"]
_WORDLESS = "no sentence of the abstract could be told alone"


class _Composed(NamedTuple):
    """What is left of a record when it was composed; the record itself is not held."""

    key: tuple[str, str, str]
    pages: frozenset[str]
    mark: Mark | None
    gist: Gist | None = None
    """None: nothing can be told of the paper."""
    entry: int | None = None
    """Its place among the entries."""
    with_evidence: int | None = None
    engine: str | None = None
    has_code: bool = False
    silence: tuple[Silence, UntoldPaper] | None = None
    dropped: tuple[UntoldStatement, ...] = ()


def compose(
    records: Iterable[Record], taxonomy: Taxonomy, options: ComposeOptions | None = None, former: Former | None = None
) -> Digest:
    """Compose a digest; the order of the records makes no difference, and they are held one at a time.

    Args:
        records: Each once.
        taxonomy: For the names of categories.
        options: What the reader chose.
        former: What is known of other weeks, if the records are those of the week alone; None: they tell it.

    Raises:
        UsageError: `options.week` is no ISO week.
    """
    options = options or ComposeOptions()
    if options.week:
        options = replace(options, week=parse_week(options.week))
    week = options.week
    around = _Around(weeks_before(week), week) if week and former is None else None
    detail, selected = _with_detail(_select(records, week, around), options)
    told = Spool() if options.in_pieces else Held()
    making = _Making(detail, options, Matcher(options.follow), told, Shared())
    composed = sorted((_composed(paper, making) for paper in selected), key=lambda paper: paper.key)
    papers = [paper.gist for paper in composed if paper.gist]
    first = read_first(papers)
    within = () if week else periods(papers)
    former = around.former() if around else former
    return Digest(
        title=f"{options.title} · {week_text(week)} ({week})" if week else options.title,
        week=week,
        weeks_before=weeks_before(week) if week else (),
        periods=tuple(period.name for period in within),
        engines=_engines(composed),
        detail=detail,
        counts=_counts(composed, week),
        introduced=introduced(papers),
        most_used=most_used(papers),
        models_used=models_used(papers),
        contributions=contributions(papers),
        datasets_first_met=former.first_met.datasets if former else (),
        methods_first_met=former.first_met.methods if former else (),
        with_code=sum(paper.has_code for paper in composed),
        glance=glance(papers, former.places if former else (), taxonomy, [period.places for period in within]),
        read_first=first,
        sections=sections(shelves(papers, taxonomy), _entries(composed, first, options.evidence, told)),
        indexes=indexes(papers),
        untold=_untold(composed, options, former.unplaced if former else 0),
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


class _Around:
    """Counts the papers around a week while they pass."""

    def __init__(self, before: Sequence[str], week: str) -> None:
        self._before, self._week = before, week
        self._places = [count_places(()) for _ in before]
        self._unplaced = 0

    def count(self, record: Record) -> None:
        """Count a record with a person's corrections."""
        times = times_of(record)
        self._unplaced += is_unplaced(times, self._week)
        for places, week in zip(self._places, self._before, strict=True):
            if mark(times, week) and (place := place_of(record)) is not None:
                places.update(count_places([place]))

    def former(self) -> Former:
        """Return what was counted."""
        return Former(tuple(self._places), self._unplaced)


def place_of(record: Record) -> tuple[str, ...] | None:
    """Return the place of a paper with a person's corrections; None if nothing can be told of it."""
    told = _told(_Selected(record, record, None))
    return told.place if told else None


def _select(records: Iterable[Record], week: str | None, around: _Around | None) -> Iterator[_Selected]:
    for original in records:
        record = apply_corrections(original)
        if around is not None:
            around.count(record)
        marked = mark(times_of(record), week) if week else None
        if week is None or marked:
            yield _Selected(original, record, marked)


def _with_detail(
    selected: Iterator[_Selected], options: ComposeOptions
) -> tuple[Literal["full", "brief"], Iterator[_Selected]]:
    """Return how much is told of each paper, and the papers."""
    if options.detail is not None:
        return options.detail, selected
    head = list(islice(selected, options.full_at_most + 1))
    return ("full" if len(head) <= options.full_at_most else "brief"), chain(head, selected)


def _told(paper: _Selected) -> Told | None:
    outcome = paper.record.outcome
    return Told(paper.record, outcome.extraction, paper.mark) if outcome and outcome.kind == "extracted" else None


class _Making(NamedTuple):
    """What making the entries takes."""

    detail: Literal["full", "brief"]
    options: ComposeOptions
    matcher: Matcher
    entries: Held | Spool
    shared: Shared


def _composed(selected: _Selected, making: _Making) -> _Composed:
    original, record, marked = selected
    options, entries, shared = making.options, making.entries, making.shared
    told = _told(selected)
    kind, reason = _reason(record)
    made = _Composed(
        key=(original.paper.id, original.paper.title, shared(original.first_seen)),
        # What a page printed of a paper before it changed is no entry of its own.
        pages=shared(frozenset(source.page for source in record.paper.sources)),
        mark=marked,
        silence=None if kind == "told" else (kind, _named(original, record, reason, options)),
    )
    if told is None:
        return made
    entry = tell(told, week=options.week, detail=making.detail, search_url=options.search_url)
    if options.sentences:
        entry = with_sentences(entry, original, told.extraction)
    if options.references:
        entry = entry.model_copy(update={"reference": reference_of(original)})
    quoted = making.detail == "full" and options.evidence != "none"
    origin = told.extraction.provenance
    return made._replace(
        gist=gist_of(told, reasons(told, making.matcher), shared),
        entry=entries.put(entry),
        with_evidence=entries.put(with_evidence(entry, original, told.extraction)) if quoted else None,
        engine=shared(origin.model or "model" if origin.engine == "model" else origin.engine),
        has_code=record.paper.has_code,
        dropped=tuple(_untold_statement(told, veiled(lost, original.paper)) for lost in told.extraction.dropped),
    )


def _engines(composed: Iterable[_Composed]) -> tuple[str, ...]:
    names = Counter(paper.engine for paper in composed if paper.engine)
    return tuple(sorted(names, key=lambda name: (-names[name], name)))


def _counts(composed: Sequence[_Composed], week: str | None) -> Counts:
    marks = Counter(paper.mark for paper in composed)
    return Counts(
        papers=len(composed),
        entries=sum(len(paper.pages) for paper in composed),
        pages=len(frozenset().union(*(paper.pages for paper in composed))),
        new=marks["new"] if week else None,
        updated=marks["updated"] if week else None,
        late=marks["late"] if week else None,
    )


def _entries(
    composed: Iterable[_Composed],
    first: Iterable[ReadFirst],
    evidence: Literal["all", "first", "none"],
    told: Held | Spool,
) -> Callable[[Iterable[str]], Sequence[DigestPaper]]:
    """Return what finds entries by their ids, with quotations for those that are to have them."""
    chosen = {paper.id for paper in first}
    places = {}
    for paper in composed:
        if paper.gist is not None and paper.entry is not None:
            quoted = paper.with_evidence if evidence == "all" or paper.gist.id in chosen else None
            places[paper.gist.id] = paper.entry if quoted is None else quoted
    return lambda ids: told.at(places[paper_id] for paper_id in ids)


def _untold(composed: Sequence[_Composed], options: ComposeOptions, undated: int) -> Untold:
    ids = {paper.key[0] for paper in composed}
    silent = [paper.silence for paper in composed if paper.silence]
    pairs = {(min(pair), max(pair)) for pair in options.possibly_same if ids >= set(pair)}
    return Untold(
        failed=tuple(paper for kind, paper in silent if kind == "failed"),
        waiting=tuple(paper for kind, paper in silent if kind == "waiting"),
        wordless=tuple(paper for kind, paper in silent if kind == "wordless"),
        skipped=tuple(paper for kind, paper in silent if kind == "skipped"),
        dropped=tuple(statement for paper in composed for statement in paper.dropped),
        possibly_same=tuple(sorted(pairs)),
        undated=undated,
    )


def _untold_statement(told: Told, lost: Dropped) -> UntoldStatement:
    return UntoldStatement(
        id=told.paper.id, title=told.paper.title, field=lost.field, text=lost.text, findings=lost.findings
    )


def _named(original: Record, record: Record, reason: str, options: ComposeOptions) -> UntoldPaper:
    paper = record.paper
    return UntoldPaper(
        id=paper.id,
        title=paper.title,
        reason=reason,
        link=paper_link(paper, options.search_url),
        reference=reference_of(original) if options.references else None,
    )


def _reason(record: Record) -> tuple[Literal["told"] | Silence, str]:
    if record.failure is not None and record.failure.kind in ("refused", "failed"):
        shown = "the embedded engine" if _is_embedded(record) else "another model"
        return "failed", f"{_detail(record.failure)}; told by {shown} instead"
    match record.outcome:
        case None:
            return "waiting", "not read yet"
        case outcome if outcome.kind == "extracted":
            one = outcome.extraction
            return ("told", "") if one.tldr or one.method or one.claims else ("wordless", _WORDLESS)
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
