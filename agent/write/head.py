"""The head of a digest: front matter, title, what it is made from and in whose words, what is missing."""

from collections import Counter

from agent.write.encode import front_matter_value, markdown_inline
from agent.write.outline import UNTOLD, Outline
from agent.write.phrases import counted, listed
from schemas.digest import Digest

GENERATOR = "research-digest"
_MARK = ("---", f'generator: "{GENERATOR}"')
_EMBEDDED = "extractive"
_SENTENCES = "s5 is an abstract's fifth sentence."


def is_ours(start: str) -> bool:
    """Tell whether a file that starts like this is a digest that `build` may overwrite.

    Args:
        start: At least its first 64 characters, with any line ends, with or without a byte order mark.
    """
    return tuple(start.removeprefix("\ufeff").splitlines()[:2]) == _MARK


def front_matter(digest: Digest) -> str:
    """Return the block between `---` lines that site builders read; every value is JSON."""
    week = f"Research digest, {digest.week}" if digest.week else digest.title
    values = (
        ("generator", GENERATOR),
        ("title", week),
        ("papers", digest.counts.papers),
        ("engine", ", ".join(digest.engines)),
    )
    return "\n".join(("---", *(f"{key}: {front_matter_value(value)}" for key, value in values), "---"))


def head(digest: Digest, outline: Outline) -> str:
    """Return the title and the three lines under it."""
    if not digest.counts.papers:
        return f"{outline.heading('title', 1)}\n\n{_empty(digest)}\n{_missing(digest, outline)}"
    return "\n".join((outline.heading("title", 1), "", _counts(digest), _voices(digest), _missing(digest, outline)))


def _counts(digest: Digest) -> str:
    counts = digest.counts
    kinds = [
        f"{number:,} {kind}"
        for number, kind in ((counts.new, "new"), (counts.updated, "updated"), (counts.late, "late"))
        if number
    ]
    papers = counted(counts.papers, "paper")
    lead = f"**{papers}: {', '.join(kinds)}.**" if kinds else f"**{papers}.**"
    again = counts.entries - counts.papers
    origin = f"From {counted(counts.entries, 'entry', 'entries')} on {counted(counts.pages, 'page')}"
    if again > 0:
        origin += f"; {again:,} {'was' if again == 1 else 'were'} the same paper again"
    return f"{lead} {origin}."


def _empty(digest: Digest) -> str:
    if digest.week:
        return (
            f"**No papers.** Nothing that the library knows belongs to {markdown_inline(digest.week)}: "
            "read the pages of that week with `digest build PAGES`, then run `digest weekly` again."
        )
    return (
        "**No papers.** Name pages that hold abstracts: `digest build PAGES`; `digest read PAGE` shows what is on one."
    )


def _voices(digest: Digest) -> str:
    """Say in whose words the digest speaks, with numbers where there are several."""
    papers = [paper for section in digest.sections for paper in section.papers]
    told = Counter(paper.model or _EMBEDDED for paper in papers if paper.engine)
    if not digest.engines:
        return "None of them could be read, so nothing is told of them."
    models = [engine for engine in digest.engines if engine != _EMBEDDED]
    if not models:
        return f"In the authors' own words: sentences chosen and shortened, never generated; {_SENTENCES}"
    mixed = len(digest.engines) > 1
    named = listed(
        [markdown_inline(f"{model} ({counted(told[model], 'paper')})" if mixed else model) for model in models]
    )
    voice = f"In the words of {named}, checked against each abstract"
    if _EMBEDDED in digest.engines:
        voice += f", and in the authors' own ({counted(told[_EMBEDDED], 'paper')}), chosen and shortened"
    return f"{voice}; {_SENTENCES}"


def _missing(digest: Digest, outline: Outline) -> str:
    untold = digest.untold
    parts = [
        text
        for number, text in (
            (len(untold.failed), f"{counted(len(untold.failed), 'paper')} failed"),
            (
                len(untold.waiting),
                f"{counted(len(untold.waiting), 'paper is', 'papers are')} not read yet",
            ),
            (
                len(untold.skipped),
                f"{counted(len(untold.skipped), 'paper has', 'papers have')} no abstract",
            ),
            (
                len(untold.dropped),
                f"{counted(len(untold.dropped), 'statement was', 'statements were')} dropped",
            ),
            (untold.undated, f"{counted(untold.undated, 'paper has', 'papers have')} no date"),
        )
        if number
    ]
    return f"*{listed(parts) or 'No paper failed and no statement was dropped'}: {outline.link('untold', UNTOLD)}*"
