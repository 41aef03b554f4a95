"""Tell by the words around a name whether it is another's: known, built on, or the first word of a longer term."""

import re

from agent.extract.extractive.plausible import is_eponym
from agent.extract.lexicon import one_of

_READ_AROUND = 60
"""Characters before and behind a name that are looked at."""
_BEFORE = re.compile(one_of("naming", "others before") + "$")
_BEHIND = re.compile(one_of("naming", "others behind"))
_NOUN_BEHIND = re.compile(one_of("naming", "noun behind"))
_OURS = re.compile(one_of("naming", "ours"))
_SURELY_OURS = re.compile(r"\b(?:[Oo]ur|novel|new)\b|propos|introduc")


def is_of_others(sentence: str, start: int, end: int) -> bool:
    """Say whether the name at `[start:end)` is said to exist already, or to be what the work is built on."""
    before, behind = sentence[max(0, start - _READ_AROUND) : start], sentence[end : end + _READ_AROUND]
    if _BEFORE.search(before) or _BEHIND.match(behind):
        return True
    return is_eponym(sentence[start:end]) and _NOUN_BEHIND.match(behind) is not None


def speaks_of_own(before: str, said: str) -> bool:
    """Say whether "called" or "namely" names something of the authors', by the words of the sentence before it."""
    pattern = _SURELY_OURS if said in ("namely", ", i.e.,") else _OURS
    return pattern.search(before) is not None
