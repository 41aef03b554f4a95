"""Rule 3, terms: does a term stand where the cited sentences print another of its kind ("recall" for "precision")?

A kind is a set of terms that exclude one another (`terms`); all names are one kind. What stands near a term in the
statement is compared with what stands near it, and near the others of its kind, in the sentences.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from agent.extract.checking.terms import Term, find_terms, singular
from agent.extract.evidence import Evidence
from agent.extract.words import FUNCTION_WORDS, names_of, squeezed, stem

Weights = dict[str, float]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[,;:()%]|[.?!](?=\s|$)")
_JOINTS = frozenset(", : ( ) and or but versus vs although though yet".split())
_PARTING = frozenset("; while whereas".split())
_LISTING = frozenset(", and or the a of both well as".split())
_LONGEST_LIST = 5
_LINK_REACH = 4
_COMPARING = ("than", "over", "against")
_LINKS = frozenset("of in on for with to by from as at against than over under via using into between without".split())
_NAMES = -1  # number of the kind of names
_MOST_NAMES, _MOST_PLACES = 12, 3  # of each
_REACH = 9  # content words looked at on either side
_BEHIND_TERM = 0.3  # factors by which a word counts less behind a border
_BEHIND_JOINT = 0.4
_BEHIND_PART = 0.2
_ABSENT, _ELSEWHERE = 0.7, 1.0  # of what is near that must be common; more where the term stands elsewhere in the text
_STANDS_IN, _NAME_STANDS_IN = 0.5, 0.8
_CLEARER = 3.0
_OPPOSED = -0.3
_FAINT = 0.05


class Place(NamedTuple):
    """A term where it is printed, and how near every stem stands to it."""

    kind: int
    concept: int | str
    word: str
    near: Weights
    listed: frozenset[int | str]
    """Concepts of the terms that stand in one list with it."""
    link: str
    """The preposition right before it, or ""."""


@lru_cache(maxsize=2048)
def read_places(text: str) -> tuple[Place, ...]:
    """Return the terms of a repaired text with what stands around them."""
    matches = list(_TOKEN.finditer(text))
    tokens = [match.group().lower() for match in matches]
    terms = find_terms([singular(token) for token in tokens])
    terms += _named(text, [match.start() for match in matches])
    if not terms:
        return ()
    stems = [stem(token) for token in tokens]
    found: list[Place] = []
    lists = _lists(terms, tokens)
    for term in terms:
        rivals = {other.first for other in terms if other.kind == term.kind and other.concept != term.concept}
        near: Weights = {}
        _walk(tokens, stems, range(term.first - 1, -1, -1), rivals, near)
        _walk(tokens, stems, range(term.last, len(tokens)), rivals, near)
        word = " ".join(tokens[term.first : term.last])
        link = _link(tokens, term.first)
        found.append(Place(term.kind, term.concept, word, near, lists[term.kind, term.first], link))
    return tuple(found)


def _named(text: str, starts: Sequence[int]) -> Iterator[Term]:
    """Yield the names of a text as terms of one kind."""
    for name in names_of(text)[:_MOST_NAMES]:
        key = squeezed(name).removesuffix("s")
        start = text.find(name)
        for _ in range(_MOST_PLACES):
            if start < 0:
                break
            end = start + len(name)
            yield Term(_NAMES, key, bisect_right(starts, start) - 1, bisect_left(starts, end))
            start = text.find(name, end)


def _link(tokens: Sequence[str], first: int) -> str:
    """Return the preposition that governs the word at a place, or ""."""
    for word in reversed(tokens[max(0, first - _LINK_REACH) : first]):
        if word in _LINKS:
            return word
        if word not in ("the", "a", "an", "its", "their", "our") and (word in FUNCTION_WORDS or not word[0].isalnum()):
            break
    return ""


def _lists(terms: Sequence[Term], tokens: Sequence[str]) -> dict[tuple[int, int], frozenset[int | str]]:
    """Return kind and place ─▶ the concepts that stand in one list with a term: "A, B and C"."""
    found: dict[tuple[int, int], frozenset[int | str]] = {}
    for kind in dict.fromkeys(term.kind for term in terms):
        group: list[Term] = []
        for term in sorted((term for term in terms if term.kind == kind), key=lambda term: term.first):
            between = tokens[group[-1].last : term.first] if group else []
            if len(between) > _LONGEST_LIST or sum(word not in _LISTING for word in between) > 1:
                group = []
            group.append(term)
            concepts = frozenset(one.concept for one in group)
            found.update({(kind, one.first): concepts for one in group})
    return found


def _walk(tokens: Sequence[str], stems: Sequence[str], way: range, rivals: set[int], near: Weights) -> None:
    distance, factor = 0.0, 1.0
    for place in way:
        word = tokens[place]
        if place in rivals:
            factor *= _BEHIND_TERM
        if word in ".?!":
            return
        if word in _JOINTS:
            factor *= _BEHIND_JOINT
        elif word in _PARTING:
            factor *= _BEHIND_PART
        elif word in FUNCTION_WORDS or word == "%":
            distance += 0.5
        else:
            distance += 1.0
            key = stems[place]
            near[key] = max(near.get(key, 0.0), factor / max(1.0, distance))
        if distance >= _REACH:
            return


def exchanged_terms(statement: str, cited: Sequence[str], whole: Evidence) -> Iterator[tuple[str, str]]:
    """Yield terms of a repaired statement with the term that the repaired sentences print in their place."""
    said = read_places(statement)
    if not said:
        return
    printed = [place for sentence in cited for place in read_places(sentence)]
    others = {place.concept for place in printed}
    for one in said:
        rivals = [place for place in printed if place.kind == one.kind and not _akin(one, place)]
        if not rivals:
            continue
        left_out = [place for place in rivals if not any(_akin(place, other) for other in said)]
        if one.concept not in others:
            if one.kind == _NAMES:
                continue
            needed = _ELSEWHERE if whole.prints(one.word.replace(" ", "")) else _ABSENT
            best = max(left_out, key=lambda place: _shared(one.near, place.near), default=None)
            if best is not None and _shared(one.near, best.near) >= needed:
                yield one.word, best.word
            continue
        own = [place for place in printed if place.concept == one.concept]
        for rival in left_out:
            if all(_belongs(one, rival, mine) for mine in own):
                yield one.word, rival.word
                break
    for one, other in combinations(said, 2):
        if one.kind != other.kind or _akin(one, other) or other.concept in one.listed:
            continue
        if one.kind == _NAMES and not (one.link == other.link and one.link in _COMPARING):
            continue
        agreements = [
            _agreement(one, other, first, second)
            for first in printed
            if first.concept == one.concept
            for second in printed
            if second.concept == other.concept and second.concept not in first.listed
        ]
        if agreements and max(agreements) < _OPPOSED:
            yield one.word, other.word


def _akin(one: Place, other: Place) -> bool:
    """Say whether two terms are one, or two names of which one holds the other."""
    if one.concept == other.concept:
        return True
    return (
        isinstance(one.concept, str)
        and isinstance(other.concept, str)
        and (one.concept in other.concept or other.concept in one.concept)
    )


def _belongs(one: Place, rival: Place, own: Place) -> bool:
    """Say whether what stands near a term stands near its rival rather than near itself."""
    if (
        rival.concept in own.listed
        or one.link == own.link != rival.link
        or (one.kind == _NAMES and one.link != rival.link)
    ):
        return False
    nearer = own_nearer = 0.0
    for key, weight in one.near.items():
        difference = rival.near.get(key, 0.0) - own.near.get(key, 0.0)
        if difference > 0:
            nearer += min(weight, difference)
        else:
            own_nearer += min(weight, -difference)
    return nearer >= (_NAME_STANDS_IN if one.kind == _NAMES else _STANDS_IN) and nearer >= own_nearer * _CLEARER


def _shared(near: Weights, other: Weights) -> float:
    return sum(min(weight, other[key]) for key, weight in near.items() if key in other)


def _agreement(one: Place, other: Place, first: Place, second: Place) -> float:
    """Return the cosine of the differences of two places here and there; 0.0 if there is too little to judge by."""
    product = square = printed_square = 0.0
    for key in (one.near.keys() | other.near.keys()) & (first.near.keys() | second.near.keys()):
        difference = one.near.get(key, 0.0) - other.near.get(key, 0.0)
        printed = first.near.get(key, 0.0) - second.near.get(key, 0.0)
        product += difference * printed
        square += difference * difference
        printed_square += printed * printed
    if abs(product) < _FAINT:
        return 0.0
    return float(product / (square * printed_square) ** 0.5)
