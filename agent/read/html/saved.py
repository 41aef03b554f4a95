"""A saved HTML page to a reading: its kind's reader, else its text to the readers of text."""

import re
from datetime import date

from agent.read.html.dom import MAX_TAGS, Document, parse
from agent.read.html.kinds import HTML_KINDS
from agent.read.html.mhtml import is_mhtml, page_of
from agent.read.html.unknown import as_text
from agent.read.reading import Reading, read_records, read_text
from agent.read.records.record import Problem, UnreadableError, collect

_START = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,4000}-->\s*){0,5}<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_TAG = re.compile(
    r"[\s\ufeff]*<(?:a|article|b|br|center|div|dl|font|form|h[1-6]|header|link|main|nav|ol|p|script|section|span|style"
    r"|table|ul)\b",
    re.IGNORECASE,
)
_TAG_LINE = re.compile(r"\s*</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LOOKAHEAD_CHARS = 20_000


def is_html(text: str) -> bool:
    """Tell a saved page, or a piece of one, from its content."""
    opening = text[:_LOOKAHEAD_CHARS]
    if _START.match(opening) or is_mhtml(opening):
        return True
    if not _FIRST_TAG.match(opening):
        return False
    lines = [line for line in opening.split("\n") if line.strip()]
    return sum(bool(_TAG_LINE.match(line)) for line in lines) > 0.4 * len(lines)


def read_html(text: str, name: str, encoding: str, *, today: date, as_of: date | None) -> Reading:
    """Return the papers of a saved page.

    Args:
        text: HTML, or a mail with a page in it (MHTML).
        name: Of the file; becomes `Entry.page`.
        encoding: Of the file; handed through.
        today: No year is inferred that would give a later date.
        as_of: The day on which the page was saved, if it is known.

    Raises:
        UnreadableError: No paper can be read from it.
    """
    page = parse((page_of(text) or "") if is_mhtml(text) else text)
    if page is None:
        raise UnreadableError(
            f"is HTML without content, or with more than {MAX_TAGS:,} tags",
            "save the page again when it is fully loaded",
        )
    first: Problem | None = None
    for kind in HTML_KINDS:
        records = collect(kind.read(page))
        if records.papers:
            if page.cut:
                cut = Problem("the rest of the page", "is nested too deeply and was not read")
                records = records._replace(problems=(*records.problems, cut), skipped=records.skipped + 1)
            return read_records(records, name, encoding, kind.name)
        first = first or next(iter(records.problems), None)
    reading = _read_as_text(page, name, encoding, today, as_of)
    if reading is not None:
        return reading
    why = f" ({first.place}: {first.reason})" if first else ""
    raise UnreadableError(
        f"is an HTML page of an unknown layout with no paper in it{why}",
        "save it when it is fully loaded, with the abstracts shown, or copy its text into a file and read that",
    )


def _read_as_text(page: Document, name: str, encoding: str, today: date, as_of: date | None) -> Reading | None:
    """Return what the readers of text find; their lines are not those of the file, so none are told."""
    text = as_text(page)
    if text is None or not text.strip():
        return None
    reading = read_text(text, name, encoding, today=today, as_of=as_of)
    if not reading.entries:
        return None
    entries = tuple(entry.model_copy(update={"lines": None}) for entry in reading.entries)
    return Reading(name=name, encoding=encoding, kinds=reading.kinds, entries=entries)
