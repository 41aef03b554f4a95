"""Bytes of a saved page to text: UTF-8, UTF-16, UTF-32 or Windows-1252; anything else is refused as binary."""

import codecs
from typing import NamedTuple

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\x1f\x8b", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"SQLite format 3\0")
_SAMPLE_BYTES = 1 << 16
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1b")
_NUL_SHARE = 0.001  # compressed data has 1/256; a stray NUL in a page is kept out of it by cleaning
_CONTROL_SHARE = 0.02
_DAMAGED_SHARE = 0.25  # of the non-ASCII characters; more says that it was never UTF-8


class Decoded(NamedTuple):
    """Text of a file, without a byte order mark, and the encoding it was read with."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded | None:
    """Return the text of a file, or None if it is binary."""
    if data.startswith(_MAGIC):
        return None
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return None if _mostly_unreadable(text) else Decoded(text, encoding)
    if guessed := _guess_utf16(data[:_SAMPLE_BYTES]):
        text = data.decode(guessed, "replace")
        return None if _mostly_unreadable(text) else Decoded(text, guessed)
    return None if _is_binary(data) else _decode_bytewise(data)


def _guess_utf16(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero bytes of its Latin letters, all on one side."""
    even, odd = sample[0::2], sample[1::2]
    if len(odd) < 2:  # characters; fewer say nothing
        return None
    zeros_even, zeros_odd = even.count(0) / len(even), odd.count(0) / len(odd)
    if zeros_odd > 0.4 and zeros_even < 0.05:
        return "utf-16-le"
    if zeros_even > 0.4 and zeros_odd < 0.05:
        return "utf-16-be"
    return None


def _mostly_unreadable(text: str) -> bool:
    return text.count("�") + text.count("\0") > 0.1 * len(text)


def _is_binary(data: bytes) -> bool:
    if data.count(0) > max(1, _NUL_SHARE * len(data)):
        return True
    controls = sum(data.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    return controls > max(4, _CONTROL_SHARE * len(data))


def _decode_bytewise(data: bytes) -> Decoded:
    try:
        # final=False: a page that was cut in the middle of a character is still UTF-8
        return Decoded(codecs.getincrementaldecoder("utf-8")().decode(data, final=False), "utf-8")
    except UnicodeDecodeError:
        damaged = data.decode("utf-8", "replace")
    foreign = sum(not char.isascii() for char in damaged)
    if damaged.count("�") <= _DAMAGED_SHARE * foreign:
        return Decoded(damaged, "utf-8")
    return Decoded(data.decode("cp1252", "replace"), "windows-1252")
