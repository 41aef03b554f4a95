"""Record ─▶ reference: a paper with a person's word applied, as bibliographies and tables tell it."""

from agent.correct import PATH_MARK, apply_corrections, person_tags
from schemas.extraction import Extraction
from schemas.record import Record
from schemas.reference import Reference


def reference_of(record: Record) -> Reference:
    """Return the reference of a record that holds all corrections of its paper."""
    corrected = apply_corrections(record)
    paper, outcome = corrected.paper, corrected.outcome
    known = Reference(
        id=paper.id,
        title=paper.title,
        ids=paper.ids,
        authors=paper.authors,
        authors_truncated=paper.authors_truncated,
        date=paper.date or "",
        venue=paper.venue or "",
        categories=paper.categories,
        abstract=paper.abstract,
        keywords=person_tags(record),
        status=outcome.kind if outcome else "",
    )
    return _with_extraction(known, outcome.extraction) if outcome and outcome.kind == "extracted" else known


def _with_extraction(known: Reference, extraction: Extraction) -> Reference:
    topics = tuple(PATH_MARK.join(tag.path) for tag in extraction.topics)
    terms = tuple(term.name for term in extraction.terms)
    labels = tuple(tag.path[-1] for tag in extraction.topics if tag.path)
    tldr = extraction.tldr.text if extraction.tldr else ""
    claims = tuple(claim.text for claim in extraction.claims)
    names = ", ".join(name.name for name in extraction.method_names)
    method = ": ".join(part for part in (names, extraction.method.text if extraction.method else "") if part)
    return known._replace(
        keywords=tuple(dict.fromkeys((*labels, *terms, *known.keywords))),
        notes=tuple(f"{kind}: {said}" for kind, said in (("TL;DR", tldr), *(("Claim", one) for one in claims)) if said),
        tldr=tldr,
        task=extraction.task or "",
        contribution=extraction.contribution,
        method=method,
        claims=claims,
        datasets=tuple(f"{data.name} ({data.role})" for data in extraction.datasets),
        models=tuple(model.name for model in extraction.models),
        topics=topics,
        terms=terms,
        engine=extraction.provenance.model or extraction.provenance.engine,
        status=extraction.status,
    )
