"""What the head of a digest says, as plain sentences that each kind of document encodes in its own way."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from agent.write.encode import clean_text
from agent.write.phrases import EMBEDDED, counted, listed
from schemas.digest import Digest

_SENTENCES = "s5 is an abstract's fifth sentence."


class CountsSaid(NamedTuple):
    """How many papers a digest has and where they come from."""

    lead: str
    """`47 papers: 41 new, 2 updated, 4 late.`"""
    origin: str
    """`From 52 entries on 6 pages read so far; 5 were the same paper again.`"""


def counts_said(digest: Digest) -> CountsSaid:
    """Say what a digest is made from."""
    counts = digest.counts
    kinds = [
        f"{number:,} {kind}"
        for number, kind in ((counts.new, "new"), (counts.updated, "updated"), (counts.late, "late"))
        if number
    ]
    papers = counted(counts.papers, "paper")
    again = counts.entries - counts.papers
    origin = f"From {counted(counts.entries, 'entry', 'entries')} on {counted(counts.pages, 'page')} read so far"
    if again > 0:
        origin += f"; {again:,} {'was' if again == 1 else 'were'} the same paper again"
    return CountsSaid(f"{papers}: {', '.join(kinds)}." if kinds else f"{papers}.", f"{origin}.")


def empty_said(digest: Digest, code: Callable[[str], str], encode: Callable[[str], str]) -> str:
    """Say why a digest has no papers and what to do; `code` writes a command."""
    if digest.week:
        return (
            f"Nothing that the library knows belongs to {encode(digest.week)}: "
            f"read the pages of that week with {code('digest build PAGES')}, then run {code('digest weekly')} again."
        )
    return (
        f"Name pages that hold abstracts: {code('digest build PAGES')}; {code('digest read PAGE')} "
        "shows what is on one."
    )


def voices_said(digest: Digest, encode: Callable[[str], str]) -> str:
    """Say in whose words the digest speaks, with numbers where there are several."""
    if not digest.engines:
        return "None of them could be read, so nothing is told of them."
    models = [engine for engine in digest.engines if engine != EMBEDDED]
    if not models:
        return f"In the authors' own words: sentences chosen and shortened, never generated; {_SENTENCES}"
    mixed = len(digest.engines) > 1
    told = _told(digest) if mixed else Counter()
    named = listed([encode(f"{model} ({counted(told[model], 'paper')})" if mixed else model) for model in models])
    voice = f"In the words of {named}, checked against each abstract"
    if EMBEDDED in digest.engines:
        voice += f", and in the authors' own ({counted(told[EMBEDDED], 'paper')}), chosen and shortened"
    return f"{voice}; {_SENTENCES}"


def _told(digest: Digest) -> Counter[str]:
    """Count the papers of each voice."""
    papers = (paper for section in digest.sections for paper in section.papers)
    return Counter(paper.model or EMBEDDED for paper in papers if paper.engine)


def missing_said(digest: Digest) -> str:
    """Say how much was read and is not told."""
    untold = digest.untold
    failed, waiting, skipped = len(untold.failed), len(untold.waiting), len(untold.skipped)
    wordless = len(untold.wordless)
    dropped, undated = len(untold.dropped), untold.undated
    parts = [
        text
        for number, text in (
            (failed, f"{counted(failed, 'paper')} failed"),
            (waiting, f"{counted(waiting, 'paper is', 'papers are')} not read yet"),
            (wordless, f"{counted(wordless, 'paper has', 'papers have')} no statement that stands alone"),
            (skipped, f"{counted(skipped, 'paper has', 'papers have')} no abstract"),
            (dropped, f"{counted(dropped, 'statement was', 'statements were')} dropped"),
            (undated, f"{counted(undated, 'paper has', 'papers have')} no date"),
        )
        if number
    ]
    return listed(parts) or "No paper failed and no statement was dropped"


def document_title(digest: Digest) -> str:
    """Return the title that a document carries among others, on a tab or in a list of files."""
    return clean_text(f"Research digest, {digest.week}" if digest.week else digest.title)
