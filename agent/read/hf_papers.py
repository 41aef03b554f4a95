"""Hugging Face papers pages (search or daily list), saved as text.

A paper is a title, an abstract, and a row: `• N authors` or an organisation (`handle Name`), `·`, a date, and the
number of comments after a blank. The row may be missing: then the next title follows the abstract.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from agent.read.dates import MONTH_DAY, PrintedDate, parse_date
from agent.read.lines import Block, Line, next_text, split_blocks
from agent.read.page import Draft, Page, Sign
from agent.read.shapes import (
    MAX_TITLE_CHARS,
    is_authors,
    is_paragraph,
    is_prose,
    is_title,
    is_title_cased,
    is_wrapped,
    parse_authors,
)
from agent.read.text import join_lines, join_paragraphs

_COUNT = re.compile(r"[•·*◦-]? ?(\d{1,3}(?:,\d{3})*|\d{1,6}) authors?", re.IGNORECASE)
_DATE = re.compile(rf"({MONTH_DAY})(?: (\d{{1,6}}))?")
_DOT = frozenset({"·", "•", "∙"})
_TOP = re.compile(r"Get trending papers in your email inbox!?|Daily Papers|by ?AK and the research community")
_CHROME = re.compile(
    rf"new|{_TOP.pattern}|Subscribe|Trending Papers|Submitted by\b.*|Upvote|-|\d+|Previous|Next|Load more|Papers"
    r"|Company|TOS|Privacy|About|Careers|Website|Models|Datasets|Spaces|Pricing|Docs|System theme|© Hugging Face",
    re.IGNORECASE,
)
_MAX_ROW_CHARS = 90
_MAX_FIRST_TITLE_CHARS = 450


class _Row(NamedTuple):
    """The lines under an abstract that tell authors and date."""

    lines: tuple[Line, ...]


@dataclass
class _Open:
    """A paper while its lines are being read."""

    title: Block
    abstract: list[Block] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)


def find_signs(lines: Sequence[Line]) -> list[Sign]:
    """Return the header lines and the author and date rows."""
    signs = []
    for index, line in enumerate(lines):
        if len(line.text) > _MAX_ROW_CHARS:
            continue
        if _TOP.fullmatch(line.text):
            signs.append(Sign(index, opens=True))
        elif (_is_count(line.text) and line.text[0] in "•·*") or _is_dotted_date(lines, index):
            signs.append(Sign(index, opens=False))
    return signs


def _is_dotted_date(lines: Sequence[Line], index: int) -> bool:
    return lines[index].text in _DOT and bool(_DATE.fullmatch(next_text(lines, index)))


def find_start(lines: Sequence[Line], lowest: int, first: int) -> int:
    """Return where the page begins: at its header, or at the title of the first paper with a row."""
    if _TOP.fullmatch(lines[first].text):
        above = first - 1
        while above > lowest and not lines[above].text:
            above -= 1
        return above if above >= lowest and lines[above].text.lower() == "new" else first
    return lowest if lowest == 0 else _first_title(lines, lowest, first)


def _first_title(lines: Sequence[Line], lowest: int, first: int) -> int:
    start = first
    texts = [part for part in _parts(split_blocks(lines[lowest:first])) if isinstance(part, Block)]
    index_of = {id(line): lowest + offset for offset, line in enumerate(lines[lowest:first])}
    prose = 0
    for block in reversed(texts):
        last = block.lines[-1]
        if prose and len(block.lines) > 1 and len(block.lines[-2].text) > MAX_TITLE_CHARS and is_title(last.text):
            return index_of[id(last)]  # the title under the last line of the page before, without a blank line
        if is_title(block.text) and (prose or start == first):
            start, prose = index_of[id(block.lines[0])], 0
        elif is_prose(block.text):
            prose += 1
        else:
            break
    return start


def read(lines: Sequence[Line], _name: str) -> Page:
    """Return the papers of one page."""
    parts = _parts(split_blocks(lines))
    chrome: set[int] = set()
    papers: list[_Open] = []
    current: _Open | None = None
    for index, part in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        if isinstance(part, _Row):
            if current is None:
                chrome.update(line.number for line in part.lines if _DATE.fullmatch(line.text))  # the day of capture
            else:
                current.rows.append(part)
            continue
        if _is_typed(part):
            current = None
        elif _is_chrome(part):
            chrome.update(part.numbers)
        elif opened := _opens_paper(part, following, current):
            current = opened
            papers.append(current)
        elif current is not None and not current.rows and _belongs_to_abstract(part, following, current):
            current.abstract.append(part)
    return Page(tuple(_draft(paper) for paper in papers if paper.abstract or paper.rows), frozenset(chrome))


def _is_chrome(block: Block) -> bool:
    return all(_CHROME.fullmatch(line.text) for line in block.lines)


def _opens_paper(block: Block, following: Block | _Row | None, current: _Open | None) -> _Open | None:
    """Tell a title from a paragraph by where it stands: under a row nothing but a title can follow."""
    text = block.text
    if current is None or current.rows:
        fits = is_title(text) or (len(text) <= _MAX_FIRST_TITLE_CHARS and following is not None and len(text) > 2)
        return _Open(block) if fits else None
    if not is_title(text):
        return None
    if isinstance(following, Block):
        prose_follows = not is_title(following.text) and not _is_chrome(following)
        return _Open(block) if prose_follows or not current.abstract else None
    if following is None:
        return None
    return _Open(block) if not current.abstract or is_title_cased(text) else None


def _belongs_to_abstract(block: Block, following: Block | _Row | None, paper: _Open) -> bool:
    if not paper.abstract or is_paragraph(block.text):
        return True
    return following is not None and not is_title(block.text)  # a formula between two paragraphs


def _parts(blocks: Sequence[Block]) -> list[Block | _Row]:
    parts: list[Block | _Row] = []
    tight = _is_tight(blocks)
    for block in blocks:
        texts: list[Line] = []
        row: list[Line] = []
        for index, line in enumerate(block.lines):
            following = block.lines[index + 1].text if index + 1 < len(block.lines) else ""
            if _is_row_line(line.text, following, inside=bool(row)):
                if texts:
                    parts += _part_title(texts) if tight else [Block(tuple(texts))]
                    texts = []
                row.append(line)
            else:
                if row:
                    parts.append(_Row(tuple(row)))
                    row = []
                texts.append(line)
        if texts:
            parts += _part_title(texts) if tight else [Block(tuple(texts))]
        if row:
            parts.append(_Row(tuple(row)))
    return parts


def _is_tight(blocks: Sequence[Block]) -> bool:
    """Tell whether the page was saved without blank lines: its rows stand directly under abstracts."""
    below = [index for block in blocks for index, line in enumerate(block.lines) if _is_count(line.text)]
    return sum(index >= 2 for index in below) > len(below) / 2


def _part_title(lines: list[Line]) -> list[Block]:
    """Part a title from the abstract under it."""
    near = [line.text for line in lines[:9]]
    if len(near) > 1 and is_title(near[0]) and not is_wrapped(near) and is_prose(join_lines(near[1:])):
        return [Block((lines[0],)), Block(tuple(lines[1:]))]
    return [Block(tuple(lines))]


def _is_typed(block: Block) -> bool:
    """Tell the head of a paper that somebody typed, with its authors or date under the title, from a wrapped title."""
    under = [line.text for line in block.lines[1:4]]
    names = parse_authors(under[0]).names if under and is_authors(under[0]) else ()
    return any(map(parse_date, under)) or (len(names) > 1 and all(" " in name for name in names))


def _is_count(text: str) -> bool:
    return bool(_COUNT.fullmatch(text.partition(" · ")[0]))


def _is_row_line(text: str, following: str, *, inside: bool) -> bool:
    if len(text) > _MAX_ROW_CHARS:
        return False
    if text in _DOT or _is_count(text) or _DATE.fullmatch(text) or (inside and text.isdecimal()):
        return True
    return not inside and (following in _DOT or _is_handle_and_name(text))


def _is_handle_and_name(text: str) -> bool:
    """Tell an organisation's row that stands without date by the likeness of handle and name ("fenlab FenLab")."""
    handle, blank, name = text.lstrip("• ").partition(" ")
    letters = re.sub(r"[\W_]", "", name).lower()
    return bool(blank) and len(letters) >= 2 and re.sub(r"[\W_\d]", "", handle).lower() in (letters, letters + "ai")


