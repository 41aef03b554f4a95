"""Pages of one paper in the ACL Anthology.

`<h2 id="title">`, citation_* metadata in the head (authors with the family name last), the abstract in `<div
class="card-body acl-abstract"><h5>Abstract</h5><span>`, and a list `<dl>` of "Anthology ID:", "Volume:", "Year:",
"DOI:". The dialog for citations repeats all of it and is not read.

Source: https://github.com/acl-org/acl-anthology, hugo/layouts/papers/single.html
"""

from collections.abc import Iterator, Mapping

from agent.read.acl_venue import short_venue
from agent.read.html.dom import Document
from agent.read.html.fields import iso_date, people
from agent.read.page import Draft
from agent.read.records.fields import known_ids, named_id
from schemas.identity import canonical_id


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the paper of the page."""
    facts = _facts(page)
    anthology_id = facts.get("Anthology ID") or facts.get("ACL ID")
    heading = page.root.by_id("title")
    if heading is None or canonical_id(f"acl:{anthology_id}") is None:
        return  # the page of a volume has an id too, but not one of a paper
    title = page.meta("citation_title") or heading.text()
    if not title:
        yield "paper 1", "no title"
        return
    volume = facts.get("Volume") or page.meta("citation_conference_title", "citation_journal_title")
    year = facts.get("Year") or None
    abstract = page.root.first("div", under="acl-abstract")
    yield (
        "paper 1",
        Draft(
            numbers=(),
            title=title,
            abstract=abstract.text().removeprefix("Abstract").strip() if abstract is not None else "",
            authors=_authors(page),
            date=iso_date(page.meta("citation_publication_date")) or iso_date(year or ""),
            venue=short_venue(volume, year) if volume else None,
            venue_text=volume or None,
            ids=known_ids(
                named_id("acl", anthology_id), named_id("doi", facts.get("DOI") or page.meta("citation_doi"))
            ),
        ),
    )


def _facts(page: Document) -> Mapping[str, str]:
    facts: dict[str, str] = {}
    for term in page.root.outermost("dt", "dd"):
        value = term.next() if term.tag == "dt" else None
        if value is not None and value.tag == "dd" and (text := value.text()):
            facts.setdefault(term.text().rstrip(": "), text)
    return facts


def _authors(page: Document) -> tuple[str, ...]:
    named = page.all_meta("citation_author")
    if not named and (lead := page.root.first("p", under="lead")) is not None:
        named = tuple(link.text() for link in lead.all("a"))
    return people(named)
