"""Look well-known names of datasets and models up in running text."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from agent.extract.lexicon import read_sections

NameList = Literal["datasets", "models"]

LONGEST_NAME_WORDS = 5
STOP_NAMES = frozenset(read_sections("naming")["stop names"])
"""Capitals that name nothing."""

_TOKEN = re.compile(r"(?=[^\s]{0,8}\w)[^\s()\[\]{},;:!?\"“”‘]+")
_TRIM = ".'’*_`$\\/"
_FORMULA = re.compile(r"[=<>_+^${}|~\\]")
"""What stands in t_0 and T=0, but in no other spelling of a name."""
_FOLD = re.compile(r"[\W_]+")


class Hit(NamedTuple):
    """A known name as printed, at `[start:end)` of the text."""

    start: int
    end: int
    name: str


@cache
def load_names(which: NameList) -> frozenset[str]:
    """Load one packaged list of names."""
    lines = files("agent.extract.extractive").joinpath("data", f"{which}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _folded(which: NameList) -> frozenset[str]:
    # A folded form may differ from the listed one in hyphens, blanks and case, but only where the name cannot be a
    # common word: it must hold a digit or two capitals, and so must what is printed.
    return frozenset(_fold(name) for name in load_names(which) if _is_marked(name))


def _fold(name: str) -> str:
    return _FOLD.sub("", name).casefold()


def _is_foldable(printed: str) -> bool:
    return _is_marked(printed) and len(printed) > 2 and _FORMULA.search(printed) is None


def _is_marked(name: str) -> bool:
    return sum(character.isupper() for character in name) >= 2 or any(character.isdigit() for character in name)


@cache
def _beginnings(which: NameList) -> frozenset[str]:
    # Every beginning of every folded name: a walk over tokens stops as soon as no name can begin so.
    folds = {_fold(name) for name in load_names(which)}
    return frozenset(fold[:end] for fold in folds for end in range(1, len(fold) + 1))


@lru_cache(maxsize=4096)
def find_known(passage: str, which: NameList) -> tuple[Hit, ...]:
    """Return the known names in a passage, longest first at each place, never overlapping."""
    return tuple(_walk(passage, which))


def _walk(passage: str, which: NameList) -> Iterator[Hit]:
    tokens = _tokens(passage)
    names = load_names(which)
    place = 0
    while place < len(tokens):
        start, end = tokens[place]
        first = passage[start:end]
        if first.islower() and first.isalpha() and first not in names:
            place += 1  # most words of a sentence: no name begins with a plain one
            continue
        hit, width = _longest(passage, tokens[place : place + LONGEST_NAME_WORDS], which)
        if hit is not None:
            yield hit
        place += width


@lru_cache(maxsize=16)
def _tokens(passage: str) -> Sequence[tuple[int, int]]:
    return [match.span() for match in _TOKEN.finditer(passage)]


def _longest(passage: str, tokens: Sequence[tuple[int, int]], which: NameList) -> tuple[Hit | None, int]:
    beginnings = _beginnings(which)
    best: tuple[Hit | None, int] = (None, 1)
    start, end = tokens[0]
    for width, (left, right) in enumerate(tokens, 1):
        if width > 1 and passage[end:left] != " ":
            break
        end = right
        fold = _fold(passage[start:end])
        if fold not in beginnings and fold.removesuffix("s") not in beginnings:
            break
        if hit := _known(passage, start, end, which):
            best = (hit, width)
    return best


def _known(passage: str, start: int, end: int, which: NameList) -> Hit | None:
    printed = passage[start:end]
    stripped = printed.strip(_TRIM)
    if not stripped or not (stripped[-1].isalnum() or stripped[-1] in "+!"):
        return None
    start += len(printed) - len(printed.lstrip(_TRIM))
    for form in (stripped, stripped.removesuffix("'s").removesuffix("’s")):
        if form in load_names(which) or (_is_foldable(form) and _fold(form) in _folded(which)):
            return Hit(start, start + len(form), form)
    return None
