"""`Digest` ─▶ BibTeX, RIS and CSV: every paper in the order of the digest, those that are not told too."""

from collections.abc import Iterator
from itertools import chain

from agent.write.bibtex import render_bibtex
from agent.write.head import GENERATOR
from agent.write.ris import render_ris
from agent.write.table import MARK, header_row, reference_row
from schemas.digest import Digest
from schemas.reference import Reference

_COMMENT = f"% {GENERATOR}"
_DATABASE = f"DB  - {GENERATOR}"


def references(digest: Digest) -> Iterator[Reference]:
    """Yield the reference of each paper: those that are told, then failed, waiting and without abstract."""
    for section in digest.sections:
        yield from (paper.reference for paper in section.papers if paper.reference)
    untold = digest.untold
    for paper in (*untold.failed, *untold.waiting, *untold.skipped):
        if paper.reference:
            yield paper.reference


def bibtex_pieces(digest: Digest) -> Iterator[str]:
    """Yield all references as BibTeX, after a comment that says who made it."""
    yield f"{_COMMENT}\n\n"
    yield from map(render_bibtex, references(digest))


def ris_pieces(digest: Digest) -> Iterator[str]:
    """Yield all references as RIS; the second line of each says who made it."""
    first = next(records := map(_with_database, map(render_ris, references(digest))), "\n")
    yield from chain((first,), records)


def csv_pieces(digest: Digest) -> Iterator[str]:
    """Yield all references as the rows of a table that no spreadsheet computes."""
    yield MARK + header_row()
    yield from map(reference_row, references(digest))


def is_our_bibtex(start: str) -> bool:
    """Tell whether a file that starts like this is a digest as BibTeX."""
    return start.startswith(_COMMENT)


def is_our_ris(start: str) -> bool:
    """Tell whether a file that starts like this is a digest as RIS, or an empty one."""
    return start.split("\n")[1:2] == [_DATABASE] or start == "\n"


def is_our_csv(start: str) -> bool:
    """Tell whether a file that starts like this is a digest as a table: nothing else has these columns."""
    return start.removeprefix(MARK).startswith(header_row())


def _with_database(record: str) -> str:
    kind, _, rest = record.partition("\n")
    return f"{kind}\n{_DATABASE}\n{rest}"
