"""`Digest` ─▶ markdown: the product.

Order: front matter · title, counts and voice, what is missing · at a glance · read first · sections · indexes · what is
not told · how to rebuild. Each part is a module; all text goes through `agent.write.encode`.
"""

from collections.abc import Iterable, Iterator

from agent.write.entry import section
from agent.write.glance import glance, read_first
from agent.write.head import front_matter, head
from agent.write.outline import Outline, outline
from agent.write.tail import indexes, rebuild, untold
from schemas.digest import Digest


def render_markdown(digest: Digest) -> str:
    """Return the whole document: line feeds only, one at its end; a pure function of the digest."""
    return "".join(markdown_pieces(digest))


def markdown_pieces(digest: Digest) -> Iterator[str]:
    """Yield the document part by part and its sections entry by entry, so that it need not be held."""
    headings = outline(digest)
    # No blank line between front matter and title: that is how the design shows it.
    yield f"{front_matter(digest)}\n{head(digest, headings)}"
    for part in _parts(digest, headings):
        yield "\n\n"
        yield from part
    yield "\n"


def _parts(digest: Digest, headings: Outline) -> Iterator[Iterable[str]]:
    if digest.glance:
        yield [glance(digest, headings)]
    if digest.read_first:
        yield [read_first(digest, headings)]
    for number, shown in enumerate(digest.sections):
        yield section(number, shown, digest, headings)
    if digest.indexes:
        yield [indexes(digest, headings)]
    yield [untold(digest, headings)]
    yield [rebuild(digest, headings)]
