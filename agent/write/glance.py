"""The overview of a digest and the papers to begin with."""

from collections.abc import Sequence

from agent.write.encode import markdown_cell, markdown_inline, markdown_path
from agent.write.figures import short_period, sparkline, tallies, trend
from agent.write.outline import Outline
from schemas.digest import Digest, Glance

_NAMES_SHOWN = 12
_DOT = " · "


def glance(digest: Digest, outline: Outline) -> str:
    """Return the table of categories and topics, the table of what is counted, the line about datasets and code."""
    parts = [outline.heading("glance", 2) + "\n" + _table(digest)]
    if counted := _tallies(digest):
        parts.append(counted)
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
    columns = digest.weeks_before if digest.week else digest.periods
    header = ("| topic | papers |", "|---|--:|")
    if columns:
        names = markdown_cell(_DOT.join(map(short_period, columns)))
        header = (f"{header[0]} {names} | trend |", f"{header[1]}---|---|")
    return "\n".join((*header, *(_row(digest, row, with_trend=bool(columns)) for row in digest.glance)))


def _row(digest: Digest, row: Glance, *, with_trend: bool) -> str:
    if row.name is None:
        topic = f"– {markdown_cell(row.label)}"
    else:
        topic = f"**{markdown_path([row.label], markdown_cell)}** {markdown_cell(row.name)}"
    if not with_trend:
        return f"| {topic} | {row.papers:,} |"
    columns = row.before if digest.week else row.spread
    numbers = _DOT.join(f"{papers:,}" for papers in columns)
    counts = trend(digest, row).counts
    shape = f" {sparkline(counts)}" if any(counts) else ""
    return f"| {topic} | {row.papers:,} | {numbers} |{shape} |"


def _tallies(digest: Digest) -> str:
    """Return one table with the tallies side by side; empty if nothing is counted."""
    found = tallies(digest)
    if not found:
        return ""
    height = max(len(tally.rows) for tally in found)
    lines = ["|" + "".join(f" {tally.name} | papers |" for tally in found), "|" + "---|--:|" * len(found)]
    for place in range(height):
        rows = [tally.rows[place] if place < len(tally.rows) else None for tally in found]
        cells = [f" {markdown_cell(row[0])} | {row[1]:,} |" if row else " | |" for row in rows]
        lines.append("|" + "".join(cells))
    return "\n".join(lines)


def _facts(digest: Digest) -> str:
    parts = []
    if digest.introduced:
        parts.append("datasets introduced: " + _names(digest.introduced))
    known = set(digest.introduced)
    if met := [name for name in digest.datasets_first_met if name not in known]:
        parts.append("datasets met for the first time: " + _names(met))
    if digest.methods_first_met:
        parts.append("methods met for the first time: " + _names(digest.methods_first_met))
    if digest.with_code:
        parts.append(f"with code: {digest.with_code:,} of {digest.counts.papers:,}")
    line = _DOT.join(parts)
    return line[:1].upper() + line[1:]


def _names(names: Sequence[str]) -> str:
    shown = [markdown_inline(name) for name in names[:_NAMES_SHOWN]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" +{more:,}" if more else "")
