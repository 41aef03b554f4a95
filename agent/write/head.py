"""The head of a markdown digest: front matter, title, what it is made from and in whose words, what is missing."""

from agent.write.encode import front_matter_value, markdown_code, markdown_inline
from agent.write.outline import UNTOLD, Outline
from agent.write.said import counts_said, document_title, empty_said, missing_said, voices_said
from schemas.digest import Digest

GENERATOR = "research-digest"
_MARK = ("---", f'generator: "{GENERATOR}"')


def is_ours(start: str) -> bool:
    """Tell whether a file that starts like this is a markdown digest that `build` may overwrite.

    Args:
        start: At least its first 64 characters, with any line ends, with or without a byte order mark.
    """
    return tuple(start.removeprefix("\ufeff").splitlines()[:2]) == _MARK


def front_matter(digest: Digest) -> str:
    """Return the block between `---` lines that site builders read; every value is JSON."""
    values = (
        ("generator", GENERATOR),
        ("title", document_title(digest)),
        ("papers", digest.counts.papers),
        ("engine", ", ".join(digest.engines)),
    )
    return "\n".join(("---", *(f"{key}: {front_matter_value(value)}" for key, value in values), "---"))


def head(digest: Digest, outline: Outline) -> str:
    """Return the title and the three lines under it."""
    missing = f"*{missing_said(digest)}: {outline.link('untold', UNTOLD)}*"
    title = outline.heading("title", 1)
    if not digest.counts.papers:
        return f"{title}\n\n**No papers.** {empty_said(digest, markdown_code, markdown_inline)}\n{missing}"
    counts = counts_said(digest)
    return "\n".join((title, "", f"**{counts.lead}** {counts.origin}", voices_said(digest, markdown_inline), missing))
