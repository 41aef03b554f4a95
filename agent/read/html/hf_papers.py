"""Hugging Face papers pages: lists by day, week or month, searches, and the page of one paper.

The server puts the data of a page as JSON into an attribute: `<div class="SVELTE_HYDRATER contents"
data-target="DailyPapers" data-props="{…}">` with `dailyPapers` (and `searchResults` on a search), each `{paper: {id,
title, summary, authors, publishedAt, githubRepo}, numComments, organization}`; on the page of a paper the target is
`PaperContent`, with one `paper`. What people see are cards, `<article>` with `<h3><a href="/papers/ID">`; they are the
same papers, so a card only adds what the JSON does not say, or stands for a paper that the JSON lacks.

Source: https://huggingface.co/docs/hub/paper-pages, https://huggingface.co/docs/hub/api (the same objects), and public
readers of the attribute, among them RSSHub's `lib/routes/huggingface/daily-papers.ts`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.read.dates import MONTH_DAY, PrintedDate, parse_date
from agent.read.html.dom import Document, Node
from agent.read.html.fields import iso_date, parse_json, people
from agent.read.page import Draft
from agent.read.records import hf_daily
from agent.read.records.fields import items, known_ids, mapping
from agent.read.records.json_text import Record
from schemas.identity import canonical_id, normalized_title

_PAPER_LINK = re.compile(r"(?:^|huggingface\.co)/papers/(\d{4}\.\d{4,5})(?:v\d+)?$")
_COUNT = re.compile(r"\b(\d{1,6}) authors?\b")
_DAY = re.compile(rf"\b{MONTH_DAY}\b")
_LISTS = ("searchResults", "dailyPapers", "papers")
_BY_MACHINE = re.compile(r"AI-generated", re.IGNORECASE)
_MIN_ABSTRACT_CHARS = 80


class _Card(NamedTuple):
    """What one card shows."""

    id: str
    title: str
    abstract: str
    n_authors: int | None
    date: PrintedDate | None


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the papers of the embedded data in their order, then those that only cards show."""
    cards = {card.id: card for card in _cards(page)}
    known: set[str] = set()
    for place, record in _records(page):
        draft = hf_daily.read(record)
        if isinstance(draft, str):
            yield place, draft
            continue
        keys = {*draft.ids, normalized_title(draft.title)}
        if keys.isdisjoint(known):
            yield place, _with_card(draft, next((cards[one] for one in draft.ids if one in cards), None))
        known |= keys
    for number, card in enumerate(cards.values(), start=1):
        if {card.id, normalized_title(card.title)}.isdisjoint(known):
            yield f"card {number}", _of_card(card)
    if not known and (shown := _shown_paper(page)) is not None:
        yield "paper 1", shown


def _records(page: Document) -> Iterator[tuple[str, Record]]:
    for node in page.root.all("div"):
        text = node.get("data-props")
        if '"summary"' not in text or node.get("data-target") not in ("DailyPapers", "PaperContent", ""):
            continue
        props = mapping(parse_json(text))
        found = next((listed for key in _LISTS if (listed := items(props.get(key)))), ())
        if not found and mapping(props.get("paper")):
            found = [props]
        for number, record in enumerate(found, start=1):
            yield f"paper {number}", mapping(record)


def _shown_paper(page: Document) -> Draft | None:
    """Return what the page of one paper shows where its data was lost in saving; a summary by a machine is not read."""
    found = [
        match for address in page.addresses if "huggingface.co" in address and (match := _PAPER_LINK.search(address))
    ]
    heading = page.root.first("h1")
    if not found or heading is None or not heading.text():
        return None
    label = next((one for one in page.root.all("h2", "h3") if one.text().casefold() == "abstract"), None)
    holder = label.next() if label is not None else None
    texts = [node.text() for node in holder.all("p")] if holder is not None else []
    texts = [text for text in texts if len(text) >= _MIN_ABSTRACT_CHARS and not _BY_MACHINE.match(text)]
    names = (node.first("a", "button") or node for node in page.root.all("span", under="author"))
    return Draft(
        numbers=(),
        title=heading.text(),
        abstract=max(texts, key=len, default=""),
        authors=people(node.text().rstrip(",") for node in names),
        ids=known_ids(f"arxiv:{found[0][1]}"),
    )


def _cards(page: Document) -> Iterator[_Card]:
    for article in page.root.outermost("article"):
        heading = article.first("h3", "h2")
        links = [node for node in article.all("a") if _PAPER_LINK.search(node.address)]
        title = heading.text() if heading is not None else ""
        known = canonical_id("arxiv:" + _PAPER_LINK.findall(links[0].address)[0]) if links else None
        if not title or known is None:
            continue
        prose = max((node.text() for node in article.all("p")), key=len, default="")
        shown = article.text()[-2000:]
        count, day = _COUNT.search(shown), _DAY.search(shown)
        yield _Card(
            known,
            title,
            prose if len(prose) >= _MIN_ABSTRACT_CHARS and prose != title else "",
            int(count[1]) or None if count else None,
            _machine_day(article) or (parse_date(day.group()) if day else None),
        )


def _machine_day(article: Node) -> PrintedDate | None:
    time = article.first("time")
    return iso_date(time.get("datetime")) if time is not None else None


def _with_card(draft: Draft, card: _Card | None) -> Draft:
    if card is None:
        return draft
    return Draft(**{**vars(draft), "n_authors": card.n_authors, "abstract": draft.abstract or card.abstract})


def _of_card(card: _Card) -> Draft:
    return Draft(
        numbers=(),
        title=card.title,
        abstract=card.abstract,
        n_authors=card.n_authors,
        date=card.date,
        ids=known_ids(card.id),
    )
