"""What a page printed (`Entry`) and what all pages together say of one work (`Paper`)."""

import re
from datetime import date as calendar_date
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from schemas.base import Model
from schemas.identity import canonical_id

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@lru_cache(maxsize=4096)
def _real_date(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None:
        raise ValueError("a date is YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = match.groups()
    calendar_date(int(year), int(month or 1), int(day or 1))
    return value


PaperDate = Annotated[str, AfterValidator(_real_date)]
"""`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, a day that exists: as exact as the page was."""


@lru_cache(maxsize=4096)  # a paper prints the ids of its entries again
def _printed_id(value: str) -> str:
    if canonical_id(value) != value:
        raise ValueError("an id is arxiv:, acl:, doi: or openreview: and the id in its canonical form")
    return value


PrintedId = Annotated[str, AfterValidator(_printed_id)]
"""`namespace:value` in the canonical form of `schemas.identity`."""

PaperId = Annotated[str, Field(pattern=r"^(arxiv|acl|doi|openreview|t):\S+$")]
"""A printed id, or `t:` and the hash of a title."""


class Entry(Model):
    """One occurrence of a paper on one page: what that page printed, nothing inferred but the year of a date."""

    page: Annotated[str, Field(min_length=1)]
    """Name of the file, without its folder."""
    position: Annotated[int, Field(ge=0)]
    """0-based place among the papers of the page."""
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    """Kind of page it was read from, for example `hf-papers`."""
    lines: tuple[int, int] | None = None
    """First and last line of the entry, 1-based; None where the source has no lines."""
    ids: tuple[PrintedId, ...] = ()
    """Ids printed in metadata fields (never in the abstract), canonical and sorted."""
    title: Annotated[str, Field(min_length=1)]
    abstract: str = ""
    """Printed text with line wraps joined, white space folded, control characters removed; empty if none is printed."""
    authors: tuple[str, ...] = ()
    """Names as printed, in order; empty if the page prints none."""
    authors_truncated: bool = False
    """The page says that there are more authors ("et al.")."""
    n_authors: Annotated[int, Field(ge=1)] | None = None
    """Printed number of authors; None unless a number is printed."""
    date: PaperDate | None = None
    date_text: str | None = None
    """The date as printed; None if the page prints none."""
    date_inferred: bool = False
    """The year of `date` was not printed with it but inferred from the page."""
    venue: str | None = None
    """Short form, for example `NeurIPS 2025`."""
    venue_text: str | None = None
    """The venue as printed."""
    categories: tuple[str, ...] = ()
    """Category labels as printed (`CL`, `cs.CL`)."""
    affiliations: tuple[str, ...] = ()
    has_code_badge: bool = False
    n_comments: Annotated[int, Field(ge=0)] | None = None
    urls: tuple[str, ...] = ()
    """Well-formed addresses printed in the abstract, without the punctuation around them."""


class Paper(Model):
    """One work: the fields that its entries agree on or, where they differ, the ones that win by a fixed rule."""

    id: PaperId
    ids: tuple[PrintedId, ...] = ()
    """All ids of the work, sorted; empty if no page printed one (then `id` is made from the title)."""
    title: Annotated[str, Field(min_length=1)]
    abstract: str = ""
    """The text that sentence spans refer to; empty if no page printed one."""
    other_abstracts: tuple[str, ...] = ()
    """Other versions of the abstract that some page printed."""
    authors: tuple[str, ...] = ()
    authors_truncated: bool = False
    n_authors: Annotated[int, Field(ge=1)] | None = None
    date: PaperDate | None = None
    date_text: str | None = None
    date_inferred: bool = False
    venue: str | None = None
    categories: tuple[str, ...] = ()
    """Full arXiv codes (`cs.CL`), the order of the winning source; empty if no page printed one."""
    affiliations: tuple[str, ...] = ()
    has_code: bool = False
    """A page shows a code badge, or the abstract prints an address of a code host."""
    urls: tuple[str, ...] = ()
    sources: Annotated[tuple[Entry, ...], Field(min_length=1)]
    """What each page printed, sorted by page and position."""
