"""Make any text harmless on a terminal; standard library only, because quick lookups use it."""

import unicodedata

_KEPT = frozenset("\n\t")
_HIDDEN_CATEGORIES = frozenset(("Cf", "Cs", "Zl", "Zp"))
_TAGS = range(0xE0000, 0xE1000)
_REPLACEMENT = "\ufffd"


def terminal_text(text: str) -> str:
    r"""Return the text with nothing in it that a terminal acts on, but line ends and tabs.

    Control characters are shown as `^[` (C0 and DEL) or `\x9b` (C1); bidirectional and other format characters, lone
    surrogates and tags become U+FFFD. Markup of rich is text like any other: print the result without markup.

    >>> terminal_text("red \x1b[31m\x9b")
    'red ^[[31m\\x9b'
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    code = ord(char)
    if char in _KEPT or 0x20 <= code < 0x7F:
        return char
    if code < 0x20 or code == 0x7F:
        return "^" + chr(code ^ 0x40)
    if code < 0xA0:
        return f"\\x{code:02x}"
    if code in _TAGS or unicodedata.category(char) in _HIDDEN_CATEGORIES:
        return _REPLACEMENT
    return char
