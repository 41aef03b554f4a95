"""Semantic Scholar's Academic Graph API: one paper, a batch, the answer of a search, lists of citations.

Keys: `paperId`, `externalIds` (`ArXiv`, `DOI`, `ACL`, …), `title`, `abstract`, `year`, `publicationDate`, `authors`
(each with `name`), `venue`, `publicationVenue`, `journal`. Fields of study are no categories and are not read.

Source: https://api.semanticscholar.org/api-docs/graph
"""

from agent.read.acl_venue import short_venue
from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id
from agent.read.records.fields import first_text, items, known_ids, mapping, named_id, printed_date, printed_year, text
from agent.read.records.json_text import Record

_HOLDERS = ("citingPaper", "citedPaper")
_PREPRINTS = ("arxiv", "corr")


def knows(record: Record) -> bool:
    """Tell a paper by its key `paperId`, or `corpusid` as in the data sets, itself or inside a citation."""
    paper = _paper(record)
    return "paperId" in paper or ("corpusid" in paper and "title" in paper)


def read(record: Record) -> Draft | str:
    """Return the paper of one record."""
    paper = _paper(record)
    title = text(paper.get("title"))
    if title is None:
        return "no title"
    ids = mapping(paper.get("externalIds")) or mapping(paper.get("externalids"))
    date = printed_date(first_text(paper, "publicationDate", "publicationdate")) or printed_year(paper.get("year"))
    venue = _venue(paper)
    return Draft(
        numbers=(),
        title=title,
        abstract=text(paper.get("abstract")) or "",
        authors=tuple(
            name for author in items(paper.get("authors")) if (name := text(mapping(author).get("name"))) is not None
        ),
        date=date,
        venue=short_venue(venue, str(date.year) if date and date.year else None) if venue else None,
        venue_text=venue,
        ids=known_ids(arxiv_id(ids.get("ArXiv")), named_id("doi", ids.get("DOI")), named_id("acl", ids.get("ACL"))),
    )


def _paper(record: Record) -> Record:
    return next((mapping(record[key]) for key in _HOLDERS if record.get(key)), record)


def _venue(paper: Record) -> str | None:
    named = text(mapping(paper.get("journal")).get("name"))
    venue = text(paper.get("venue")) or text(mapping(paper.get("publicationVenue")).get("name")) or named
    return None if venue is None or venue.lower().startswith(_PREPRINTS) else venue
