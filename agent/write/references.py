"""`Digest` ─▶ BibTeX, RIS and CSV: every paper in the order of the digest, those that are not told too."""

from collections.abc import Iterator

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


def render_digest_bibtex(digest: Digest) -> str:
    """Return all references as BibTeX, after a comment that says who made it."""
    return f"{_COMMENT}\n\n" + "".join(map(render_bibtex, references(digest)))


def render_digest_ris(digest: Digest) -> str:
    """Return all references as RIS; the second line of each says who made it."""
    return "".join(map(_with_database, map(render_ris, references(digest)))) or "\n"


def render_digest_csv(digest: Digest) -> str:
    """Return all references as a table that no spreadsheet computes."""
    return MARK + header_row() + "".join(map(reference_row, references(digest)))


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
