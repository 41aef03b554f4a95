"""Forum pages and lists of OpenReview.

Pages made until 2024 carry `<script id="__NEXT_DATA__" type="application/json">` with `props.pageProps.forumNote`, a
note: `id`, `forum`, `pdate`/`odate`/`cdate` in milliseconds, and `content` whose fields (`title`, `abstract`,
`authors`, `venue`) are values (API 1) or `{value}` (API 2). Replies are notes too, of which `id` differs from `forum`.
Later pages have only what people see: `<h2 class="citation_title">`, `<div class="forum-authors">`, `<div
class="forum-meta">` (date, venue) and `<strong class="note-content-field">Abstract:</strong>` before its value; their
citation_author names the last author only. So have lists (groups, searches, profiles), whose notes are `<div
class="note">` with `<h4><a href="/forum?id=…">`, `note-authors` and `note-meta-info`.

Source: https://github.com/openreview/openreview-web, app/forum/page.js and components/forum/ForumNote.js;
https://docs.openreview.net/reference/api-v2/entities/note
"""

import re
from collections.abc import Iterator

from agent.read.dates import YEAR
from agent.read.html.dom import Document, Node
from agent.read.html.fields import collapse_track, day_in, day_of, iso_date, parse_json, people
from agent.read.page import Draft
from agent.read.records.fields import items, known_ids, mapping, named_id, text
from agent.read.records.json_text import Record
from schemas.identity import canonical_id

_YEAR = re.compile(rf"\b{YEAR}\b")
_MAX_VALUES = 200_000  # of one page's JSON that are looked at


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the papers of the page's data or, if it has none, the one that it shows."""
    data = next((script.text for script in page.scripts if script.id == "__NEXT_DATA__"), "")
    seen: set[str] = set()
    if '"content"' in data:
        for number, note in enumerate(_submissions(parse_json(data)), start=1):
            known = text(note.get("id")) or ""
            if known not in seen:
                seen.add(known)
                yield f"note {number}", _of_note(note)
    if seen:
        return
    if (title := page.root.first("h2", under="citation_title")) is not None:
        yield "note 1", _of_page(page, title)
        return
    for number, shown in enumerate(page.root.all("div", under="note"), start=1):
        if (link := _forum_link(shown)) is not None:
            yield f"note {number}", _of_listed(shown, link)


def _submissions(value: object) -> Iterator[Record]:
    """Yield the notes that open a forum, those that stand first in the data first."""
    waiting = [value]
    for _ in range(_MAX_VALUES):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            content = mapping(one.get("content"))
            if content and "title" in content and _opens_forum(one):
                yield one
            else:
                waiting.extend(reversed(one.values()))


def _opens_forum(note: Record) -> bool:
    known = note.get("id")
    return isinstance(known, str) and note.get("forum", known) == known and not note.get("replyto")


def _field(note: Record, name: str) -> object:
    value = mapping(note.get("content")).get(name)
    return value.get("value") if isinstance(value, dict) else value


def _of_note(note: Record) -> Draft | str:
    title = text(_field(note, "title"))
    if title is None:
        return "no title"
    authors = _field(note, "authors")
    named = [
        mapping(one).get("fullname", mapping(one).get("name")) if isinstance(one, dict) else one
        for one in items(authors)
    ]
    venue = text(_field(note, "venue"))
    dates = (day_of(note.get(key)) for key in ("pdate", "odate", "cdate", "tcdate"))
    return Draft(
        numbers=(),
        title=title,
        abstract=text(_field(note, "abstract")) or "",
        authors=people(name for name in named if isinstance(name, str)),
        date=next((day for day in dates if day is not None), None),
        venue=collapse_track(venue) if venue else None,
        venue_text=venue,
        ids=known_ids(named_id("openreview", note.get("id"))),
    )


def _of_page(page: Document, heading: Node) -> Draft | str:
    title = heading.text()
    if not title:
        return "no title"
    shown = page.root.first(under="forum-authors")
    names = people(link.text() for link in shown.all("a")) if shown is not None else ()
    details = page.root.first(under="forum-meta")
    facts = [item.text() for item in details.all("span", under="item")] if details is not None else []
    venue = facts[1] if len(facts) > 1 else page.meta("citation_conference_title", "citation_journal_title")
    return Draft(
        numbers=(),
        title=title,
        abstract=page.meta("citation_abstract") or _shown_abstract(page.root),
        authors=names or people(page.all_meta("citation_author")),
        date=day_in(facts[0] if facts else "") or iso_date(page.meta("citation_online_date")),
        venue=collapse_track(venue),
        venue_text=venue or None,
        ids=_ids(page),
    )


def _forum_link(shown: Node) -> Node | None:
    heading = shown.first("h4", "h3", "h5")
    links = heading.all("a") if heading is not None else iter(())
    return next((link for link in links if "/forum?id=" in link.address), None)


def _of_listed(shown: Node, link: Node) -> Draft | str:
    """Return a paper of a list: its heading, authors, one line of facts, and the abstract where it was unfolded."""
    title = link.text()
    if not title:
        return "no title"
    names = shown.first(under="note-authors")
    details = shown.first(under="note-meta-info")
    facts = [item.text() for item in details.all("li")] if details is not None else []
    venue = next((fact for fact in facts if _YEAR.search(fact) and day_in(fact) is None and ":" not in fact), "")
    known = canonical_id(f"https://openreview.net/{link.address.rpartition('openreview.net')[2].lstrip('/')}")
    return Draft(
        numbers=(),
        title=title,
        abstract=_shown_abstract(shown),
        authors=people(one.text() for one in names.all("a")) if names is not None else (),
        date=next((day for fact in facts if (day := day_in(fact)) is not None), None),
        venue=collapse_track(venue),
        venue_text=venue or None,
        ids=known_ids(known),
    )


def _ids(page: Document) -> tuple[str, ...]:
    """Return the id in the page's own address, or in the link to its PDF."""
    pdf = page.root.first("a", under="citation_pdf_url")
    linked = (f"https://openreview.net{pdf.get('href')}",) if pdf is not None and pdf.address[:1] == "/" else ()
    for address in (
        *page.addresses,
        page.meta("citation_pdf_url"),
        *linked,
        pdf.address if pdf is not None else "",
    ):
        known = canonical_id(address)
        if known is not None and known.startswith("openreview:"):
            return (known,)
    return ()


def _shown_abstract(shown: Node) -> str:
    for label in shown.all("strong", under="note-content-field"):
        if label.text().rstrip(": ").lower() == "abstract" and (value := label.next()) is not None:
            return value.text()
    return ""
