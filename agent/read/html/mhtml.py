"""Pages saved as one file (MHTML): a mail with the page and what belongs to it as parts.

Source: RFC 2557; Chromium writes `From: <Saved by Blink>` and a part of type text/html first.
"""

import re
from email import message_from_string
from email.errors import MessageError

_HEADER = re.compile(r"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,30}", re.ASCII)


def is_mhtml(text: str) -> bool:
    """Tell a mail whose parts belong together, by its head."""
    head = _HEADER.match(text[:8000].replace("\r\n", "\n"))
    return head is not None and "multipart/related" in head.group().lower()


def page_of(text: str) -> str | None:
    """Return the HTML of the first part that is a page; None if there is none."""
    try:
        for part in message_from_string(text).walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                return _decoded(part.get_payload(decode=True), part.get_content_charset("utf-8"))
    except (MessageError, RecursionError, ValueError, LookupError, AssertionError):
        return None
    return None


def _decoded(data: object, charset: str) -> str | None:
    if not isinstance(data, bytes):
        return None
    try:
        return data.decode(charset, "replace")
    except LookupError:  # a charset that nobody knows
        return data.decode("utf-8", "replace")
