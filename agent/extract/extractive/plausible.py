"""Say whether words can be the name that authors give their work, or are a piece of a sentence, or another's name."""

import re
from functools import cache

from agent.extract.extractive.gazetteer import find_known
from agent.extract.lexicon import one_of, read_sections

_MOST_PLAIN_WORDS = 4
_READ_AROUND = 60
"""Characters before and behind a name that are looked at."""
_FUNCTION_WORDS = frozenset(read_sections("naming")["function words"])
_PLAIN_HEAD, _DATE, _SYMBOL, _INSTITUTION = (
    re.compile(one_of("naming", heading)) for heading in ("plain heads", "dates", "symbols", "institutions")
)
_EPONYM = re.compile(r"[A-Z][a-z]+(?:(?:[-–]| and )[A-Z][a-z]+)*")
_BEFORE, _BEHIND, _NOUN_BEHIND, _OURS = (
    re.compile(one_of("naming", heading)) for heading in ("others before", "others behind", "noun behind", "ours")
)
_SURELY_OURS = re.compile(r"\b(?:novel|new)\b|propos|introduc")


def is_plausible(name: str) -> bool:
    """Say whether a name can be one that authors gave their work, by its words alone.

    Dates and techniques that everybody knows cannot, nor can plain words unless they are a few nouns, the last one in
    the singular.
    """
    words = name.split()
    if not words or _DATE.fullmatch(name) or is_known_technique(name) or is_institution(name):
        return False
    if len(words) == 1:
        return name.casefold() not in _FUNCTION_WORDS
    if name.islower():
        few = len(words) <= _MOST_PLAIN_WORDS and _FUNCTION_WORDS.isdisjoint(words)
        return few and _PLAIN_HEAD.fullmatch(words[-1]) is None
    return _FUNCTION_WORDS.isdisjoint((words[0], words[-1]))  # "Learn by Teaching", but not "and Study"


def is_known_technique(name: str) -> bool:
    """Say whether everybody knows the technique that is called so."""
    return name in _known_techniques() or (" " in name and name.casefold() in _known_techniques())


def is_institution(name: str) -> bool:
    """Say whether a name is that of a place where people work."""
    return _INSTITUTION.fullmatch(name) is not None


def is_known(name: str) -> bool:
    """Say whether a public dataset or model is called so, in whatever letter case."""
    return any(hit.name == name for which in ("datasets", "models") for hit in find_known(name, which))


@cache
def _known_techniques() -> frozenset[str]:
    # Small letters only of what has two words or more: "grid" and "lasso" are words.
    listed = read_sections("naming")["known techniques"]
    return frozenset(listed) | frozenset(name.casefold() for name in listed if " " in name)


def is_symbol(name: str) -> bool:
    """Say whether a name is a date, a number format, a quantity of a formula or a chemical formula: t_0, CO2, E-989."""
    return _DATE.fullmatch(name) is not None or _SYMBOL.fullmatch(name) is not None


def is_of_others(sentence: str, start: int, end: int) -> bool:
    """Say whether the name at `[start:end)` is said to exist already, or to be what the work is built on.

    What may be a person's name, such as Hodge-Tate, is another's if a noun follows.
    """
    before, behind = sentence[max(0, start - _READ_AROUND) : start], sentence[end : end + _READ_AROUND]
    if _BEFORE.search(before) or _BEHIND.match(behind):
        return True
    return _EPONYM.fullmatch(sentence[start:end]) is not None and _NOUN_BEHIND.match(behind) is not None


def speaks_of_own(before: str, said: str) -> bool:
    """Say whether "called" or "namely" names something of the authors', by the words of the sentence before it."""
    pattern = _SURELY_OURS if said in ("namely", ", i.e.,") else _OURS
    return pattern.search(before) is not None
