"""Author clusters of Arrow Research search, saved as text.

A paper is a venue line (`NeurIPS Conference 2025 Conference Paper`: name, kind, year, type), a title, a list of
authors with bullets, an abstract. No dates: the venue line has the year.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.read.dates import YEAR, PrintedDate
from agent.read.lines import Block, Line, split_blocks
from agent.read.page import Draft, Page, Sign
from agent.read.shapes import MAX_TITLE_CHARS, is_paragraph, is_prose, is_title
from agent.read.text import join_paragraphs

_VENUE = re.compile(
    rf"(?P<name>[^\W_][^.!?]{{0,70}}?) (?P<kind>Conference|Journal|Workshop|Symposium|Preprint|Book|Challenge|Other)"
    rf" (?P<year>{YEAR}) (?P<type>[A-Z][\w&/-]*(?: [A-Z&][\w&/-]*){{0,5}})"
)
_TOP = re.compile(r"Arrow Research search|Author name cluster", re.IGNORECASE)
_CHROME = re.compile(
    rf"{_TOP.pattern}|[\d,]+ (?:papers?|author rows?)|Possible papers\b.*|[\d,]+|Load more|Next|Previous", re.IGNORECASE
)
_BULLET = re.compile(r"[•*·◦-] ?(?P<name>[^\d\W].{0,90})")
_SURE_VENUE = re.compile(r".+ (?:Conference|Journal|Workshop) \d{4} (?:\w+ )?(?:Paper|Article|Abstract)")
_MAX_LINE_CHARS = 160


@dataclass
class _Open:
    """A paper while its blocks are being read."""

    venue: Line | None = None
    title: Block | None = None
    authors: list[Line] = field(default_factory=list)
    abstract: list[Block] = field(default_factory=list)
    ended: bool = False
    """Something stands under the abstract that is no part of it."""


def find_signs(lines: Sequence[Line]) -> list[Sign]:
    """Return the header lines and the venue lines."""
    signs = []
    for index, line in enumerate(lines):
        if len(line.text) <= _MAX_LINE_CHARS:
            if _TOP.fullmatch(line.text):
                signs.append(Sign(index, opens=True))
            elif _is_venue(line, opens_block=index == 0 or not lines[index - 1].text):
                signs.append(Sign(index, opens=False))
    return signs


def find_start(lines: Sequence[Line], lowest: int, first: int) -> int:
    """Return where the page begins: at its header, or at the first venue line."""
    if lowest == 0 and not _TOP.fullmatch(lines[first].text):
        return 0  # papers without a venue line may stand above the first sign
    start = first
    for index in range(first - 1, lowest - 1, -1):
        if lines[index].text and not _CHROME.fullmatch(lines[index].text):
            break
        start = index if lines[index].text else start
    return start


def read(lines: Sequence[Line], _name: str) -> Page:
    """Return the papers of one page."""
    chrome: set[int] = set()
    papers: list[_Open] = []
    current: _Open | None = None
    blocks = _parts(split_blocks(lines))
    headed = any(_TOP.fullmatch(line.text) for line in lines)
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        opened = _opens_paper(block, following, current)
        if opened is not None:
            current = opened
            papers.append(current)
        elif all(_CHROME.fullmatch(line.text) for line in block.lines):
            chrome.update(block.numbers)
        elif current is None:
            if headed and (len(block.text) <= _MAX_LINE_CHARS or block.text.startswith("Possible papers")):
                chrome.update(block.numbers)  # the name of the page's author
        else:
            _add(block, current, is_last=following is None)
    kept = (_draft(paper) for paper in papers if paper.title is not None)
    return Page(tuple(kept), frozenset(chrome))


def _parts(blocks: Sequence[Block]) -> list[Block]:
    """Part venue line, title, authors and abstract that stand together without a blank line."""
    parts: list[Block] = []
    for block in blocks:
        run: list[Line] = []
        for line in block.lines:
            parted = run and (_is_bullet(line) != _is_bullet(run[-1]) or _is_venue(line, opens_block=False))
            if parted or (len(run) == 1 and _is_venue(run[0], opens_block=True)):
                parts.append(Block(tuple(run)))
                run = []
            run.append(line)
        parts.append(Block(tuple(run)))
    return parts


def _is_venue(line: Line, *, opens_block: bool) -> bool:
    if len(line.text) > _MAX_LINE_CHARS or not _VENUE.fullmatch(line.text):
        return False
    return opens_block or bool(_SURE_VENUE.fullmatch(line.text))


def _is_bullet(line: Line) -> bool:
    return len(line.text) < 100 and line.text.startswith(("•", "◦", "·")) and bool(_BULLET.fullmatch(line.text))


def _opens_paper(block: Block, following: Block | None, current: _Open | None) -> _Open | None:
    if _is_venue(block.lines[0], opens_block=True):
        return _Open(venue=block.lines[0])
    unheaded = current is None or bool(current.title is not None and (current.authors or current.abstract))
    if unheaded and following is not None and _is_bullet(following.lines[0]) and len(block.text) <= MAX_TITLE_CHARS:
        return _Open(title=block)  # no venue line: the list of authors shows that this is a title
    return None


def _add(block: Block, paper: _Open, *, is_last: bool) -> None:
    if _is_bullet(block.lines[0]):
        if paper.title is not None and not paper.authors and not paper.abstract:
            paper.authors.extend(block.lines)
        elif paper.abstract:
            paper.abstract.append(block)  # a list inside the abstract
    elif paper.title is None:
        if len(block.text) <= MAX_TITLE_CHARS:
            paper.title = block
    elif paper.ended:
        return
    elif is_prose(block.text) or (is_paragraph(block.text) if paper.abstract else len(block.text.split()) > 2):
        paper.abstract.append(block)
    elif paper.abstract and not is_last and not is_title(block.text):
        paper.abstract.append(block)  # a formula between two paragraphs
    else:
        paper.ended = True


def _draft(paper: _Open) -> Draft:
    blocks = [block for block in (paper.title, *paper.abstract) if block is not None]
    lines = ([paper.venue] if paper.venue else []) + paper.authors
    match = _VENUE.fullmatch(paper.venue.text) if paper.venue else None
    names = (_BULLET.fullmatch(line.text) for line in paper.authors)
    return Draft(
        numbers=tuple(line.number for line in lines) + tuple(n for block in blocks for n in block.numbers),
        title=paper.title.text if paper.title else "",
        abstract=join_paragraphs([block.text for block in paper.abstract]),
        authors=tuple(name["name"] for name in names if name),
        date=PrintedDate(None, int(match["year"])) if match else None,
        venue=f"{match['name']} {match['year']}" if match else None,
        venue_text=paper.venue.text if paper.venue else None,
    )
