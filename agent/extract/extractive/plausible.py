"""Say whether words can be the name that authors give their work, or are a piece of a sentence, or another's name."""

import re
from functools import cache

from agent.extract.extractive.gazetteer import find_known
from agent.extract.lexicon import read_sections

_MOST_PLAIN_WORDS = 4
_FUNCTION_WORDS = frozenset(read_sections("naming")["function words"])
_PLAIN_HEADS = frozenset(read_sections("naming")["plain heads"])
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = re.compile(rf"(?=.*\d)(?:.*\b)?{_MONTHS}(?:\b.*)?|\d[\d.,:/ –-]*|(?:19|20)\d\d\b.*")
_DESCRIBES = re.compile(r"[a-z]+(?:al|ive|ic|ous|ed|able|ary|ful|less|ous|ear|est|ly)")
_SYMBOL = re.compile(
    r"[A-Za-z][a-z]?[_^]?\{?\d{1,2}\}?|[A-Za-z][ ]?[=<>]+.*|(?:binary|float|int|double|fp)\d+|[A-Z]-\d+"
)
_ELEMENT = (
    r"(?:A[cglmrstu]|B[aehikr]?|C[adeflmorsu]?|D[bsy]|E[rsu]|F[er]?|G[ade]|H[efgos]?|I[nr]?|K[r]?|L[airu]|M[gno]"
    r"|N[abdeip]?|O[s]?|P[abdmotu]?|R[abehnu]|S[bceimnr]?|T[abceilm]|U|V|W|Xe|Y[b]?|Z[nr])"
)
_CHEMICAL = re.compile(rf"(?:{_ELEMENT}\d{{0,2}}){{2,6}}[+-]?")
_INSTITUTION = re.compile(
    r"(?:\S+ )+(?:Cent(?:er|re)|Institute|University|Laborator(?:y|ies)|Association|Society|Foundation|Department"
    r"|College|School|Agency|Ministry|Inc\.?|Ltd\.?)"
)
_EPONYM = re.compile(r"[A-Z][a-z]+(?:(?:[-–]| and )[A-Z][a-z]+)*")
_PLURAL = re.compile(r"[a-z-]+[^s]s")


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
    if not any(letter.isupper() for letter in name):
        return _is_noun_phrase(words)
    return _opens_and_ends_well(words)


def _is_noun_phrase(words: list[str]) -> bool:
    head = words[-1]
    return (
        len(words) <= _MOST_PLAIN_WORDS
        and _FUNCTION_WORDS.isdisjoint(words)
        and head not in _PLAIN_HEADS
        and _DESCRIBES.fullmatch(head) is None
        and _PLURAL.fullmatch(head) is None
    )


def _opens_and_ends_well(words: list[str]) -> bool:
    # "Learn by Teaching", but not "and Study" or "There is Foo".
    return not (words[0].islower() and words[0] in _FUNCTION_WORDS) and not (
        words[-1].islower() and words[-1] in _FUNCTION_WORDS
    )


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
    return _DATE.fullmatch(name) is not None or _SYMBOL.fullmatch(name) is not None or _is_chemical(name)


def _is_chemical(name: str) -> bool:
    return _CHEMICAL.fullmatch(name) is not None and any(letter.isdigit() or letter in "+-" for letter in name)


def is_eponym(name: str) -> bool:
    """Say whether a name may be a person's or a place's: Lyapunov, Hodge-Tate."""
    return _EPONYM.fullmatch(name) is not None
