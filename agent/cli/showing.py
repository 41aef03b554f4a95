"""What `digest show` prints of one paper."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from agent.attribution import find_owner
from agent.cli.printing import numbers, out, out_json
from agent.composing.veil import veiled
from agent.correct import apply_corrections, person_tags
from agent.keeping import records
from cache.corrections import read_corrections
from cache.home import Home
from cache.library import Library
from schemas.extraction import Extraction, Statement
from schemas.paper import Paper
from schemas.record import Record


def show_paper(name: str, folder: Path, model: str | None, *, json: bool) -> None:
    """Print all that the library in a home knows of the paper with that present id."""
    home = Home(folder)
    with Library(home.library, read_only=True) as library:
        (record,) = records(library, [name], read_corrections(home.corrections), model)
    if json:
        out_json(record.model_dump(mode="json"))
        return
    corrected = apply_corrections(record)
    for line in (*_head(corrected.paper), *_told(corrected, home), *_yours(record), *_sources(record)):
        out(line)


def _head(paper: Paper) -> Iterator[str]:
    yield paper.title
    yield f"{paper.id}" + "".join(f" · {other}" for other in paper.ids if other != paper.id)
    if paper.authors:
        yield ", ".join(paper.authors) + (" et al." if paper.authors_truncated else "")
    date = f"{paper.date}{' (year inferred)' if paper.date_inferred else ''}" if paper.date else None
    about = [
        part for part in (date, paper.venue, ", ".join(paper.categories), "code" if paper.has_code else None) if part
    ]
    if about:
        yield " · ".join(about)


def _told(record: Record, home: Home) -> Iterator[str]:
    outcome = record.outcome
    if outcome is None or outcome.kind != "extracted":
        yield ""
        yield "not read yet: run `digest build`" if outcome is None else f"{outcome.kind}: {outcome.detail}"
        return
    extraction = outcome.extraction
    made = extraction.provenance
    yield ""
    yield f"In the words of {made.model}:" if made.model else "In the authors' own words:"
    yield from _statement("tl;dr", extraction.tldr)
    yield f"  {'kind':<9}{extraction.contribution}" + (f" · {extraction.task}" if extraction.task else "")
    yield from _statement("method", extraction.method)
    for claim in extraction.claims:
        yield from _statement(claim.kind, claim)
    for data in extraction.datasets:
        yield f"  {'data':<9}{data.name} ({data.role}){numbers(list(data.sentences))}{_yours_mark(data.person)}"
    for label, mentions in (
        ("named", extraction.method_names),
        ("model", extraction.models),
        ("term", extraction.terms),
    ):
        for mention in mentions:
            yield f"  {label:<9}{mention.name}{numbers(list(mention.sentences))}{_yours_mark(mention.person)}"
    for tag in extraction.topics:
        yield f"  {'topic':<9}{' › '.join(tag.path)}{numbers(list(tag.sentences))}"
    yield from _sentences(record.paper, extraction)
    yield from _dropped(record.paper, extraction, home)
    yield ""
    yield f"by {made.model or 'the embedded engine'}, version {made.engine_version}, {record.outcome_at or ''}".rstrip(
        ", "
    )


def _statement(label: str, statement: Statement | None) -> Iterator[str]:
    if statement is not None:
        yield f"  {label:<9}{statement.text}{numbers(list(statement.sentences))}{_yours_mark(statement.person)}"


def _yours_mark(person: bool) -> str:
    return " (yours)" if person else ""


def _sentences(paper: Paper, extraction: Extraction) -> Iterator[str]:
    yield ""
    yield "Abstract:"
    for number, span in enumerate(extraction.spans, start=1):
        yield f"  s{number:<3} {span.role:<11}{paper.abstract[span.start : span.end]}"


def _dropped(paper: Paper, extraction: Extraction, home: Home) -> Iterator[str]:
    if extraction.dropped:
        yield ""
        yield "Dropped, and why:"
    for lost in extraction.dropped:
        drop, owner = veiled(lost, paper), find_owner(lost, paper.id, home.library)
        reasons = "; ".join(finding.message for finding in drop.findings)
        yield f"  {drop.field:<9}{drop.text}{numbers(list(drop.sentences))}: {reasons}"
        if owner is not None:
            yield f"           {owner.id} says so{numbers(list(owner.sentences))}: {owner.title}"


def _yours(record: Record) -> Iterator[str]:
    tags: Sequence[str] = person_tags(record)
    if record.corrections:
        yield ""
        yield "Yours:" + (f" {', '.join(tags)}" if tags else "")
        for said in record.corrections:
            kind = f":{said.kind}" if said.kind else ""
            value = f"{said.field}{kind}={said.value or ''}" if said.field else said.value
            yield f"  {said.at[:10]} {said.action} {value}"


def _sources(record: Record) -> Iterator[str]:
    yield ""
    yield f"First seen {record.first_seen}, on:"
    for entry in record.paper.sources:
        place = f", lines {entry.lines[0]}–{entry.lines[1]}" if entry.lines else ""
        yield f"  {entry.page}: paper {entry.position + 1}{place} ({entry.kind})"
    for former in record.former:
        yield f"Another version of the abstract, first seen {former.first_seen}:"
        yield f"  {former.abstract}"
