"""A difference ─▶ markdown for the person who accepts or refuses it."""

from collections.abc import Iterator, Sequence

from agent.comparing.changes import Change, Difference, Named, PaperChange
from agent.write.encode import markdown_cell, markdown_code, markdown_text
from agent.write.phrases import counted

MOST_PAPERS = 50
MOST_TAGS = 30
_LONGEST = 300  # characters of a value that are shown


def difference_lines(found: Difference, most: int = MOST_PAPERS) -> Iterator[str]:
    """Yield markdown: a summary, then papers on one side alone, changed tags and changed papers, the most first.

    Args:
        found: What differs.
        most: Papers of a kind that are shown; how many more there are is said.
    """
    yield f"# {markdown_code(found.before)} → {markdown_code(found.after)}"
    yield ""
    yield (
        f"**{counted(found.papers_before, 'paper')} before, {found.papers_after:,} after:** {found.same:,} the same,"
        f" {len(found.changed):,} changed, {len(found.only_before):,} only before,"
        f" {len(found.only_after):,} only after."
    )
    if found.fields:
        yield ""
        yield from ("| field | papers that change |", "|---|--:|")
        yield from (f"| {field} | {count:,} |" for field, count in found.fields)
    yield from _alone("Only before", found.only_before, most)
    yield from _alone("Only after", found.only_after, most)
    yield from _tags(found)
    if found.changed:
        yield from ("", "## Changed papers")
        for paper in found.changed[:most]:
            yield from _paper(paper)
        yield from _more(len(found.changed) - most)


def _alone(heading: str, papers: Sequence[Named], most: int) -> Iterator[str]:
    if papers:
        yield from ("", f"## {heading}", "")
        yield from (f"- {markdown_code(paper.id)} {markdown_text(paper.title)}" for paper in papers[:most])
        yield from _more(len(papers) - most)


def _tags(found: Difference) -> Iterator[str]:
    if found.tags:
        yield from ("", "## Tags", "", "| tag | before | after |", "|---|--:|--:|")
        shown = found.tags[:MOST_TAGS]
        yield from (f"| {tag.kind}: {markdown_cell(tag.name)} | {tag.before:,} | {tag.after:,} |" for tag in shown)
        yield from _more(len(found.tags) - MOST_TAGS)


def _paper(paper: PaperChange) -> Iterator[str]:
    yield from ("", f"### {markdown_text(paper.title)}", markdown_code(paper.id), "")
    yield from ("| field | before | after |", "|---|---|---|")
    yield from (_row(change) for change in paper.changes)


def _row(change: Change) -> str:
    return f"| {change.field} | {_value(change.before)} | {_value(change.after)} |"


def _value(text: str | None) -> str:
    if text is None:
        return "–"
    return markdown_cell(text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…")


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield from ("", f"… and {count:,} more; `--json` has all.")
