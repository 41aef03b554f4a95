"""What a line or block looks like: a title, prose, a person's name, a list of authors."""

import re
from collections.abc import Sequence
from typing import NamedTuple

MAX_TITLE_CHARS = 300
_MAX_TITLE_WORDS = 40
_MAX_NAME_CHARS = 60
_MAX_AUTHORS_CHARS = 4000
_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "af al am and av bin ibn ben da das de dei del della den der di do dos du e el la las le los ten ter tot van"
        " vom von y zu zur",
    )
)
_SENTENCE_END = re.compile(r"[.!?…](?:[\"'”’)\]}*]|\{\w+\})*$")
_SENTENCE_BREAK = re.compile(r"(?<![A-Z])(?<!\bvs)(?<!\bSt)(?<!\bDr)[.] +[A-Z]")
_NO_TITLE_END = re.compile(r"(?<!vs)[.,;:]$")
_NO_TITLE_START = re.compile(
    r"(?:https?:|www\.|code\b.*\bavailable|keywords?\s*[:—]|index terms|warning:|note:|disclaimer:|project page|github:"
    r"|\(?[ivx\d]{1,3}\)\s|[•·*–—|>#/\\-]|o [\[A-Z])",
    re.IGNORECASE,
)
_NAME_TOKEN = re.compile(r"[^\W\d_][\w'’.\-‐‑]*")
_ET_AL = re.compile(r"(?:,|\band\b|\s)*\bet al\.?$|,?\s*(?:…|\.\.\.)$", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and|&)\s+|\s*[,;]\s*|\s+(?:and|&)\s+")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


_SENTENCE_START = re.compile(
    r"(?:In|We|Our|To|This|These|It|Finally|First|Second|Further|Furthermore|Moreover|However|Additionally|Extensive"
    r"|Experiments?|Experimental|Results|Through|By|Based|Code|Here|Specifically|Then|Both|Also)\b"
)
_MAX_WRAPPED_CHARS = 160


class Authors(NamedTuple):
    """A line of authors, taken apart."""

    names: tuple[str, ...]
    truncated: bool
    affiliations: tuple[str, ...] = ()


def ends_sentence(text: str) -> bool:
    """Tell whether the text ends as a sentence does; "vs." does not."""
    return bool(_SENTENCE_END.search(text[-80:])) and not text.endswith((" vs.", "et al."))


def is_title(text: str) -> bool:
    """Tell whether a text standing by itself can be the title of a paper and cannot be a paragraph of an abstract."""
    if len(text) > MAX_TITLE_CHARS:
        return False
    words = text.split()
    if not words or len(words) > _MAX_TITLE_WORDS or not any(map(str.isalpha, text)):
        return False
    if _NO_TITLE_END.search(text) or _NO_TITLE_START.match(text) or _SENTENCE_BREAK.search(text):
        return False
    if _ADDRESS.search(text):
        return False
    return not words[0].islower() or capital_share(text) >= 0.5


def capital_share(text: str) -> float:
    """Return the share of the words of four letters and more that begin with a capital, 0 to 1."""
    long = [word.lstrip("\"'“‘([$\\") for word in text.split() if len(word) >= 4]
    return sum(not word[:1].islower() for word in long) / len(long) if long else 0.0


def is_title_cased(text: str) -> bool:
    """Tell whether most words begin with a capital, as in a title and in no sentence."""
    return len(text.split()) >= 3 and capital_share(text) >= 0.6


def is_prose(text: str) -> bool:
    """Tell whether a text reads as a paragraph: a sentence that ends, several sentences, or much text."""
    words = len(text.split())
    return words >= 6 and (len(text) > MAX_TITLE_CHARS or ends_sentence(text) or bool(_SENTENCE_BREAK.search(text)))


def is_paragraph(text: str) -> bool:
    """Tell whether a text under the first paragraph of an abstract is a further one, perhaps as short as "Code: …"."""
    if is_prose(text):
        return True
    return bool(_ADDRESS.search(text)) or (len(text.split()) >= 4 and ends_sentence(text) and text[0] not in "©")


def is_wrapped(lines: Sequence[str]) -> bool:
    """Tell whether the first of some lines begins a wrapped paragraph: the next line's first word had no room on it."""
    first, second = lines[0], lines[1]
    others = [len(line) for line in lines[1:7]]
    if max(others) > _MAX_WRAPPED_CHARS or (len(others) >= 3 and len(first) > max(others) + 8):
        return False
    if first.endswith("-"):
        return True
    if len(first) + 1 + len(second.split(maxsplit=1)[0]) <= max(*others, len(first)):
        return False
    return not second[0].isupper() or (bool(_SENTENCE_START.match(first)) and not is_title_cased(first))


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of one person."""
    if len(text) > _MAX_NAME_CHARS:
        return False
    tokens = text.split()
    if not 1 <= len(tokens) <= 7:
        return False
    if tokens[-1].isdecimal() and len(tokens[-1]) == 4 and len(tokens) > 2:  # DBLP numbers namesakes
        tokens.pop()
    if not all(map(_NAME_TOKEN.fullmatch, tokens)) or (len(text) > 4 and ends_sentence(text) and len(tokens[-1]) > 3):
        return False
    return all(not token[0].islower() or token.lower() in _PARTICLES or "-" in token for token in tokens)


def parse_authors(text: str) -> Authors:
    """Take a line of authors apart: names, "et al.", and affiliations after a middle dot.

    >>> parse_authors("Ada Quillfeather, Bo Tarn et al. · fen-institute")
    Authors(names=('Ada Quillfeather', 'Bo Tarn'), truncated=True, affiliations=('fen-institute',))
    """
    printed, _, places = f" {text} ".partition(" · ")
    printed = printed.strip()
    shortened = _ET_AL.sub("", printed[-20:])
    truncated = shortened != printed[-20:]
    names = _BETWEEN_NAMES.split((printed[:-20] + shortened).strip(" ,;"))
    return Authors(
        tuple(name.strip(" ,;*") for name in names if name.strip(" ,;*")),
        truncated,
        tuple(place.strip() for place in places.replace(" · ", ",").split(",") if place.strip()),
    )


def is_authors(text: str) -> bool:
    """Tell whether a line can be nothing but names of authors."""
    if len(text) > _MAX_AUTHORS_CHARS:
        return False
    authors = parse_authors(text)
    if not authors.names:
        return bool(authors.affiliations)
    return all(map(is_name, authors.names)) and (len(authors.names) > 1 or authors.truncated or " " in text)
