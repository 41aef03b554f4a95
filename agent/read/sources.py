"""The sources of a run, one after the other: what is on each, piece by piece, and what came of it."""

import os
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from agent.read.reading import Reading
from agent.read.records.record import MAX_NAMED
from agent.read.source import read_in_pieces
from schemas.errors import SourceError
from schemas.report import SourceReport


class Source:
    """One file, read once; iterating yields its reading in pieces, of which none is held.

    A `SourceError` may come after some pieces, which then count for nothing.
    """

    def __init__(self, path: Path, *, today: date, as_of: date | None, max_bytes: int) -> None:
        self.shown = os.fsencode(path).decode("utf-8", "replace")
        self.error: SourceError | None = None
        """Why it cannot be read, when that is known."""
        self._pieces: Iterator[Reading] = read_in_pieces(path, today=today, as_of=as_of, max_bytes=max_bytes)
        self._report = SourceReport(source=self.shown)

    def begin(self) -> bool:
        """Read the first piece, which stays to be taken; return whether that went well."""
        try:
            self._pieces = chain([next(self._pieces)], self._pieces)
        except SourceError as error:
            self.error = error
        return self.error is None

    def __iter__(self) -> Iterator[Reading]:
        if self.error is not None:
            raise self.error
        try:
            for piece in self._pieces:
                self._count(piece)
                yield piece
        except SourceError as error:
            self.error = error
            raise

    def _count(self, piece: Reading) -> None:
        known = self._report
        problems = (*known.problems, *(f"{problem.place}: {problem.reason}" for problem in piece.problems))
        self._report = SourceReport(
            source=self.shown,
            kinds=tuple(dict.fromkeys((*known.kinds, *piece.kinds))),
            encoding=piece.encoding,
            entries=known.entries + len(piece.entries),
            unread_lines=known.unread_lines + piece.marks.count("unread"),
            skipped=known.skipped + piece.skipped,
            problems=problems[:MAX_NAMED],
        )

    @property
    def report(self) -> SourceReport:
        """What came of it so far."""
        return self._report if self.error is None else SourceReport(source=self.shown, error=self.error.message)


def begin_reading(sources: Iterable[Source]) -> bool:
    """Read the beginnings of sources up to the first that can be read; return whether there is one."""
    return any(source.begin() for source in sources)
