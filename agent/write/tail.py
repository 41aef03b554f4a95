"""The end of a digest: indexes, what was read and is not told, how to make it again."""

from collections import defaultdict
from typing import NamedTuple

from agent.write.encode import clean_text, markdown_inline, markdown_text
from agent.write.outline import Outline, index_key, outer_link, shown_title
from agent.write.phrases import counted, quoted, shortened
from schemas.digest import Digest, Index, IndexRow, Untold, UntoldPaper, UntoldStatement

LONGEST_DROPPED = 240  # characters of a statement that is not told; `digest show` has the whole
LONGEST_REASON = 400
_BACKTICKS = "```"


def indexes(digest: Digest, outline: Outline) -> str:
    """Return all indexes under one heading, one row a name."""
    parts = [_index(number, index, outline) for number, index in enumerate(digest.indexes)]
    return "\n\n".join((outline.heading("indexes", 2), *parts))


def untold(digest: Digest, outline: Outline) -> str:
    """Return what was read and is not told as a fact, each with its reason."""
    lines = _untold_lines(digest.untold, outline)
    said = (
        "\n".join(lines)
        if lines
        else "Nothing: every paper that was read is told, and every statement passed its checks."
    )
    return f"{outline.heading('untold', 2)}\n{said}"


def rebuild(digest: Digest, outline: Outline) -> str:
    """Return the command that makes the digest again, as a block to copy."""
    command = clean_text(digest.rebuild)
    fence = _BACKTICKS
    while fence in command:
        fence += "`"
    where = "" if digest.week else "In the folder of the pages:\n"
    return f"{outline.heading('rebuild', 2)}\n{where}{fence}sh\n{command}\n{fence}"


def _index(number: int, index: Index, outline: Outline) -> str:
    rows = [line for row in index.rows if (line := _index_row(row, outline))]
    return "\n".join((outline.heading(index_key(number), 3), *rows))


def _index_row(row: IndexRow, outline: Outline) -> str:
    """Return a row; where one paper answers to the name, the name itself leads there."""
    if len(row.papers) == 1:
        return f"- {outline.named_link(row.papers[0][0], row.name)}"
    links = [outline.paper_link(paper_id, title, short=True) for paper_id, title in row.papers]
    return f"- {markdown_text(row.name)}: {', '.join(links)}"


def _untold_lines(untold: Untold, outline: Outline) -> list[str]:
    lines = [_silent(group) for group in by_reason(untold)]
    lines += [_dropped(statement, outline) for statement in untold.dropped]
    lines += [
        f"- Perhaps the same paper, not merged: {_told(first, outline)} and {_told(second, outline)}"
        for first, second in untold.possibly_same
    ]
    if untold.undated:
        lines.append(f"- {counted(untold.undated, 'paper')} without a date: in no week")
    return lines


def _named(paper: UntoldPaper) -> str:
    return outer_link(shown_title(paper.title), paper.link.url)


class Silent(NamedTuple):
    """Papers that are not told for one reason."""

    reason: str
    papers: tuple[UntoldPaper, ...]


def by_reason(untold: Untold) -> tuple[Silent, ...]:
    """Group the papers that are not told by their reason, in order of first mention."""
    papers: defaultdict[str, list[UntoldPaper]] = defaultdict(list)
    for paper in (*untold.failed, *untold.waiting, *untold.wordless, *untold.skipped):
        papers[clean_text(paper.reason)].append(paper)
    return tuple(Silent(reason, tuple(group)) for reason, group in papers.items())


def _silent(group: Silent) -> str:
    """Return one line; a reason that holds for several papers stands first."""
    named = list(map(_named, group.papers))
    if len(named) == 1:
        return f"- {named[0]}: {markdown_inline(group.reason)}"
    return f"- {markdown_text(group.reason[:1].upper() + group.reason[1:])}: {'; '.join(named)}"


def _dropped(statement: UntoldStatement, outline: Outline) -> str:
    paper = outline.paper_link(statement.id, statement.title, short=True)
    text, why = dropped_said(statement)
    return f"- {paper}, {markdown_inline(statement.field)} {markdown_inline(text)}: {markdown_inline(why)}"


def dropped_said(statement: UntoldStatement) -> tuple[str, str]:
    """Return a statement that is not told, between quotation marks, and why; both cut if they are long."""
    why = shortened("; ".join(finding.message for finding in statement.findings), LONGEST_REASON)
    return quoted(shortened(clean_text(statement.text), LONGEST_DROPPED)), why


def _told(paper_id: str, outline: Outline) -> str:
    paper = outline.papers.get(paper_id)
    return outline.paper_link(paper_id, paper.title) if paper else markdown_inline(paper_id)
