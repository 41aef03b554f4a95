"""How a paper was published, as far as its venue tells: what BibTeX and RIS call its type."""

import re
from typing import Literal

from schemas.reference import Reference

Published = Literal["proceedings", "journal", "preprint", "unknown"]

_JOURNAL = re.compile(
    r"\b(?:Journal|Transactions|Letters|Review|Magazine|Nature|Science|Annals|Bulletin|TACL|TMLR|JMLR|JAIR|IJCV|TPAMI"
    r"|Computational Linguistics|Artificial Intelligence|Neurocomputing|PLOS|Frontiers)\b|\bJ\. ",
    re.IGNORECASE,
)
_PROCEEDINGS = re.compile(
    r"\b(?:Proceedings|Conference|Workshop|Findings|Symposium|Meeting)\b|\b(?:19|20)\d\d$", re.IGNORECASE
)


def published(reference: Reference) -> Published:
    """Return where a paper appeared; a short venue that ends with a year is a conference's.

    >>> published(Reference("t:1", "Mossgate", venue="EMNLP 2025")), published(Reference("t:1", "Mossgate"))
    ('proceedings', 'unknown')
    """
    if not reference.venue:
        return "preprint" if reference.known_as("arxiv") else "unknown"
    if not re.search(r"\b(?:Proceedings|Findings)\b", reference.venue) and _JOURNAL.search(reference.venue):
        return "journal"
    return "proceedings" if _PROCEEDINGS.search(reference.venue) else "journal"
