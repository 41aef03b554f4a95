"""Author profile pages of the site that prints h-index and "AI Score", saved as text.

A paper is three blocks: prefix (`CLJul 29, 2023Code`: category, date, badge, glued) and title; authors, cut after
three, with affiliations after a middle dot; abstract.
"""

import re
from collections.abc import Sequence

from agent.read.dates import MONTH_DAY, parse_date
from agent.read.lines import Block, Line, split_blocks
from agent.read.page import Draft, Page, Sign
from agent.read.shapes import Authors, is_authors, is_paragraph, is_prose, is_title, parse_authors
from agent.read.text import join_paragraphs

_CATEGORY = r"(?P<category>[A-Z]{2}|[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,})?)"
_DATED_PREFIX = re.compile(rf"{_CATEGORY}? ?(?P<date>{MONTH_DAY}) ?(?P<code>Code)?")
_BARE_PREFIX = re.compile(r"(?P<category>[A-Z]{2})(?P<date>) ?(?P<code>Code)?")
_SIGN = re.compile(rf"{_CATEGORY} ?{MONTH_DAY}(?: ?Code)?|{MONTH_DAY} ?Code")
_TOP = re.compile(r"h-index ?\d+|Novelty ?\d+%|AI Score ?\d+")
_CHROME = re.compile(
    rf"{_TOP.pattern}|[\d.,]+[kKM]? ?(?:papers?|citations?)|Load more|Show more|Next|Previous", re.IGNORECASE
)
_MAX_LABEL_CHARS = 60


def find_signs(lines: Sequence[Line]) -> list[Sign]:
    """Return the header lines with figures and the prefix lines."""
    signs = []
    for index, line in enumerate(lines):
        if len(line.text) <= _MAX_LABEL_CHARS:
            if _TOP.fullmatch(line.text):
                signs.append(Sign(index, opens=True))
            elif _SIGN.fullmatch(line.text):
                signs.append(Sign(index, opens=False))
    return signs


def find_start(lines: Sequence[Line], lowest: int, first: int) -> int:
    """Return where the page begins: at its header, or at the first prefix."""
    if lowest == 0 and not _TOP.fullmatch(lines[first].text):
        return 0  # papers without a date may stand above the first sign
    start = first
    for index in range(first - 1, lowest - 1, -1):
        if not _CHROME.fullmatch(lines[index].text):
            if lines[index].text:
                break
            continue
        start = index
    return start


def read(lines: Sequence[Line], _name: str) -> Page:
    """Return the papers of one page."""
    prefixes = [index for index in range(len(lines)) if _is_prefix(lines, index)]
    header = lines[: prefixes[0]] if prefixes else lines
    chrome = {line.number for line in lines if _CHROME.fullmatch(line.text)}
    if any(_TOP.fullmatch(line.text) for line in header):
        chrome.update(line.number for line in header if 0 < len(line.text) <= _MAX_LABEL_CHARS)
    ends = [*prefixes[1:], len(lines)]
    papers = [_read_paper(lines[start:end], chrome) for start, end in zip(prefixes, ends, strict=False)]
    return Page(tuple(paper for paper in papers if paper is not None), frozenset(chrome))


def _is_prefix(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    if not text or len(text) > _MAX_LABEL_CHARS:
        return False
    opens_block = index == 0 or not lines[index - 1].text
    if _SIGN.fullmatch(text):
        return True
    if opens_block and _DATED_PREFIX.fullmatch(text):  # no category: only where a block begins
        return True
    titled = index + 1 < len(lines) and bool(lines[index + 1].text)
    return opens_block and titled and bool(_BARE_PREFIX.fullmatch(text))


def _read_paper(lines: Sequence[Line], chrome: set[int]) -> Draft | None:
    blocks = [block for block in split_blocks(lines[1:]) if not set(block.numbers) <= chrome]
    if not blocks:
        return None
    title, blocks = _take_title(blocks)
    authors = Authors((), False)
    names: tuple[int, ...] = ()
    if blocks and _stands_as_authors(blocks):
        authors, names = parse_authors(blocks[0].text), blocks[0].numbers
        blocks = blocks[1:]
    abstract = _take_abstract(blocks)
    prefix = _DATED_PREFIX.fullmatch(lines[0].text) or _BARE_PREFIX.fullmatch(lines[0].text)
    parts = prefix.groupdict() if prefix else {}
    numbers = (lines[0].number, *title.numbers, *names, *(n for block in abstract for n in block.numbers))
    return Draft(
        numbers=numbers,
        title=title.text,
        abstract=join_paragraphs([block.text for block in abstract]),
        authors=authors.names,
        authors_truncated=authors.truncated,
        affiliations=authors.affiliations,
        date=parse_date(parts.get("date") or ""),
        categories=(parts["category"],) if parts.get("category") else (),
        has_code_badge=bool(parts.get("code")),
    )


def _take_title(blocks: list[Block]) -> tuple[Block, list[Block]]:
    """Part the title from authors and abstract that stand under it without a blank line."""
    lines = blocks[0].lines
    for count in range(1, min(len(lines), 6)):
        rest = Block(lines[count:])
        if (" et al." in rest.text[-400:] or " · " in rest.lines[0].text) and is_authors(rest.text):
            return Block(lines[:count]), [rest, *blocks[1:]]
        if is_authors(lines[count].text) and is_prose(Block(lines[count + 1 :]).text):
            return Block(lines[:count]), [Block((lines[count],)), Block(lines[count + 1 :]), *blocks[1:]]
    return blocks[0], blocks[1:]


def _stands_as_authors(blocks: Sequence[Block]) -> bool:
    text = blocks[0].text
    if is_authors(text):
        return True
    if len(text) > 400 or is_prose(text.partition(" · ")[0].replace("et al.", "")):
        return False
    return "et al." in text or " · " in text or ("," in text and len(blocks) > 1 and is_prose(blocks[1].text))


def _take_abstract(blocks: Sequence[Block]) -> list[Block]:
    """Return the paragraphs of the abstract; what follows something that is none is not told to be one."""
    taken: list[Block] = []
    for index, block in enumerate(blocks):
        later_prose = any(is_prose(other.text) for other in blocks[index + 1 : index + 4])
        is_part = is_paragraph(block.text) if taken else is_prose(block.text)
        if not is_part and (taken or later_prose or len(block.text.split()) < 3):
            if taken and later_prose and not is_title(block.text):
                taken.append(block)  # a formula or a list between two paragraphs
                continue
            break
        taken.append(block)
    return taken
