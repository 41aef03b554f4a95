"""Mails as programs save them: one message, or several in a row (mbox), decoded to the text that people read.

Source: RFC 5322, RFC 2045 (quoted-printable, base64), RFC 4155 (mbox)
"""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message

_MAX_MESSAGES = 10_000
_POSTMARK = re.compile(r"^From \S{1,200} [^\n]{0,100}\d{4}[^\n]{0,40}\n(?=[A-Za-z-]+:)", re.MULTILINE)
_HEAD = re.compile(r"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,200}", re.ASCII)
_OWN_HEADER = re.compile(
    r"^(?:Content-Type|Content-Transfer-Encoding|MIME-Version|Message-I[Dd]|Received):", re.MULTILINE
)


def is_mail(text: str) -> bool:
    """Tell a saved mail, or several, by the head."""
    opening = text[:20_000].lstrip("\ufeff\n")
    mark = _POSTMARK.match(opening)
    head = _HEAD.match(opening, mark.end() if mark else 0)
    return head is not None and bool(_OWN_HEADER.search(head.group()))


def mail_text(text: str) -> str:
    """Return the texts of all messages of a file, one under the other; a text that is no mail as it is."""
    if not is_mail(text):
        return text
    return "\n\n".join(_texts(text))


def _texts(text: str) -> Iterator[str]:
    text = text.lstrip("\ufeff\n")
    starts = [mark.start() for mark in _POSTMARK.finditer(text)][:_MAX_MESSAGES]
    if not starts or starts[0] > 0:
        starts = [0, *starts]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        message = _POSTMARK.sub("", text[start:end], count=1) if text.startswith("From ", start) else text[start:end]
        yield from _parts(message)


def _parts(message: str) -> Iterator[str]:
    try:
        for part in message_from_bytes(message.encode("utf-8", "replace")).walk():
            if part.get_content_type() == "text/plain" and (shown := _decoded(part)) is not None:
                yield shown.replace("\r\n", "\n")
    except (MessageError, RecursionError, ValueError, LookupError, AssertionError):
        return


def _decoded(part: Message) -> str | None:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return None
    encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower() in ("quoted-printable", "base64")
    # What stood in the file as it is was decoded with the file.
    charset = part.get_content_charset("utf-8") if encoded else "utf-8"
    try:
        return data.decode(charset, "replace")
    except LookupError:  # a charset that nobody knows
        return data.decode("utf-8", "replace")
