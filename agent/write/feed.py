"""`Digest` ─▶ Atom: an entry a paper, for feed readers.

Times come from dates and weeks, never from the clock: the same digest has the same bytes. Source: RFC 4287.
"""

from collections.abc import Iterator
from datetime import timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from agent.weeks import bounds
from agent.write.encode import clean_text
from agent.write.facts import facts
from agent.write.head import GENERATOR
from agent.write.said import counts_said, document_title, missing_said, voices_said
from schemas.digest import Digest, DigestPaper

_ATOM = "http://www.w3.org/2005/Atom"
_HEAD = f"<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns=\"{_ATOM}\"><generator>{GENERATOR}</generator>"
_NEVER = "1970-01-01"  # of papers whose time nothing tells; a feed must have one


def render_atom(digest: Digest) -> str:
    """Return the feed; entries stand in the order of the digest."""
    feed = Element("feed", xmlns=_ATOM)
    _add(feed, "generator", GENERATOR)
    _add(feed, "title", document_title(digest))
    counts = counts_said(digest)
    _add(feed, "subtitle", f"{counts.lead} {counts.origin} {voices_said(digest, clean_text)} {missing_said(digest)}.")
    _add(feed, "id", f"urn:{GENERATOR}:{digest.week or 'digest'}")
    papers = [paper for section in digest.sections for paper in section.papers]
    fallback = (bounds(digest.week)[1] + timedelta(days=1)).isoformat() if digest.week else _NEVER
    days = [_day(paper, fallback) for paper in papers]
    _add(feed, "updated", _moment(fallback if digest.week else max(days, default=_NEVER)))
    _add(_add(feed, "author", ""), "name", GENERATOR)
    for paper, day in zip(papers, days, strict=True):
        _entry(feed, paper, day)
    text = tostring(feed, encoding="unicode")
    return f"<?xml version='1.0' encoding='utf-8'?>\n{text}\n"


def is_our_feed(start: str) -> bool:
    """Tell whether a file that starts like this is a digest as Atom."""
    return start.startswith(_HEAD)


def _entry(feed: Element, paper: DigestPaper, day: str) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "title", paper.title)
    _add(entry, "id", f"urn:{GENERATOR}:{paper.id}")
    SubElement(entry, "link", rel="alternate", href=clean_text(paper.link.url))
    _add(entry, "updated", _moment(day))
    names = (paper.reference.authors if paper.reference else ()) or paper.authors
    for name in names:
        _add(_add(entry, "author", ""), "name", name)
    for tag in paper.tags:
        SubElement(entry, "category", term=clean_text(" › ".join(tag.path)))
    _add(entry, "summary", paper.tldr.text if paper.tldr else paper.note or "")
    _add(entry, "content", "\n".join(_lines(paper)))


def _lines(paper: DigestPaper) -> Iterator[str]:
    yield from (f"{fact.label}: {fact.text}" for fact in facts(paper))
    if paper.reference and paper.reference.abstract:
        yield f"Abstract: {clean_text(paper.reference.abstract)}"


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = clean_text(text) if "\n" not in text else text  # lines of an entry are clean already
    return child


def _day(paper: DigestPaper, fallback: str) -> str:
    return (paper.date + "-01-01")[:10] if paper.date else fallback


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
