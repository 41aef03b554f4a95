"""Bytes compressed with gzip to what they hold, piece by piece and only up to a bound.

Source: RFC 1952; a file may hold several members, which follow each other.
"""

import zlib

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


def inflate(data: bytes, max_bytes: int) -> bytes:
    """Return what the bytes hold.

    Args:
        data: All members of a gzip file; zero bytes behind the last one are padding.
        max_bytes: More is refused, and not kept in memory.

    Raises:
        InflateError: The bytes are damaged, cut off, or a bomb.
    """
    whole = bytearray()
    rest = data
    while rest.startswith(_MAGIC):
        stream = zlib.decompressobj(_GZIP_FORMAT)
        while not stream.eof:
            try:
                piece = stream.decompress(rest, _PIECE_BYTES)
            except zlib.error:
                raise InflateError("is a damaged gzip file") from None
            if not piece and not stream.unconsumed_tail and not stream.eof:
                raise InflateError("is a gzip file that was cut off")
            whole += piece
            rest = stream.unconsumed_tail
            if len(whole) > max_bytes:
                raise InflateError(f"holds more than {max_bytes} bytes when inflated")
            if len(whole) > max(_FREE_BYTES, MAX_RATIO * len(data)):
                raise InflateError(f"inflates to more than {MAX_RATIO} times its size, as only a bomb does")
        rest = stream.unused_data
    if rest.strip(b"\0"):
        raise InflateError("is a gzip file with other bytes behind its end")
    return bytes(whole)
