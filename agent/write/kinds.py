"""Kinds of documents that a digest is written as, told by the suffix of the file."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from agent.write.markdown import render_markdown
from schemas.digest import Digest
from schemas.errors import UsageError

_FULL_PAGE_AT_MOST = 3_000  # papers that a page narrows by search and facets without a wait


class DocumentKind(NamedTuple):
    """A kind of document and what it wants of a digest."""

    suffixes: tuple[str, ...]
    render: Callable[[Digest], str]
    shows_abstracts: bool
    """It shows each statement in the abstract, so the digest needs all sentences."""
    full_at_most: int | None
    """Papers up to which entries are full unless something else is asked for; None: as many as in any document."""
    named_again: bool
    """The command that makes it again has to name the file."""


def _page(digest: Digest) -> str:
    from agent.write.html.page import render_html  # templates are loaded for pages only

    return render_html(digest)


KINDS = (
    DocumentKind((".md", ".markdown"), render_markdown, False, None, False),
    DocumentKind((".html", ".htm"), _page, True, _FULL_PAGE_AT_MOST, True),
)


def kind_of(path: Path) -> DocumentKind:
    """Return the kind of document that a file is to be.

    Raises:
        UsageError: Its suffix names none.
    """
    for kind in KINDS:
        if path.suffix.lower() in kind.suffixes:
            return kind
    raise UsageError(
        f"`{path}` is no kind of digest that can be written: "
        "name a `.md` or `.html` file, or `-` for markdown on stdout"
    )
