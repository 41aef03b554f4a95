"""Lines and blocks of a page: what every reader of a page kind is given."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from agent.read.text import clean, join_lines

_LINE_END = re.compile(r"\r\n|\n|\r")


class Line(NamedTuple):
    """One line, or a piece of one where a page was glued to the end of another without a line end."""

    number: int
    """0-based number of the line in the file."""
    text: str
    """Clean; empty if nothing can be seen on it."""


class Block(NamedTuple):
    """Lines without a blank line between them; never empty."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines joined to one."""
        return join_lines(line.text for line in self.lines)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Numbers of its lines."""
        return tuple(line.number for line in self.lines)


def split_lines(text: str) -> list[Line]:
    """Return the lines of a file, whatever ends them; a final line end opens no further line."""
    printed = _LINE_END.split(text)
    if printed and not printed[-1]:
        printed.pop()
    return [Line(number, clean(line)) for number, line in enumerate(printed)]


def split_blocks(lines: Iterable[Line]) -> list[Block]:
    """Return the runs of lines that are not blank."""
    blocks: list[Block] = []
    run: list[Line] = []
    for line in lines:
        if line.text:
            run.append(line)
        elif run:
            blocks.append(Block(tuple(run)))
            run = []
    if run:
        blocks.append(Block(tuple(run)))
    return blocks


def next_text(lines: Sequence[Line], index: int) -> str:
    """Return the text of the next line after `index` that is not blank; empty if there is none nearby."""
    return next((line.text for line in lines[index + 1 : index + 6] if line.text), "")


def previous_text(lines: Sequence[Line], index: int) -> str:
    """Return the text of the last line before `index` that is not blank; empty if there is none nearby."""
    return next((line.text for line in reversed(lines[max(0, index - 5) : index]) if line.text), "")
