"""The overview of a digest and the papers to begin with."""

from collections.abc import Sequence

from agent.write.encode import markdown_cell, markdown_inline, markdown_path
from agent.write.outline import Outline
from schemas.digest import Digest, Glance

_NAMES_SHOWN = 12
_DOT = " · "


def glance(digest: Digest, outline: Outline) -> str:
    """Return the table of categories and topics with the line about datasets and code."""
    parts = [outline.heading("glance", 2) + "\n" + _table(digest)]
    if facts := _facts(digest):
        parts.append(facts)
    return "\n\n".join(parts)


def read_first(digest: Digest, outline: Outline) -> str:
    """Return the numbered list of papers to begin with, each with its reasons."""
    lines = [outline.heading("first", 2)]
    for number, item in enumerate(digest.read_first, 1):
        reasons = [shown for reason in item.reasons if (shown := markdown_inline(reason))]
        why = f" — *{_DOT.join(reasons)}*" if reasons else ""
        lines.append(f"{number}. {outline.paper_link(item.id, item.title)}{why}")
    return "\n".join(lines)


def _table(digest: Digest) -> str:
    weeks = _DOT.join(week.partition("-")[2] or week for week in digest.weeks_before)
    header = ("| topic | papers |", "|---|--:|")
    if weeks:
        header = (f"{header[0]} {markdown_cell(weeks)} |", f"{header[1]}---|")
    return "\n".join((*header, *(_row(row, with_weeks=bool(weeks)) for row in digest.glance)))


def _row(row: Glance, *, with_weeks: bool) -> str:
    if row.name is None:
        topic = f"– {markdown_cell(row.label)}"
    else:
        topic = f"**{markdown_path([row.label], markdown_cell)}** {markdown_cell(row.name)}"
    before = f" {_DOT.join(f'{papers:,}' for papers in row.before)} |" if with_weeks else ""
    return f"| {topic} | {row.papers:,} |{before}"


def _facts(digest: Digest) -> str:
    parts = []
    if digest.introduced:
        parts.append("datasets introduced: " + _names(digest.introduced))
    if digest.most_used:
        parts.append("most used: " + _names([f"{name} ({papers})" for name, papers in digest.most_used]))
    if digest.with_code:
        parts.append(f"with code: {digest.with_code:,} of {digest.counts.papers:,}")
    line = _DOT.join(parts)
    return line[:1].upper() + line[1:]


def _names(names: Sequence[str]) -> str:
    shown = [markdown_inline(name) for name in names[:_NAMES_SHOWN]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" +{more:,}" if more else "")
