"""Text of a page as people see it: white space folded, invisible characters removed, wrapped lines joined."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs"})
"""Unicode categories without a glyph: controls, format characters (zero-width, bidi, tags), private use, surrogates."""
_SUSPENDING = frozenset({"and", "or", "nor", "to", "as", "but", "vs.", "vs", "versus", "and/or", "&"})
"""Words before which a line-end hyphen is a hyphen left hanging, as in "single- and multi-turn"."""
_CUT_AFTER_HYPHEN = re.compile(r"[^\s-]-+$")
_STARTS_WORD = re.compile(r"\w")
_STARTS_WITH_DASH = re.compile(r"-{2,}\w")
_ENDS_WORD = re.compile(r"[\w!\"'&.,?]$")

_ADDRESS = re.compile(r"https?://[^\s<>\"`{}|^“”‘’«»…—–。，、）】]+", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9](?::\d{1,5})?(?=[/?#]|$)")
_LATEX_ESCAPE = re.compile(r"\\([_%#&~])")
_PATH_WORD = re.compile(r"[\w~%-]*[/._\d=-]\w")
_MAX_ADDRESS_CHARS = 2000
_AROUND = ".,;:!?'*\\"
_CLOSING = {")": "(", "]": "["}


def clean(text: str) -> str:
    r"""Return the text on one line without characters that nobody sees.

    >>> clean(" a\u200b\tb\u00a0 c ")
    'a b c'
    """
    if not text.isprintable():
        text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _INVISIBLE)
    return " ".join(text.split())


def join_lines(lines: Iterable[str]) -> str:
    """Return wrapped lines, each already clean, as one line.

    A line that was cut after a hyphen inside a word is joined without a blank, unless the hyphen was left hanging.

    >>> join_lines(["long-", "context and single-", "and multi-turn"])
    'long-context and single- and multi-turn'
    """
    wrapped = [line for line in lines if line]
    width = max(map(len, wrapped), default=0)
    pieces: list[str] = []
    last = ""
    for line in wrapped:
        if last and not _glued(last, line) and not (len(last) == width and _parts_address(last, line)):
            pieces.append(" ")
        pieces.append(line)
        last = line
    return "".join(pieces)


def _glued(line: str, following: str) -> bool:
    if _CUT_AFTER_HYPHEN.search(line[-8:]) and _STARTS_WORD.match(following):
        return following.split(maxsplit=1)[0].lower() not in _SUSPENDING
    return bool(_STARTS_WITH_DASH.match(following) and _ENDS_WORD.search(line))


def _parts_address(line: str, following: str) -> bool:
    """Tell whether a line as wide as any was cut inside an address, which has no place to wrap."""
    last = line.rpartition(" ")[2]
    return bool(_ADDRESS.match(last.lstrip("([{"))) and last[-1].isalnum() and bool(_PATH_WORD.match(following))


def join_paragraphs(paragraphs: Sequence[str]) -> str:
    """Return several paragraphs as one text with single blanks."""
    return " ".join(paragraph for paragraph in paragraphs if paragraph)


def addresses(text: str) -> tuple[str, ...]:
    """Return the well-formed http(s) addresses in a text, each once, in order, without the punctuation around them.

    An address that blanks broke gives none: what is left of it would lead elsewhere.

    >>> addresses("Code (https://example.org/a_b{here}). Data: https: //example. org/x")
    ('https://example.org/a_b',)
    """
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(text):
        if match.end() - match.start() > _MAX_ADDRESS_CHARS:
            continue
        address = _LATEX_ESCAPE.sub(r"\1", match.group()).partition("\\")[0]
        if not _broken(match.group(), text[match.end() : match.end() + 80]):
            address = _without_punctuation(address)
            if _HOST.match(address.lower()):
                found[address] = None
    return tuple(found)


def _broken(address: str, rest: str) -> bool:
    if not rest.startswith(" ") or rest[1:2].isupper():
        return False
    following = rest.split(maxsplit=1)[0] if rest.strip() else ""
    if address.endswith("."):
        return following[:1].islower() and bool(_PATH_WORD.match(following))
    return address.endswith(("/", "-", "_", "=")) and bool(_PATH_WORD.match(following))


def _without_punctuation(address: str) -> str:
    while address:
        last = address[-1]
        unbalanced = last in _CLOSING and address.count(last) > address.count(_CLOSING[last])
        if not unbalanced and last not in _AROUND and last not in "([":
            break
        address = address[:-1]
    return address
