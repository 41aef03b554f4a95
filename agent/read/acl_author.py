"""Author pages of the ACL Anthology, saved as text.

No blank lines: name of the author, year headings, and for each paper its title, the names of its authors with `|` on
lines between them, the title of the volume, the abstract. The list of co-authors follows the last paper. Only the
author block and the volume tell where a paper begins, so a title is found from there upwards.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agent.read.acl_venue import VOLUME_START, VOLUME_WORD, short_venue
from agent.read.dates import YEAR, PrintedDate
from agent.read.lines import Line, next_text, previous_text
from agent.read.page import Draft, Page, Sign
from agent.read.shapes import ends_sentence, is_name
from agent.read.text import join_lines

_YEAR = re.compile(YEAR)
_FOOTER_START = re.compile(r"Search|Fix author|Fix data|Co-authors|Venues")
_FOOTER = re.compile(rf"{_FOOTER_START.pattern}|- .{{1,80}} \d+|-? ?show all\.*|.{{1,60}} \d+", re.IGNORECASE)
_SURE_FOOTER = re.compile(r"Fix author|Co-authors|- show all\.*")
_CHROME = re.compile(
    r"\[?(?:pdf|bib|abs|pdf bib|pdf bib abs)\]?|Also published as:.*|.*author pages with similar names.*"
)
_OPEN_END = re.compile(r"(?:\b(?:of|the|for|on|and|in)|[,:-])$")
_VOLUME_REST = re.compile(
    r"[a-z]|(?:Computational|Linguistics|Meeting|Annual|Chapter|Conference|Natural|Language|Processing|Technologies)\b|\(Volume"
)
_BETWEEN = "|"
_MAX_NAME_CHARS = 90
_MAX_VOLUME_CHARS = 400
_UNWRAPPED_CHARS = 170  # a longer line shows that abstracts are not wrapped; longest title in the evidence: 149
_LOOKAHEAD_LINES = 14


class _Head(NamedTuple):
    """Indices of the lines of a paper above its abstract; `names` and `volume` may be empty."""

    title: range
    names: range
    volume: range


def find_signs(lines: Sequence[Line]) -> list[Sign]:
    """Return the tops of pages, the lines between authors, and, if there are any, volumes and footers."""
    tops = {index for index in range(len(lines)) if _is_top(lines, index)}
    bars = {index for index, line in enumerate(lines) if line.text == _BETWEEN and _parts_names(lines, index)}
    signs = tops | bars
    if signs:
        for index, line in enumerate(lines):
            if _SURE_FOOTER.fullmatch(line.text) or (
                _is_volume(line.text) and len(previous_text(lines, index)) < _MAX_NAME_CHARS
            ):
                signs.add(index)
    return [Sign(index, index in tops) for index in sorted(signs)]


def _is_top(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text
    if len(text) > _MAX_NAME_CHARS or not is_name(text) or not _YEAR.fullmatch(next_text(lines, index)):
        return False
    near = lines[index + 1 : index + _LOOKAHEAD_LINES]
    return any(line.text == _BETWEEN or _is_volume(line.text) for line in near)


def _parts_names(lines: Sequence[Line], index: int) -> bool:
    around = previous_text(lines, index), next_text(lines, index)
    return any(map(is_name, around)) and all(len(text) < _MAX_NAME_CHARS and _BETWEEN not in text for text in around)


def _is_volume(text: str) -> bool:
    return len(text) <= _MAX_VOLUME_CHARS and bool(VOLUME_START.match(text)) and not text.endswith((".", ";"))


def find_start(lines: Sequence[Line], lowest: int, first: int) -> int:
    """Return where the page begins: at the author's name, or at the title of the first paper."""
    if lowest == 0 or _is_top(lines, first):
        return first if _is_top(lines, first) else 0
    rows = [index for index in range(lowest, min(first + 60, len(lines))) if lines[index].text]
    heads = _find_heads([lines[index].text for index in rows])
    if not heads:
        return first
    start = heads[0].title.start
    while start > 0 and _YEAR.fullmatch(lines[rows[start - 1]].text):
        start -= 1
    return rows[start]


def read(lines: Sequence[Line], _name: str) -> Page:
    """Return the papers of one page."""
    rows = [line for line in lines if line.text]
    footer = _footer_start([line.text for line in rows])
    chrome = {line.number for line in rows[footer:] if _FOOTER.fullmatch(line.text)}
    chrome.update(line.number for line in rows if _CHROME.fullmatch(line.text))
    rows = [line for line in rows[:footer] if line.number not in chrome]
    texts = [line.text for line in rows]
    heads = _find_heads(texts)
    if not any(head.volume for head in heads):
        return Page(())  # bars alone may be anything
    papers: list[Draft] = []
    year: str | None = None
    above = 0
    for head, end in zip(heads, [head.title.start for head in heads[1:]] + [len(rows)], strict=False):
        start = head.title.start
        while start > above and _YEAR.fullmatch(texts[start - 1]):
            start -= 1
        if start < head.title.start:
            year = texts[head.title.start - 1]
            chrome.update(line.number for line in rows[start : head.title.start])
        if not papers and start <= 3:
            chrome.update(line.number for line in rows[:start] if len(line.text) < _MAX_NAME_CHARS)
        above = max(part.stop for part in head)
        while end > above and _YEAR.fullmatch(texts[end - 1]):
            end -= 1
        papers.append(_draft(rows, head, range(above, end), year))
    return Page(tuple(papers), frozenset(chrome))


