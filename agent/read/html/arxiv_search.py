"""Results of arXiv's search (arxiv.org/search, also by author, and /search/advanced).

Each result is `<li class="arxiv-result">` with the link to its abstract page in `<p class="list-title">`, `<span
class="tag">` for each category (the primary one first), `<p class="title">`, `<p class="authors">`, `<p
class="abstract">` with the whole text in `<span class="abstract-full">` beside a cut one, and paragraphs for dates
("Submitted …; v1 submitted …"), comments and journal. Found words stand in `<span class="search-hit">`.

Source: https://github.com/arXiv/arxiv-search, search/templates/search/base.html and search-macros.html
"""

import re
from collections.abc import Iterator

from agent.read.dates import MONTH, YEAR, PrintedDate, parse_date
from agent.read.html.arxiv_list import linked_id
from agent.read.html.dom import Document, Node
from agent.read.html.fields import people
from agent.read.page import Draft
from agent.read.records.arxiv_json import codes_among
from agent.read.records.fields import known_ids, named_id

_DAY = rf"(?P<day>\d{{1,2}} {MONTH},? {YEAR})"
_FIRST = re.compile(rf"\bv1 submitted {_DAY}")
_SUBMITTED = re.compile(rf"\bSubmitted {_DAY}")
_LABEL = re.compile(r"^(?:Authors?|Abstract|Title|Journal ref) ?: ?", re.IGNORECASE)
_LESS = re.compile(r"\s*[△▵]\s*Less$")
_JOURNAL = re.compile(r"Journal ref: ?(?P<journal>.+)")


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the papers of the results."""
    for number, result in enumerate(page.root.all("li", under="arxiv-result"), start=1):
        yield f"result {number}", _draft(result)


def _draft(result: Node) -> Draft | str:
    heading = result.first("p", under="title")
    title = heading.text() if heading is not None else ""
    if not title:
        return "no title"
    doi = next((link.address for link in result.all("a") if "doi.org/10." in link.address), None)
    facts = [node.text() for node in result.all("p", under="is-size-7")]
    venue = next((match["journal"] for fact in facts if (match := _JOURNAL.match(fact))), None)
    authors = result.first("p", under="authors")
    return Draft(
        numbers=(),
        title=title,
        abstract=_abstract(result),
        authors=people(link.text() for link in authors.all("a")) if authors is not None else (),
        date=_date(facts),
        venue=venue,
        venue_text=venue,
        categories=codes_among(tag.text() for tag in result.all("span", under="tag")),
        ids=known_ids(linked_id(result), named_id("doi", doi)),
    )


def _abstract(result: Node) -> str:
    """Return the whole abstract; nothing where only a cut one is shown."""
    if (full := result.first(under="abstract-full")) is not None:
        return _LESS.sub("", full.text())
    shown = result.first("p", under="abstract")
    text = _LABEL.sub("", shown.text()) if shown is not None and shown.first(under="abstract-short") is None else ""
    return "" if text.startswith("…") or text.endswith("…") else text


def _date(facts: list[str]) -> PrintedDate | None:
    found = (pattern.search(fact) for pattern in (_FIRST, _SUBMITTED) for fact in facts)
    return next((parse_date(match["day"]) for match in found if match), None)
