"""Text ─▶ the forms in which a statement and an abstract are compared: repaired text, parts of names, stems.

Repairs undo what LaTeX, markdown and PDF conversion leave in printed abstracts. They are for comparing only; nothing
repaired is ever stored or shown.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import Stemmer

_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("‘’‚′`", "'"), **dict.fromkeys("“”„″", '"')}
)
_STYLED = re.compile(
    r"\\?\b(?:text(?:bf|it|tt|sc|rm|sf|up|sl|md|normal)?|emph|math(?:bf|rm|cal|it|bb|sf|tt)|underline|mbox)\{([^{}]*)\}"
)
_REPAIRS = (
    (re.compile(r"\\(?:times|cdot)\b"), "x"),
    (re.compile(r"\\(?:sim|approx|leq?|geq?|pm)\b"), " "),
    (re.compile(r"\\[,;:!> ]|~"), " "),
    (re.compile(r"\\([%$&#_{}])"), r"\1"),
    (re.compile(r"\\(?:'|\"|\^|`|~|=|\.|c|v|u|H)\{?([A-Za-z])\}?"), r"\1"),
    (re.compile(r"\\([A-Za-z]+)"), r"\1 "),
    (re.compile(r"[*$]+|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)"), ""),
    (re.compile(r"[{}]"), ""),
    (re.compile(r"-{2,}"), "-"),
    (re.compile(r"(?<![\d.])(\d{1,3})\. (\d+)(?=\s?(?:%|x\b|pp\b))"), r"\1.\2"),
    (re.compile(r"\b([ie])\. ([eg])\. ?(?=,)"), r"\1.\2."),
)
_SIGN = re.compile(r"[\\$*_{}~`\x1c-\x1f]")
_BROKEN = re.compile(r"\.(?:(?<=\d\.) \d|(?<=[ie]\.) [eg]\.)")
_PART = re.compile(r"\d+(?:[.,]\d+)*(?:[^\W\d_]+)?|[^\W\d_]+")
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"[^\s/]+")
_COUNTED = re.compile(r"\d[\d.,]*[A-Za-z]{0,3}|.*[(=].*")  # quantities and formulas have their own rule
_LOWER_NAME = re.compile(r"[a-z]{3,}\d[a-z]")  # word2vec
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_TITLED_WORDS, _TITLED = 3, 0.7  # so many long words, and more than this share of them with capitals, are a title's
_POSSESSIVE = re.compile(r"'s?$")


class _Stemmers(threading.local):
    """A stemmer for each thread: it keeps the word that it works on."""

    def __init__(self) -> None:
        self.stem = Stemmer.Stemmer("english", 0).stemWord  # 0: remembered here, not there


_stemmers = _Stemmers()


@lru_cache(maxsize=4096)
def repaired(text: str) -> str:
    r"""Return `text` as it would read in print: no LaTeX, no markdown, no broken decimals, plain quotes and dashes.

    >>> repaired(r"an accuracy of 90. 01\% with \textbf{Mossgate}")
    'an accuracy of 90.01% with Mossgate'
    """
    if text.isascii() and not (_SIGN.search(text) or "--" in text or _BROKEN.search(text)):
        return " ".join(text.split())  # no repair could change it
    text = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY)
    for _ in range(3):  # styles nest, hardly ever deeper
        text, count = _STYLED.subn(r"\1", text)
        if not count:
            break
    for pattern, replacement in _REPAIRS:
        text = pattern.sub(replacement, text)
    return _BLANKS.sub(" ", text).strip()


def parts(text: str) -> tuple[str, ...]:
    """Return the alphanumeric parts of a repaired text, case kept; a letter-digit border parts, a digit-letter not.

    >>> parts("Qwen2.5-32B and GPT-4o")
    ('Qwen', '2.5', '32B', 'and', 'GPT', '4o')
    """
    return tuple(_PART.findall(text))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of a word in lower case (Snowball, English)."""
    return str(_stemmers.stem(word.lower()))


