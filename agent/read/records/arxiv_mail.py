r"""arXiv's daily mail of announcements, saved as text or as mails (.eml, mbox), quoted-printable and base64 too.

Papers stand between lines of dashes. Each begins with `\\` and the fields `arXiv:`, `Date:`, `Title:`, `Authors:`,
`Categories:`, `Comments:`, `Journal-ref:`, `DOI:` (further lines of a field are indented), then `\\`, the abstract,
and `\\ ( https://arxiv.org/abs/… , 34kb)`. A replaced paper has no abstract and no date of its own.

Source: https://info.arxiv.org/help/subscribe.html, and https://info.arxiv.org/help/prep.html for the fields.
"""

import re
from collections.abc import Iterator, Sequence

from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id, categories, names
from agent.read.records.fields import known_ids, named_id, printed_date, text
from agent.read.records.mail import is_mail, mail_text
from agent.read.records.record import Document, Records, collect
from agent.read.text import join_lines

_PAPER = re.compile(r"^\\\\ *\n(?:Paper \(\*cross-listing\*\): |Paper: |arXiv:)\S+", re.MULTILINE)
_BAR = re.compile(r"\\\\(?P<link> *\(.*)?")
_ID = re.compile(r"(?:Paper \(\*cross-listing\*\): |Paper: )?(?:arXiv:)?(?P<id>[\w.-]+(?:/\d{7})?(?:v\d+)?)\b.*")
_FIELD = re.compile(
    r"(?P<name>Date|Date \(revised v\d+\)|Title|Authors?|Categories|Comments|Journal-ref|DOI|Report-no|MSC-class"
    r"|ACM-class|Proxy|License): ?(?P<content>.*)"
)
_RULE = re.compile(r"[-%]{20,}.*")


def knows(document: Document) -> bool:
    r"""Tell a mail by a line `\\` with the id of a paper under it."""
    if _PAPER.search(document.text[:20_000]):
        return True
    return is_mail(document.text) and bool(_PAPER.search(mail_text(document.text)))


def read(document: Document) -> Records:
    """Return the papers of a mail, or of several in one file."""
    return collect(_read_all(mail_text(document.text).split("\n")))


def _read_all(lines: Sequence[str]) -> Iterator[tuple[str, Draft | str]]:
    number = 0
    while number < len(lines):
        if not _opens(lines, number):
            number += 1
            continue
        end = _end(lines, number + 1)
        yield f"line {number + 1}", _draft(lines[number + 1 : end])
        number = end


def _opens(lines: Sequence[str], number: int) -> bool:
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return lines[number].strip() == "\\\\" and following.startswith(("arXiv:", "Paper"))


def _end(lines: Sequence[str], start: int) -> int:
    """Return the line behind a paper: a rule, the next paper, or what follows the bar with the address."""
    for number in range(start, len(lines)):
        if _opens(lines, number):
            return number
        bar = _BAR.fullmatch(lines[number].strip())
        if bar and bar["link"]:
            return number + 1
        if _RULE.fullmatch(lines[number].strip()):
            return number
    return len(lines)


def _draft(lines: Sequence[str]) -> Draft | str:
    bars = [place for place, line in enumerate(lines) if _BAR.fullmatch(line.strip())]
    head = lines[: bars[0] if bars else len(lines)]
    body = lines[bars[0] + 1 : bars[1] if len(bars) > 1 else len(lines)] if bars else ()
    fields = _fields(head[1:])
    title = text(fields.get("title"))
    if title is None:
        return "no title"
    printed = _ID.fullmatch(head[0].strip())
    venue = text(fields.get("journal-ref"))
    return Draft(
        numbers=(),
        title=title,
        abstract=join_lines(text(line) or "" for line in body),
        authors=names(text(fields.get("authors")) or text(fields.get("author")) or ""),
        date=printed_date(re.sub(r"\(\d+kb[^()]*\)\s*$", "", fields.get("date", ""))),
        venue=venue,
        venue_text=venue,
        categories=categories(fields.get("categories")),
        ids=known_ids(
            arxiv_id(printed["id"]) if printed else None,
            *(named_id("doi", doi) for doi in (fields.get("doi") or "").split()),
        ),
    )


def _fields(lines: Sequence[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        if match := _FIELD.fullmatch(line):
            current = found.setdefault(match["name"].lower(), [])
            current.append(match["content"])
        elif line.startswith((" ", "\t")):
            current.append(line)
        elif line.strip():
            current = []  # "replaced with revised version …" and whatever may come
    return {name: join_lines(text(line) or "" for line in parts) for name, parts in found.items()}
