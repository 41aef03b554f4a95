r"""Blot a key out of what a server says, however the server spelled it.

Servers print the headers that they were sent: into JSON, where any character may be `\u002d`, into addresses as `%2D`,
into HTML as `&#45;`, or as base64 with something before it, since that is how proxies log them.
"""

import base64
import re
from collections.abc import Iterator, Mapping

KEY_SHOWN = "[key]"
DEEPEST = 8  # levels of an error that are read
LEAST_BASE64 = 8  # letters; fewer stand by chance in other texts
_TWINS = {"+": "-", "/": "_"}  # base64 in addresses


class Blot:
    """What a key is blotted out with."""

    def __init__(self, key: str | None) -> None:
        """Prepare; None or an empty key: nothing is blotted out."""
        self._pattern = re.compile("|".join(_spellings(key))) if key else None

    def text(self, said: str) -> str:
        """Return a text without the key."""
        return self._pattern.sub(KEY_SHOWN, said) if self._pattern else said

    def value(self, said: object, levels: int = DEEPEST) -> object:
        """Return a value of JSON without the key, and without what stands too deep in it to be told to anybody."""
        if isinstance(said, str):
            return self.text(said)
        if isinstance(said, Mapping):
            return {self.text(str(key)): self.value(one, levels - 1) for key, one in said.items()} if levels else None
        if isinstance(said, list):
            return [self.value(one, levels - 1) for one in said] if levels else None
        return said


def _spellings(key: str) -> Iterator[str]:
    yield "".join(map(_letter, key))
    for before in range(3):
        text = base64.b64encode(b"\0" * before + key.encode()).decode().rstrip("=")
        whole = text[before + (before > 0) : len(text) - ((before + len(key.encode())) % 3 > 0)]
        if len(whole) >= LEAST_BASE64:
            yield "".join(map(_letter, whole))


def _letter(letter: str) -> str:
    """Return a pattern of a character in every spelling."""
    escaped = "".join(rf"\\+u{_hex(unit)}" for unit in _utf16(letter))
    in_address = "".join(f"%(?:25)?{_hex(f'{byte:02x}')}" for byte in letter.encode())
    in_page = rf"&#(?:0*{ord(letter)}|[xX]0*{_hex(f'{ord(letter):x}')});"
    ways = [re.escape(letter), escaped, in_address, in_page]
    ways += [re.escape(_TWINS[letter])] if letter in _TWINS else []
    ways += [] if letter.isalnum() else [rf"\\+{re.escape(letter)}"]
    return f"(?:{'|'.join(ways)})"


def _utf16(letter: str) -> Iterator[str]:
    units = letter.encode("utf-16-be").hex()
    return (units[start : start + 4] for start in range(0, len(units), 4))


def _hex(digits: str) -> str:
    """Return a pattern of hex digits in capitals or not."""
    return "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in digits)
