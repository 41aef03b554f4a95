"""The form that people type: title line, optional lines of authors, date and other facts, abstract, blank line.

Everything looks a little like this, so the reader is strict: a file counts only if most of its text is papers, and a
text without labels (`Title:`, `Abstract:`) only if it speaks as abstracts do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.read.academic import reads_as_abstract, reads_as_report
from agent.read.dates import parse_date
from agent.read.lines import Block, Line, split_blocks
from agent.read.page import Draft, Page, Sign
from agent.read.plain_facts import Facts, read_label
from agent.read.shapes import Authors, is_authors, is_paragraph, is_prose, is_title, is_wrapped
from agent.read.text import clean, join_lines, join_paragraphs

_ABSTRACT_HEADING = re.compile(r"\W{0,3}abstract\W{0,3}", re.IGNORECASE)
_RULE = re.compile(r"[-=*_~#]{3,}|[-*_](?: [-*_]){2,}")
_HEADING_MARK = re.compile(r"#{1,6} +|^(?:\d{1,3}[.)]|\[\d{1,3}\]) +|\*\*(?=.*\*\*$)|__(?=.*__$)")
_CODE = re.compile(
    r"[{;(\[]$|\(\)|::|==|[=-]>| = |\w\[|\"\"\"|^(?:def|class|import|from|return|if|for|#include)\b.*[:(<]"
)
_CODE_IN_TEXT = re.compile(r"\w\(\)|\bself\.|\bdef \w+\(|\w\[\w+\[|\"\"\"|\w: \w+ = |\breturn \w+\(|\};?\s")
_NO_ABSTRACT_START = frozenset("#/*|<>{};%@")  # comments and code
_LOOKAHEAD_LINES = 9
_MIN_ABSTRACT_WORDS = 20
_MIN_DESCRIBED_WORDS = 8  # under a title with authors and a date there is less doubt
_MIN_PAPER_SHARE = 0.6  # of the file's characters; below that it is something with papers in it, a layout to be added


@dataclass
class _Open:
    """A paper while its lines are being read."""

    title: list[Line]
    facts: Facts = field(default_factory=Facts)
    abstract: list[list[Line]] = field(default_factory=list)
    titled: bool = False
    """Its title has a label."""
    labelled: bool = False
    """Its abstract has a label."""
    headings: list[Line] = field(default_factory=list)


def find_signs(_lines: Sequence[Line]) -> list[Sign]:
    """Return none: the plain form is what is tried when no page kind is found."""
    return []


def find_start(_lines: Sequence[Line], lowest: int, _first: int) -> int:
    """Return the lowest line."""
    return lowest


def read(lines: Sequence[Line], _name: str) -> Page:
    """Return the papers of the text; none at all unless papers are most of it."""
    chrome = {line.number for line in lines if _RULE.fullmatch(line.text)}
    blocks = split_blocks(Line(line.number, "") if line.number in chrome else line for line in lines)
    papers: list[_Open] = []
    current: _Open | None = None
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        at = 0
        while at < len(block.lines):
            current, at = _read_lines(block, at, following, current, papers)
    drafts = [(_draft(paper), paper) for paper in papers]
    kept = [(draft, paper) for draft, paper in drafts if _is_paper(draft, paper)]
    speaking = sum(paper.labelled or _is_described(draft) or reads_as_abstract(draft.abstract) for draft, paper in kept)
    if 2 * speaking < len(kept):
        return Page(())
    total = sum(len(line.text) for line in lines if line.number not in chrome)
    numbers = {number for draft, _ in kept for number in draft.numbers}
    covered = sum(len(line.text) for line in lines if line.number in numbers)
    if covered < _MIN_PAPER_SHARE * total:
        return Page(())
    return Page(tuple(draft for draft, _ in kept), frozenset(chrome))


def _read_lines(
    block: Block, at: int, following: Block | None, current: _Open | None, papers: list[_Open]
) -> tuple[_Open | None, int]:
    """Read lines of a block from `at` on into the current paper or a new one; return it and where to go on."""
    near, end = block.lines[at : at + _LOOKAHEAD_LINES], len(block.lines)
    line = near[0]
    label, value = read_label(line.text)
    if label == "title" or (label is None and _opens_paper(near, following, current)):
        count = 1 if label else _title_length(near)
        first = Line(line.number, value if label else _without_marks(line.text))
        opened = _Open([first, *near[1:count]], titled=label == "title")
        papers.append(opened)
        return opened, at + count
    if current is None:
        return None, end
    if label == "abstract" or _ABSTRACT_HEADING.fullmatch(line.text):
        current.labelled = True
        current.headings.append(line)
        own = (Line(line.number, value),) if label and value else ()
        if own or at + 1 < end:
            current.abstract.append([*own, *block.lines[at + 1 :]])
        return current, end
    if not current.abstract and current.facts.take(line):
        return current, at + 1
    rest = Block(block.lines[at:])
    if current.abstract and (label is not None or not is_paragraph(rest.text)):
        return None, end
    current.abstract.append(list(rest.lines))
    return current, end


def _without_marks(text: str) -> str:
    return _HEADING_MARK.sub("", text).rstrip("*_ #")


def _opens_paper(lines: tuple[Line, ...], following: Block | None, current: _Open | None) -> bool:
    """Tell whether a title is the first line and what follows can belong to it."""
    text = _without_marks(lines[0].text)
    if (
        (len(text.split()) < 2 and not _has_facts(lines[1:3]))
        or not is_title(text)
        or parse_date(text.rpartition(": ")[2])
        or _ABSTRACT_HEADING.fullmatch(text)
    ):
        return False
    waiting = current if current is not None and not current.abstract else None
    if waiting is not None and waiting.facts.kind_of(text):
        return False
    if len(lines) > 1:
        second = lines[1].text
        if read_label(second)[0] or parse_date(second) or is_authors(second):
            return True
        # under a title a block of several lines is its abstract, wrapped
        return waiting is None and not is_wrapped([line.text for line in lines]) and is_prose(Block(lines[1:]).text)
    return following is not None and (read_label(following.lines[0].text)[0] is not None or _can_follow(following))


def _has_facts(lines: Sequence[Line]) -> bool:
    """Say whether a line of authors and a line with a date follow: under them even one word is a title."""
    texts = [line.text for line in lines]
    return any(map(parse_date, texts)) and any(map(is_authors, texts))


def _can_follow(block: Block) -> bool:
    text = block.lines[0].text
    return (
        is_prose(block.text) or is_authors(text) or parse_date(text) is not None or bool(_ABSTRACT_HEADING.match(text))
    )


def _title_length(lines: tuple[Line, ...]) -> int:
    """Return how many lines a wrapped title has: more than one only if authors or a date follow it."""
    for count in range(2, min(len(lines), 4)):
        wrapped = lines[:count]
        text = lines[count].text
        between = [line.text for line in wrapped[1:]]
        if any(is_authors(line) or parse_date(line) or read_label(line)[0] for line in between):
            break
        if (is_authors(text) or parse_date(text)) and is_title(join_lines(line.text for line in wrapped)):
            return count
    return 1


def _draft(paper: _Open) -> Draft:
    title = clean(join_lines(line.text for line in paper.title))
    abstract = join_paragraphs([join_lines(line.text for line in block) for block in paper.abstract])
    lines = [*paper.title, *paper.facts.lines, *paper.headings, *(line for block in paper.abstract for line in block)]
    facts = paper.facts
    authors = facts.authors or Authors((), False)
    return Draft(
        numbers=tuple(dict.fromkeys(line.number for line in lines)),
        title=title,
        abstract=abstract,
        authors=authors.names,
        authors_truncated=authors.truncated,
        affiliations=authors.affiliations,
        date=facts.date,
        venue=facts.venue,
        venue_text=facts.venue,
        categories=facts.categories,
        ids=tuple(sorted(facts.ids)),
    )


def _is_paper(draft: Draft, paper: _Open) -> bool:
    if not draft.title:
        return False
    if not draft.abstract:
        return paper.titled or bool(draft.authors and draft.date)
    if paper.labelled:
        return is_prose(draft.abstract)
    if draft.abstract[0] in _NO_ABSTRACT_START:
        return False
    least = _MIN_DESCRIBED_WORDS if _is_described(draft) else _MIN_ABSTRACT_WORDS
    enough = len(draft.abstract.split()) >= least and is_prose(draft.abstract)
    return enough and not _CODE.search(draft.title) and len(_CODE_IN_TEXT.findall(draft.abstract)) < 2


def _is_described(draft: Draft) -> bool:
    """Say whether lines of authors and of a date stand between title and abstract, as in few other texts."""
    return bool(draft.authors and draft.date) and not reads_as_report(draft.abstract)
