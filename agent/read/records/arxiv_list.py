"""Listing pages of arXiv (arxiv.org/list/…/new, /recent, /pastweek) and other lists in their form, saved as text.

A paper begins with `[1] arXiv:2406.01234 [pdf, html, other]`; lines `Title:`, the authors, `Comments:`,
`Journal-ref:`, `Subjects:` follow, and on pages of new papers the abstract. Headings print the day of announcement;
cross-listed and replaced papers were submitted before, so it is no date of theirs.

Source: https://info.arxiv.org/help/listings.html; the pages themselves.
"""

import re
from collections.abc import Iterator, Sequence

from agent.read.dates import MONTH, PrintedDate
from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id, names
from agent.read.records.fields import known_ids, named_id, printed_date, text
from agent.read.records.record import Document, Records, collect
from agent.read.text import join_lines

_HEAD = re.compile(
    r"\s*\[\d+\]\s*arXiv:(?P<id>\S+?)(?P<note>\s*\((?:cross-list|replaced)[^()]*\))?\s*\[(?:pdf|ps|html|other)\b[^\]]*\]\s*"
)
_HEADS = re.compile(_HEAD.pattern.removeprefix(r"\s*").removesuffix(r"\s*"))
_FIELD = re.compile(
    r"(?P<name>Title|Authors?|Comments|Journal-ref|Subjects|Report-no|MSC-class|ACM-class|(?:Related )?DOI|Abstract):"
    r" ?(?P<content>.*)"
)
_DAY = re.compile(
    rf"(?:Showing new listings for |New submissions for )?(?P<day>\w{{3,9}}, \d{{1,2}} {MONTH} \d{{2,4}})(?: \(.*)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)")
_CHROME = re.compile(
    r"(?:Cross|Cross-list|Replacement|New) submissions? ?\(.*|Cross-lists ?\(.*|Replacements ?\(.*"
    r"|Total of \d+ entries.*|Showing up to .*|\(?continued, showing .*|See also:.*|About arXiv.*|Fields:.*",
    re.IGNORECASE,
)


def knows(document: Document) -> bool:
    """Tell a listing by the line over a paper: number, id, forms."""
    return "arXiv:" in document.text[:20_000] and bool(_HEADS.search(document.text[:20_000]))


def read(document: Document) -> Records:
    """Return the papers of a listing."""
    lines = [text(line) or "" for line in document.text.split("\n")]
    return collect(_read_all(lines))


def _read_all(lines: Sequence[str]) -> Iterator[tuple[str, Draft | str]]:
    day: PrintedDate | None = None
    head: re.Match[str] | None = None
    start = 0
    for number, line in enumerate([*lines, ""]):
        opens = _HEAD.fullmatch(line)
        heading = _DAY.fullmatch(line)
        last = number == len(lines)
        if head is not None and (opens or heading or last or _CHROME.fullmatch(line)):
            yield f"line {start + 1}", _draft(head, lines[start + 1 : number], day)
            head = None
        if heading:
            day = printed_date(heading["day"])
        if opens:
            head, start = opens, number


def _draft(head: re.Match[str], lines: Sequence[str], day: PrintedDate | None) -> Draft | str:
    fields, authors, rest = _parted(lines)
    title = fields.get("title")
    if not title:
        return "no title"
    venue = fields.get("journal-ref")
    doi = fields.get("doi") or fields.get("related doi") or ""
    return Draft(
        numbers=(),
        title=title,
        abstract=fields.get("abstract") or rest,
        authors=names(fields.get("authors") or fields.get("author") or authors),
        date=None if head["note"] else day,
        venue=venue,
        venue_text=venue,
        categories=tuple(dict.fromkeys(_CODE.findall(fields.get("subjects", "")))),
        ids=known_ids(arxiv_id(head["id"]), *(named_id("doi", one) for one in doi.split())),
    )


def _parted(lines: Sequence[str]) -> tuple[dict[str, str], str, str]:
    """Return the named fields of a paper, the line of its authors, and the paragraphs behind its subjects."""
    fields: dict[str, list[str]] = {}
    authors: list[str] = []
    rest: list[str] = []
    current: list[str] | None = None
    for line in lines:
        if match := _FIELD.fullmatch(line):
            current = fields.setdefault(match["name"].lower(), [])
            current.append(match["content"].strip())
        elif not line:
            current = None
        elif current is not None and (not any(current) or current is fields.get("abstract")):
            current.append(line)  # what a label stands over
        elif "title" in fields and not authors and "subjects" not in fields and "authors" not in fields:
            authors.append(line)
        elif "subjects" in fields:
            rest.append(line)
        elif authors:
            authors.append(line)
    named = {name: join_lines(parts) for name, parts in fields.items()}
    return named, " ".join(authors), join_lines(rest)