_LISTED = """
    a about above across after again against all almost along already also although always am among an and another
    any are around as at away back be became because become becomes been before behind being below besides between
    beyond both but by came can cannot come comes could did do does doing done down due during each either else
    enough even ever every far few for from further gets give given gives get go goes got had has have having he
    hence her here him his how however i if in indeed instead into is it its itself just keep kept last later least
    less let likewise made make makes making many may me meanwhile might more moreover most much must my near nearly
    need needs neither never no none nor not nothing now of off often on once one only onto or other others
    otherwise our out over own per perhaps put puts quite rather said same say says see seen several shall she
    should since so some something still such take taken takes than that the their them then there thereby therefore
    these they thing this those though through throughout thus to together too toward towards under unless unlike
    until up upon us very via was way we well went were what whatever when where whereas whether which while who
    whole whom whose why will with within without would yet you your that's it's
"""
FUNCTION_WORDS = frozenset(_LISTED.split())
"""Words that carry grammar, quantity without number, or time, not content."""


class Word(NamedTuple):
    """A word of a statement, without the punctuation around it."""

    text: str
    opens: bool
    """It is the first word of a sentence, so that a capital says nothing."""


def words(text: str) -> tuple[Word, ...]:
    """Return the words of a repaired text: what blanks and slashes part, possessives off."""
    return tuple(_words(text, any_case=True))


def _words(text: str, *, any_case: bool) -> Iterator[Word]:
    """Yield the words; unless `any_case`, those without a capital are passed over."""
    opens = True
    for printed in _WORD.findall(text):
        if not any_case and printed.islower():
            opens = printed[-1] in ".:!?"
            continue
        bare = printed.strip("\"'“”()[]<>.,;:!?-+=|&#@")
        if bare:
            yield Word(_POSSESSIVE.sub("", bare), opens)
            opens = printed[-1] in ".:!?"


@lru_cache(maxsize=4096)
def names_of(text: str) -> tuple[str, ...]:
    """Return what a repaired text names, each once, in order; in headings a first capital says nothing."""
    found = dict.fromkeys(filter(None, map(name_core, _words(text, any_case=False))))
    if not found:
        return ()
    long = _LONG_WORD.findall(text)
    if len(long) >= _TITLED_WORDS and sum(word[0].isupper() for word in long) > _TITLED * len(long):
        return tuple(name for name in found if not name.isalpha() or not name[1:].islower())
    return tuple(found)


def name_core(word: Word) -> str | None:
    """Return the part of a word that names something, or None: "GPT-4" of "GPT-4-based", None for "two-stage"."""
    if word.text.isalpha() and word.text[1:].islower():  # most words
        return word.text if word.text[0].isupper() and not word.opens else None
    pieces = word.text.split("-")
    while pieces and (not pieces[0] or pieces[0].islower()):
        pieces.pop(0)
    while pieces and (not pieces[-1] or (pieces[-1].isalpha() and pieces[-1].islower())):
        pieces.pop()
    core = "-".join(pieces)
    letters = [letter for letter in core if letter.isalpha()]
    if not letters or len(core) < 2 or _COUNTED.fullmatch(core):
        return None
    if _LOWER_NAME.match(core):
        return core
    if any(letter.isupper() for letter in core[1:]) and any(letter.isupper() for letter in core):
        return core
    if core[0].isupper():
        return core if any(c.isdigit() for c in core) or not word.opens else None
    return None


def squeezed(text: str) -> str:
    """Return the parts of a text joined, in lower case: "qwen2.532b" for Qwen2.5-32B and Qwen 2.5 32B."""
    return "".join(parts(text)).lower()


def initials(found: Sequence[str]) -> str:
    """Return the initials of words in lower case, then, behind a blank, those without the words of grammar."""
    every = "".join(part[0] for part in found)
    content = "".join(part[0] for part in found if part.lower() not in FUNCTION_WORDS)
    return f"{every} {content}".lower()
