"""Which headings a digest has, in which order, and the anchors under which a markdown viewer finds them."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from agent.write.encode import (
    clean_text,
    guard_line_start,
    markdown_destination,
    markdown_heading,
    markdown_inline,
    markdown_label,
    markdown_path,
)
from agent.write.phrases import short_title
from schemas.digest import Digest, Section

GLANCE = "At a glance"
FIRST = "Read first"
INDEXES = "Indexes"
UNTOLD = "What is not told"
REBUILD = "How to rebuild"
_NO_TITLE = "Untitled"
_NO_TOPIC = "Other papers"


def anchors(headings: Iterable[str]) -> tuple[str, ...]:
    """Return the anchor that GitHub gives each heading of one document, without `#`.

    Lower case; only letters, marks, decimal digits, connectors such as `_`, hyphens and blanks stay; blanks become
    hyphens; an anchor that was given before gets `-1`, `-2`, … (the rule of github-slugger, which is tested against
    GitHub). A heading without any such character has an empty anchor, which no link reaches.

    >>> anchors(["C++ & Rust?", "C++ & Rust!", "Größe_2"])
    ('c--rust', 'c--rust-1', 'größe_2')
    """
    given: dict[str, int] = {}
    result = []
    for heading in headings:
        base = "".join("-" if char == " " else char.lower() for char in heading if _stays(char))
        anchor = base
        while anchor in given:
            given[base] += 1
            anchor = f"{base}-{given[base]}"
        given[anchor] = 0
        result.append(anchor)
    return tuple(result)


def _stays(char: str) -> bool:
    category = unicodedata.category(char)
    return char in " -" or category[0] in "LM" or category in ("Nd", "Nl", "Pc")


class Heading(NamedTuple):
    """A heading as a reader sees it and as it is written."""

    visible: str
    markdown: str


class Place(NamedTuple):
    """What links need of a paper beside its heading."""

    title: str
    url: str


@dataclass(frozen=True)
class Outline:
    """The headings of one digest; every part of it asks here for its heading and for the way to a paper."""

    headings: Mapping[str, Heading]
    """Each heading by its key, in the order of the document."""
    anchor_of: Mapping[str, str]
    """Anchor of each heading by its key."""
    papers: Mapping[str, Place]
    """Papers that are told, by id."""

    def heading(self, key: str, level: int) -> str:
        """Return the line of a heading."""
        return f"{'#' * level} {self.headings[key].markdown}"

    def link(self, key: str, label: str) -> str:
        """Return a link to a heading of the digest; the bare label where none leads there."""
        anchor = self.anchor_of.get(key)
        shown = markdown_label(label)
        return f"[{shown}](#{anchor})" if anchor and shown else guard_line_start(shown)

    def paper_link(self, paper_id: str, title: str, *, short: bool = False) -> str:
        """Return a link to the entry of a paper: to its heading, else to the paper itself; the bare title if untold."""
        title = shown_title(title)
        return self.named_link(paper_id, short_title(title) if short else title)

    def named_link(self, paper_id: str, label: str) -> str:
        """Return a link to the entry of a paper under a label of its own."""
        key = paper_key(paper_id)
        if self.anchor_of.get(key) or paper_id not in self.papers:
            return self.link(key, label)
        return outer_link(label, self.papers[paper_id].url)


def outline(digest: Digest) -> Outline:
    """Return the headings of a digest; papers have one of their own unless it is brief."""
    headings = {"title": _heading(digest.title)}
    if digest.glance:
        headings["glance"] = _heading(GLANCE)
    if digest.read_first:
        headings["first"] = _heading(FIRST)
    papers: dict[str, Place] = {}
    for number, section in enumerate(digest.sections):
        headings[section_key(number)] = _section_heading(section)
        for paper in section.papers:
            papers[paper.id] = Place(paper.title, paper.link.url)
            if digest.detail == "full":
                headings[paper_key(paper.id)] = _heading(shown_title(paper.title))
    if digest.indexes:
        headings["indexes"] = _heading(INDEXES)
    for number, index in enumerate(digest.indexes):
        headings[index_key(number)] = _heading(index.name)
    headings["untold"] = _heading(UNTOLD)
    headings["rebuild"] = _heading(REBUILD)
    found = anchors(heading.visible for heading in headings.values())
    return Outline(headings, dict(zip(headings, found, strict=True)), papers)


def shown_title(title: str) -> str:
    """Return a title as one clean line; one that holds nothing visible still has a name."""
    return clean_text(title) or _NO_TITLE


def outer_link(label: str, url: str) -> str:
    """Return a link to an address; the bare label where the address is none that may be live."""
    shown, address = markdown_label(label), markdown_destination(url)
    return f"[{shown}]({address})" if address and shown else guard_line_start(shown)


def section_key(number: int) -> str:
    """Return the key of a section's heading by its 0-based number."""
    return f"section {number}"


def index_key(number: int) -> str:
    """Return the key of an index's heading by its 0-based number."""
    return f"index {number}"


def paper_key(paper_id: str) -> str:
    """Return the key of a paper's heading."""
    return f"paper {paper_id}"


def _heading(text: str) -> Heading:
    return Heading(clean_text(text), markdown_heading(text))


class SectionName(NamedTuple):
    """The parts of a section's heading as plain text."""

    labels: tuple[str, ...]
    """From category to topic; empty for papers without both."""
    name: str
    """What people call a category; empty after a topic, which needs no other name."""


def section_name(section: Section) -> SectionName:
    """Return what the heading of a section says beside the number of its papers."""
    labels = tuple(label for label in map(clean_text, section.path) if label)
    name = clean_text(section.name)
    if len(labels) > 1:
        name = ""
    elif name in labels or not (name or labels):
        name = "" if labels else _NO_TOPIC
    return SectionName(labels, name)


def _section_heading(section: Section) -> Heading:
    labels, name = section_name(section)
    count = f"({len(section.papers)})"
    visible = " ".join(part for part in (" › ".join(labels), name, count) if part)
    written = " ".join(part for part in (markdown_path(labels), markdown_inline(name), count) if part)
    return Heading(visible, written)