def _footer_start(texts: Sequence[str]) -> int:
    for index, text in enumerate(texts):
        sure = any(_SURE_FOOTER.fullmatch(near) for near in texts[index : index + 4])
        if _FOOTER_START.fullmatch(text) and sure:
            return index
    return len(texts)


def _find_heads(texts: Sequence[str]) -> list[_Head]:
    width = _wrap_width(texts)
    heads: list[_Head] = []
    lowest = index = 0
    while index < len(texts):
        names = _names_from(texts, index, lowest)
        if names is None:
            index += 1
            continue
        volume = _volume_from(texts, names.stop)
        title = _title_above(texts, names.start, lowest, width)
        if len(title):
            heads.append(_Head(title, names, volume))
            lowest = max(names.stop, volume.stop)
        index = max(names.stop, volume.stop, index + 1)
    return heads


def _names_from(texts: Sequence[str], index: int, lowest: int) -> range | None:
    """Return the author block that begins here: names with bars, or one name or none over a volume."""
    if (
        index + 1 < len(texts)
        and texts[index + 1] == _BETWEEN
        and index > lowest
        and len(texts[index]) < _MAX_NAME_CHARS
    ):
        stop = index + 1
        while stop < len(texts) and texts[stop] == _BETWEEN:
            stop += 2
        return range(index, min(stop, len(texts)))
    if " | " in texts[index] and all(map(is_name, texts[index].split(" | "))) and index > lowest:
        return range(index, index + 1)
    if not _is_volume(texts[index]) or index <= lowest:
        return None
    above = index - 1
    alone = above <= lowest or _ends_paper(texts[above - 1])
    if is_name(texts[above]) and not (alone and not _title_like(texts, above - 1, lowest)):
        return range(above, index)
    return range(index, index)


def _title_like(texts: Sequence[str], index: int, lowest: int) -> bool:
    return index >= lowest and not _ends_paper(texts[index]) and texts[index] != _BETWEEN


def _ends_paper(text: str) -> bool:
    """Tell a line that can only be the last one before a title: a heading, or the end of an abstract."""
    return bool(_YEAR.fullmatch(text)) or len(text) > _UNWRAPPED_CHARS or (ends_sentence(text) and text[-1] not in "?!")


def _volume_from(texts: Sequence[str], index: int) -> range:
    if index >= len(texts):
        return range(index, index)
    text = texts[index]
    if not _is_volume(text) and not (len(text) < 200 and VOLUME_WORD.search(text) and not ends_sentence(text)):
        return range(index, index)
    stop = index + 1
    while stop < min(len(texts), index + 4) and len(texts[stop]) < _UNWRAPPED_CHARS:
        last = texts[stop - 1]
        unclosed = last.count("(") > last.count(")")
        if not (unclosed or _OPEN_END.search(last) or (len(last) > 30 and _VOLUME_REST.match(texts[stop]))):
            break
        stop += 1
    return range(index, stop)


def _title_above(texts: Sequence[str], stop: int, lowest: int, width: int | None) -> range:
    """Return the lines of the title that ends at `stop`; of a wrapped page, as many as the wrapping explains."""
    start = stop - 1
    if start < lowest or _YEAR.fullmatch(texts[start]):
        return range(stop, stop)
    while width is not None and start - 1 >= lowest and stop - start < 4:
        above, first_word = texts[start - 1], texts[start].split(maxsplit=1)[0]
        fitted = len(above) + 1 + len(first_word) <= width
        if fitted or len(above) > width or _ends_paper(above) or len(texts[start]) > width:
            break
        start -= 1
    return range(start, stop)


def _wrap_width(texts: Sequence[str]) -> int | None:
    """Return the width in characters that text was wrapped to, None if it was not."""
    lengths = [len(text) for text in texts if not _is_volume(text)]
    if not lengths or max(lengths) > _UNWRAPPED_CHARS:
        return None
    long = sorted(length for length in lengths if length > 40)
    return long[int(len(long) * 0.97)] if len(long) >= 3 else None


def _draft(rows: Sequence[Line], head: _Head, abstract: range, year: str | None) -> Draft:
    used = [rows[index] for part in (head.title, head.names, head.volume, abstract) for index in part]
    names = [name for index in head.names for name in rows[index].text.split(" | ") if name != _BETWEEN]
    printed = join_lines(rows[index].text for index in head.volume)
    own_year = re.search(rf"\b{YEAR}\b", printed)
    known = year or (own_year.group() if own_year else None)
    return Draft(
        numbers=tuple(line.number for line in used),
        title=join_lines(rows[index].text for index in head.title),
        abstract=join_lines(rows[index].text for index in abstract),
        authors=tuple(names),
        date=PrintedDate(year, int(known)) if known else None,
        venue=short_venue(printed, year) if printed else None,
        venue_text=printed or None,
    )
