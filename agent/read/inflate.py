"""Bytes compressed with gzip to what they hold, piece by piece and only up to a bound.

Source: RFC 1952; a file may hold several members, which follow each other.
"""

import os
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

MAX_RATIO = 200
"""Bytes out of one byte in. Text gives 3 to 20; deflate can give 1,032, which only bombs use."""

_MAGIC = b"\x1f\x8b\x08"
_GZIP_FORMAT = 31  # zlib's number for a gzip header and the largest window
_PIECE_BYTES = 1 << 20  # inflated at once
_FREE_BYTES = 1 << 20  # inflated without a look at the ratio


class InflateError(Exception):
    """The bytes cannot or must not be inflated; the text says why, to be said after the name of the file."""


def is_gzip(data: bytes) -> bool:
    """Tell a file compressed with gzip by its first bytes."""
    return data.startswith(_MAGIC)


def inflated(stream: BinaryIO, max_bytes: int) -> Iterator[bytes]:
    """Yield what a gzip file holds, in pieces of at most 1 MiB.

    Args:
        stream: All members of the file, from their beginning; zero bytes behind the last one are padding.
        max_bytes: More is refused.

    Raises:
        InflateError: The bytes are damaged, cut off, or a bomb.
    """
    most = max(_FREE_BYTES, MAX_RATIO * stream.seek(0, os.SEEK_END))
    stream.seek(0)
    rest, total = stream.read(_PIECE_BYTES), 0
    while rest.startswith(_MAGIC):
        member = zlib.decompressobj(_GZIP_FORMAT)
        while not member.eof:
            piece = _next_piece(member, rest)
            rest = member.unconsumed_tail
            if not piece and not rest and not member.eof and not (rest := stream.read(_PIECE_BYTES)):
                raise InflateError("is a gzip file that was cut off")
            total += len(piece)
            if total > max_bytes:
                raise InflateError(f"holds more than {max_bytes} bytes when inflated")
            if total > most:
                raise InflateError(f"inflates to more than {MAX_RATIO} times its size, as only a bomb does")
            if piece:
                yield piece
        rest = member.unused_data
        if len(rest) < len(_MAGIC):
            rest += stream.read(_PIECE_BYTES)
    while rest:
        if rest.strip(b"\0"):
            raise InflateError("is a gzip file with other bytes behind its end")
        rest = stream.read(_PIECE_BYTES)


def _next_piece(member: "zlib._Decompress", rest: bytes) -> bytes:
    try:
        return member.decompress(rest, _PIECE_BYTES)
    except zlib.error:
        raise InflateError("is a damaged gzip file") from None


def inflate(data: bytes, max_bytes: int) -> bytes:
    """Return what the bytes hold, all at once; for the rest see `inflated`.

    Raises:
        InflateError: The bytes are damaged, cut off, or a bomb.
    """
    return b"".join(inflated(BytesIO(data), max_bytes))