def _draft(paper: _Open) -> Draft:
    n_authors: int | None = None
    affiliations: tuple[str, ...] = ()
    printed: PrintedDate | None = None
    n_comments: int | None = None
    lines = [line for row in paper.rows for line in row.lines]
    for text in (piece.strip() for line in lines for piece in line.text.split(" · ")):
        if match := _COUNT.fullmatch(text):
            n_authors = int(match.group(1).replace(",", "")) or None
        elif match := _DATE.fullmatch(text):
            printed, n_comments = _date_and_comments(match)
        elif text.isdecimal():
            n_comments = int(text) if len(text) < 7 else None
        elif text not in _DOT:
            affiliations = (text.lstrip("• ").partition(" ")[2] or text.lstrip("• "),)
    blocks = (paper.title, *paper.abstract)
    return Draft(
        numbers=tuple(number for block in blocks for number in block.numbers) + tuple(line.number for line in lines),
        title=paper.title.text,
        abstract=join_paragraphs([block.text for block in paper.abstract]),
        n_authors=n_authors,
        affiliations=affiliations,
        date=printed,
        n_comments=n_comments,
    )


def _date_and_comments(match: re.Match[str]) -> tuple[PrintedDate | None, int | None]:
    text, count = match.groups()
    printed = parse_date(text)
    if printed is not None and printed.year is None and count is not None and re.fullmatch(r"(?:19|20)\d\d", count):
        return parse_date(f"{text} {count}"), None  # "Sep 3 2024": a year without its comma, not 2024 comments
    return printed, int(count) if count else None
