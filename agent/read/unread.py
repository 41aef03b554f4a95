"""Why nothing could be read from a file, and what to do: the two ends of the line that its reader gets."""

import json
from typing import NamedTuple

_ABSTRACT_PAGE = (
    "save the page that shows the abstract (of arXiv, the ACL Anthology, OpenReview or the publisher) as text or HTML,"
    " and read that file"
)
_MAGIC = (
    (b"%PDF-", "is a PDF", f"digest reads none: {_ABSTRACT_PAGE}"),
    (b"PK\x03\x04", "is a zip archive or an office document", "unpack it, or save the document as text (UTF-8)"),
)
_FEW_WORDS = 25
"""Of title and abstract together; no abstract is so short."""


class Unread(NamedTuple):
    """What is said of a file that cannot be read."""

    fact: str
    remedy: str


UNKNOWN = Unread(
    "has an unknown layout with no paper in it",
    "type or label its parts: `Title:`, `Authors:`, `Abstract:`, a blank line between papers",
)
NO_TITLE = Unread(
    "is JSON in which no object has both a title and an abstract or authors",
    "name these keys `title`, `abstract`, `authors`, one object a paper",
)


def why_no_text(data: bytes) -> Unread:
    """Return what a file is that is no text."""
    for magic, fact, remedy in _MAGIC:
        if data.startswith(magic):
            return Unread(fact, remedy)
    return Unread("is not text", "save the page as text (UTF-8) and read that file")


def why_no_paper(text: str) -> Unread:
    """Return why a text holds no paper: broken or other JSON, too short, or of no known layout."""
    shown = text.strip("\ufeff \t\r\n")
    if shown.startswith(("{", "[")) and (found := _why_no_record(shown)):
        return found
    words = len(shown.split())
    if words < _FEW_WORDS:
        few = f"{words} {'word is' if words == 1 else 'words are'} too little for a title and an abstract"
        return UNKNOWN._replace(remedy=f"{few}: put the title on the first line and the whole abstract below it")
    return UNKNOWN


def _why_no_record(text: str) -> Unread | None:
    """Return what is wrong with JSON; None if the text only begins like it."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if '"' not in text[:200]:
            return None
        if error.msg == "Extra data" and all(map(_is_braced, text.split("\n"))):
            return NO_TITLE
        place = f"line {error.lineno}, column {error.colno}"
        return Unread(f"is broken JSON ({error.msg} at {place})", "mend it there, or get the file again, whole")
    except (ValueError, RecursionError):
        return Unread("is JSON that cannot be read: a number is too long, or it is too deep", "get the file again")
    return NO_TITLE


def _is_braced(line: str) -> bool:
    printed = line.strip("\ufeff \t\r\n")
    return not printed or (printed.startswith("{") and printed.endswith("}"))
