"""One extracted record ─▶ one entry of the digest: what is told of a paper, and what is left out for want of room.

An entry has fewer words than its abstract, 120 at most without quotations. In the authors' own words it prints no
sentence twice and aims at a share of the abstract: first every kind of part once, then what is useful as long as there
is room.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple, TypeVar

from agent.composing.changes import changes
from agent.composing.links import allowed_links, paper_link
from agent.composing.room import (
    LABEL,
    MORE,
    Room,
    words_of,
    words_of_head,
    words_of_line,
    words_of_name,
    words_of_shown,
    words_of_tag,
)
from agent.composing.told import Told, is_result_with_number
from agent.correct import corrected_fields, person_tags
from agent.settings import SEARCH_ADDRESS
from schemas.digest import Change, DigestPaper, Quotation, Shown, ShownName, ShownTag
from schemas.extraction import Claim, Extraction, Statement
from schemas.identity import text_hash
from schemas.record import Record

CLAIMS_SHOWN = 3
AUTHORS_SHOWN = 3
CODE_LINKS_SHOWN = 3
TAGS_SHOWN = 3
"""Topics, and as many free terms."""
_SURE_NAMES = 2  # of a kind: shown before anything optional

Part = TypeVar("Part")


class _Body(NamedTuple):
    """What there was room for."""

    method_names: tuple[ShownName, ...]
    method: Shown | None
    claims: tuple[Shown, ...]
    more_claims: int
    datasets: tuple[ShownName, ...]
    models: tuple[ShownName, ...]
    tags: tuple[ShownTag, ...]


def tell(
    told: Told,
    *,
    week: str | None = None,
    detail: Literal["full", "brief"] = "full",
    search_url: str = SEARCH_ADDRESS,
) -> DigestPaper:
    """Compose the entry of a paper, without quotations of evidence.

    Args:
        told: The paper.
        week: The ISO week of the digest; needed to say what an updated paper changed.
        detail: `brief` keeps what fits on two lines.
        search_url: https address to which the title of a paper without id is appended.
    """
    changed = changes(told.record, told.extraction, week) if week and told.mark == "updated" else ()
    entry = _head(told, search_url).model_copy(update={"changes": changed})
    if detail == "brief":
        return entry.model_copy(update={"tags": _tags(told)[:1], "more_claims": len(told.extraction.claims)})
    body = _body(told, entry)
    return entry.model_copy(
        update={
            **body._asdict(),
            "more_datasets": len(told.extraction.datasets) - len(body.datasets),
            "more_models": len(told.extraction.models) - len(body.models),
        }
    )


def with_evidence(entry: DigestPaper, original: Record, extraction: Extraction) -> DigestPaper:
    """Return the entry with each sentence that its statements cite, once, unless it is quoted already.

    Args:
        entry: The entry.
        original: Its record without corrections, because the extraction's spans refer to the text as printed.
        extraction: What was extracted from it.
    """
    sentences = _sentences(original, extraction)
    if not sentences:
        return entry
    shown = [part for part in (entry.tldr, entry.method, *entry.claims) if part]
    quoted = {number for part in shown if part.quoted for number in part.sentences}
    cited = sorted({number for part in shown for number in part.sentences} - quoted)
    evidence = tuple(sentences[number - 1] for number in cited if 0 < number <= len(sentences))
    return entry.model_copy(update={"evidence": evidence})


def with_sentences(entry: DigestPaper, original: Record, extraction: Extraction) -> DigestPaper:
    """Return the entry with all sentences of the abstract; the arguments are those of `with_evidence`."""
    return entry.model_copy(update={"sentences": _sentences(original, extraction)})


def _sentences(original: Record, extraction: Extraction) -> tuple[Quotation, ...]:
    """Return the sentences of the abstract; none if the spans are those of another text."""
    paper = original.paper
    if extraction.text_hash != text_hash(paper.title, paper.abstract):
        return ()
    return tuple(
        Quotation(number=number, text=paper.abstract[span.start : span.end])
        for number, span in enumerate(extraction.spans, start=1)
    )


def _head(told: Told, search_url: str) -> DigestPaper:
    paper, extraction = told.paper, told.extraction
    few = len(paper.authors) <= AUTHORS_SHOWN
    known = max(len(paper.authors), paper.n_authors or 0)
    made = extraction.provenance
    return DigestPaper(
        id=paper.id,
        title=paper.title,
        authors=paper.authors[:AUTHORS_SHOWN],
        authors_truncated=paper.authors_truncated or not few,
        n_authors=paper.n_authors if paper.authors_truncated else known or None,
        date=paper.date,
        date_inferred=paper.date_inferred,
        venue=paper.venue,
        link=paper_link(paper, search_url),
        code=paper.has_code,
        code_links=allowed_links(paper.urls)[:CODE_LINKS_SHOWN],
        pages=len({source.page for source in paper.sources}),
        mark=told.mark,
        engine=made.engine,
        model=made.model,
        contribution=extraction.contribution,
        task=extraction.task,
        tldr=_shown(extraction.tldr, extraction),
        corrected=corrected_fields(told.record),
    )


def _body(told: Told, entry: DigestPaper) -> _Body:
    extraction = told.extraction
    room = Room(words_of(told.paper.abstract), quoted=extraction.provenance.engine == "extractive")
    room.take(words_of_head(entry) + (words_of_shown(entry.tldr) if entry.tldr else 0))
    tags = _tags(told)
    room.take(sum(map(words_of_tag, tags[:1])) + LABEL)

    names = tuple(ShownName(name=name.name, person=name.person) for name in extraction.method_names[:_SURE_NAMES])
    names = _fitting(names, words_of_name, room, sure=_SURE_NAMES, label=LABEL)
    datasets = _datasets(extraction)
    sure = _fitting(datasets[:_SURE_NAMES], words_of_name, room, sure=_SURE_NAMES, label=LABEL)
    method, claims = _method(extraction, entry, room, named=bool(names))
    key = {claim.text for claim in extraction.claims if claim.key}
    # Away from the abstract only those of the authors' own words are told that are meant to stand alone.
    standing = [claim for claim in claims if not claim.quoted or claim.text in key]
    first = _first_claim(standing, room)
    datasets = sure + _fitting(datasets[len(sure) :], words_of_name, room, label=0 if sure else LABEL)
    models = tuple(
        ShownName(name=model.name, sentences=model.sentences, person=model.person) for model in extraction.models
    )
    models = _fitting(models, words_of_name, room, label=LABEL)
    others = [claim for claim in standing if claim not in first]
    room.take(MORE if len(claims) > len(first) else 0)
    more = _fitting(others, words_of_line, room, at_most=CLAIMS_SHOWN - 1) if first else ()
    return _Body(
        method_names=names,
        method=method,
        claims=tuple(claim for claim in claims if claim in first + more),
        more_claims=len(claims) - len(first + more),
        datasets=datasets,
        models=models,
        tags=tags[:1] + _fitting(tags[1:], words_of_tag, room),
    )


def _method(
    extraction: Extraction, entry: DigestPaper, room: Room, *, named: bool
) -> tuple[Shown | None, tuple[Shown, ...]]:
    """Take the method if there is room for it and a claim; return it with the claims that do not repeat it.

    A method whose name stands there is told in a word, so its summary must fit the aim.
    """
    before = [entry.tldr] if entry.tldr else []
    method = _shown(extraction.method, extraction)
    if method and not _repeats(method, before):
        claims = _claims(extraction, [*before, method], entry.changes)
        reserved = words_of_line(claims[0]) if claims else 0
        if room.try_take(words_of_line(method), reserved=reserved, sure=not named or method.person):
            return method, claims
    return None, _claims(extraction, before, entry.changes)


def _fitting(
    parts: Sequence[Part],
    cost: Callable[[Part], int],
    room: Room,
    *,
    sure: int = 0,
    label: int = 0,
    at_most: int | None = None,
) -> tuple[Part, ...]:
    """Take the parts for which there is room, in their order; the first one also pays for the label of the line."""
    taken: list[Part] = []
    for place, part in enumerate(parts):
        if len(taken) != at_most and room.try_take(cost(part) + (0 if taken else label), sure=place < sure):
            taken.append(part)
    return tuple(taken)


def _shown(statement: Statement | None, extraction: Extraction) -> Shown | None:
    if statement is None:
        return None
    return Shown(
        text=statement.text,
        sentences=statement.sentences,
        kind=statement.kind if isinstance(statement, Claim) else None,
        quoted=extraction.provenance.engine == "extractive" and not statement.person,
        person=statement.person,
    )


def _claims(extraction: Extraction, before: Sequence[Shown], changed: Sequence[Change]) -> tuple[Shown, ...]:
    """Return the claims, best first, without what stands in the entry already."""
    compared = {change.after for change in changed}
    claims: list[Shown] = []
    for claim in sorted(extraction.claims, key=lambda claim: _claim_rank(claim, extraction)):
        shown = _shown(claim, extraction)
        if shown and claim.text not in compared and not _repeats(shown, [*before, *claims]):
            claims.append(shown)
    return tuple(claims)


def _repeats(shown: Shown, before: Sequence[Shown]) -> bool:
    quoted: set[int] = {number for other in before if other.quoted for number in other.sentences}
    said = {" ".join(other.text.split()).casefold() for other in before}
    return (shown.quoted and bool(quoted & set(shown.sentences))) or " ".join(shown.text.split()).casefold() in said


def _claim_rank(claim: Claim, extraction: Extraction) -> tuple[bool, bool, bool]:
    return not claim.person, not is_result_with_number(claim, extraction), not claim.key


def _first_claim(claims: Sequence[Shown], room: Room) -> tuple[Shown, ...]:
    """Take the best claim, beyond the aim if need be, else the shortest of all if that fits at all."""
    for claim in (*claims[:1], *sorted(claims, key=words_of_line)[:1]):
        if room.try_take(words_of_line(claim), sure=True):
            return (claim,)
    return ()


def _datasets(extraction: Extraction) -> tuple[ShownName, ...]:
    introduced_first = sorted(extraction.datasets, key=lambda dataset: dataset.role != "introduced")
    return tuple(
        ShownName(name=dataset.name, role=dataset.role, sentences=dataset.sentences, person=dataset.person)
        for dataset in sorted(introduced_first, key=lambda dataset: not dataset.person)
    )


def _tags(told: Told) -> tuple[ShownTag, ...]:
    """Return the tags, most central first; a person's own follow the first topic."""
    extraction = told.extraction
    topics = [ShownTag(path=topic.path, kind="topic") for topic in extraction.topics if topic.path]
    if not topics and told.category:
        topics = [ShownTag(path=(told.category,), kind="category", predicted=not told.paper.categories)]
    person = [ShownTag(path=(tag,), kind="person") for tag in person_tags(told.record)]
    terms = [ShownTag(path=(term.name,), kind="term") for term in extraction.terms]
    return (*topics[:1], *person, *topics[1:TAGS_SHOWN], *terms[:TAGS_SHOWN])
