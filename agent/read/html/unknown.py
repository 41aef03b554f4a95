"""Pages of an unknown layout to text with the line breaks that people see, for the readers of text.

inscriptis lays blocks, lists and tables out as a browser does; it walks the tree recursively, and slowly over very
many elements, so both are bounded.
"""

import re

from inscriptis.html_engine import Inscriptis  # type: ignore[import-untyped, unused-ignore]  # ships no types

from agent.read.html.dom import Document

_MAX_ELEMENTS = 100_000  # some seconds
_RUNS = re.compile(r"\n{3,}")


def as_text(page: Document) -> str | None:
    """Return the text of a page; None if it is too deeply nested or has too many elements."""
    if sum(1 for _ in page.root.all()) > _MAX_ELEMENTS:
        return None
    try:
        text = str(Inscriptis(page.root.tree).get_text())
    except (RecursionError, ValueError):  # the latter: a list item numbered with what is no number
        return None
    return _RUNS.sub("\n\n", "\n".join(line.strip() for line in text.split("\n")))
