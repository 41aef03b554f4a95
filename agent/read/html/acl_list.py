"""Lists of papers in the ACL Anthology: volumes, events, authors.

Each paper is `<p class="d-sm-flex align-items-stretch">` with `<strong><a href="/ID/">title</a></strong>`, links to the
pages of its authors (`/people/…`) and, on the page of an author, to its volume (`/volumes/…`). Its abstract, hidden
until "abs" is pressed, follows in `<div class="… abstract-collapse" id="abstract-ID">`. Over the papers stand the year
(author), the volume (event) or the title of the page (volume). The front matter (number 0) is no paper.

Source: https://github.com/acl-org/acl-anthology, hugo/layouts/papers/list-entry.html, list-entry-author.html,
people/single.html, events/single.html
"""

import re
from collections.abc import Iterator

from agent.read.acl_venue import short_venue
from agent.read.dates import YEAR, PrintedDate
from agent.read.html.dom import Document, Node
from agent.read.html.fields import people
from agent.read.page import Draft
from agent.read.records.fields import known_ids
from schemas.identity import canonical_id

_ID = re.compile(r"(?:^|aclanthology\.(?:org|info)|aclweb\.org/anthology)/(?:papers/)?([A-Za-z0-9_.-]+?)/?$")
_FRONT_MATTER = re.compile(r"\.0$|-\d0{3}$", re.ASCII)
_ENTRY = "align-items-stretch"
_HEADINGS = ("h2", "h3", "h4")
_YEAR = re.compile(YEAR)


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the papers of the page."""
    year = volume = ""
    number = 0
    for node in page.root.outermost(*_HEADINGS, under=_ENTRY):
        if node.tag in _HEADINGS:
            heading = _heading(node)
            year, volume = (heading, "") if _YEAR.fullmatch(heading) else ("", heading)
        elif (title := _title(node)) is not None:
            known = _id(title)
            if known is None or _FRONT_MATTER.search(known):
                continue
            number += 1
            yield f"paper {number}", _draft(node, title, known, year, volume)


def _heading(node: Node) -> str:
    link = next((link for link in node.all("a") if "badge" not in link.classes), None)
    return link.text() if link is not None else node.text()


def _title(entry: Node) -> Node | None:
    strong = entry.first("strong")
    return strong.first("a") if strong is not None else None


def _id(title: Node) -> str | None:
    match = _ID.search(title.address)
    return canonical_id(f"acl:{match[1]}") if match else None


def _draft(entry: Node, title: Node, known: str, year: str, heading: str) -> Draft | str:
    if not title.text():
        return "no title"
    links = list(entry.all("a"))
    volume = next((link.text() for link in links if "/volumes/" in link.address), heading)
    own = re.search(rf"\b{YEAR}\b", volume) or re.match(YEAR, known.removeprefix("acl:"))
    printed = year or (own.group() if own else "")
    return Draft(
        numbers=(),
        title=title.text(),
        abstract=_abstract(entry),
        authors=people(link.text() for link in links if "/people/" in link.address),
        date=PrintedDate(year or None, int(printed)) if printed else None,
        venue=short_venue(volume, printed or None) if volume else None,
        venue_text=volume or None,
        ids=known_ids(known),
    )


def _abstract(entry: Node) -> str:
    following = entry.next()
    if following is None or not following.get("id").startswith("abstract-"):
        return ""
    return following.text()
