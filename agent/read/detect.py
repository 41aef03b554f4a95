"""Which pages a file holds: found from the signs in its lines, never from its name."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agent.read.dates import MONTH_DAY, YEAR
from agent.read.kinds import KINDS, PLAIN
from agent.read.lines import Line, next_text
from agent.read.page import PageKind, Sign

# A page saved without a final line end and glued to the next one leaves the next one's first line at a line's end.
_GLUED = (
    (re.compile(r"h-index ?\d+$"), re.compile(r"[\d,]+ ?papers")),
    (re.compile(r"Arrow Research search$"), re.compile(r"Author name cluster")),
    (re.compile(r"new$"), re.compile(r"Get trending papers in your email inbox!?")),
    (re.compile(r"Get trending papers in your email inbox!$"), re.compile(r"Subscribe")),
    (re.compile(r"(?<=[.!?)\d…])[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){1,4}$"), re.compile(YEAR)),
    (re.compile(rf"(?<=[.!?)\d])[A-Z]{{2}}{MONTH_DAY}(?:Code)?$"), re.compile(".+")),
    (
        re.compile(rf"(?<=[.!?)\d])[A-Z]\w+ (?:Conference|Journal) {YEAR} (?:Conference Paper|Journal Article)$"),
        re.compile(".+"),
    ),
)
_MAX_GLUED_CHARS = 90


class Segment(NamedTuple):
    """The lines of one page."""

    kind: PageKind
    lines: Sequence[Line]


def unglue(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those parted in two that hold the end of one page and the beginning of the next."""
    parted: list[Line] = []
    for index, line in enumerate(lines):
        offset = max(0, len(line.text) - _MAX_GLUED_CHARS)
        for ending, following in _GLUED:
            match = ending.search(line.text, offset)
            if match and " " in line.text[: match.start()].strip() and following.fullmatch(next_text(lines, index)):
                head, tail = line.text[: match.start()].rstrip(), line.text[match.start() :]
                if head:
                    parted += [Line(line.number, head), Line(line.number, "")]
                parted.append(Line(line.number, tail))
                break
        else:
            parted.append(line)
    return parted


def find_segments(lines: Sequence[Line]) -> list[Segment]:
    """Return the pages of a file in order; together they hold every line once."""
    found = sorted(((sign, kind) for kind in KINDS for sign in kind.find_signs(lines)), key=lambda item: item[0].line)
    starts: list[tuple[int, PageKind]] = []
    last: tuple[Sign, PageKind] | None = None
    entries_seen = False
    for sign, kind in found:
        if last is not None and last[0].line == sign.line:
            continue
        if last is None or kind is not last[1] or (sign.opens and entries_seen):
            lowest = 0 if last is None else last[0].line + 1
            starts.append((kind.find_start(lines, lowest, sign.line), kind))
            entries_seen = False
        entries_seen = entries_seen or not sign.opens
        last = sign, kind
    if not starts or starts[0][0] > 0:
        starts.insert(0, (0, PLAIN))
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    return [Segment(kind, lines[start:end]) for (start, kind), end in zip(starts, ends, strict=True)]
