"""Rule 3, terms: does a term stand where the cited sentences print another of its kind ("recall" for "precision")?

A kind is a set of terms that exclude one another (`terms`); all names are one kind. What stands near a term in the
statement is compared with what stands near it, and near the others of its kind, in the sentences.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from agent.extract.checking.surroundings import NAMES, Place, read_places
from agent.extract.checking.weights import agreement, shared_words
from agent.extract.evidence import Evidence
from agent.extract.words import squeezed

_COMPARING = ("than", "over", "against")
_CONVERSE = frozenset("to than over by against as".split())  # what "A beats B" and "B trails A" change
_BESIDE = 0.1  # so near to a term stands a number that is its own
_ABSENT, _ELSEWHERE = 0.45, 1.0  # of what is near that must be common; more where the term stands elsewhere in the text
_STANDS_IN, _NAME_STANDS_IN = 0.5, 0.8  # of what the statement says near a term must stand near its rival
_CLEARER = 3.0  # times as much as near itself
_OPPOSED = -0.3  # cosine below which two terms stand in each other's places
_FAINT = 0.05  # a sum of common weights that is smaller says nothing


def exchanged_terms(
    statement: str, cited: Sequence[str], whole: Evidence, is_other_form: Callable[[str, str], bool]
) -> Iterator[tuple[str, str]]:
    """Yield terms of a repaired statement with the term that the repaired sentences print in their place.

    `is_other_form` says of a name of each whether one text spells the other's out.
    """
    counts = any(map(str.isdigit, statement))
    said = _read(statement, counts=counts)
    if not said:
        return
    printed = [place for sentence in cited for place in _read(sentence, counts=counts)]
    free = _left_out(said, printed)
    for one in said if free else ():
        left_out = free.get(one.kind)
        if left_out is None:
            continue
        if one.kind == NAMES and any(f"({one.word})" in sentence for sentence in cited):
            continue  # where the sentences spell it out, what stands around it says nothing
        own = [place for place in printed if place.concept == one.concept]
        if one.kind < NAMES:
            if own and (rival := next((place for place in left_out if _counts(one, place, own)), None)):
                yield one.word, rival.word
            continue
        rival = _list_fellow(one, own, left_out) or (_missed if own else _taken)(one, own, left_out, whole)
        if rival and not (one.kind == NAMES and is_other_form(one.word, rival.word)):
            yield one.word, rival.word
    yield from _turned([one for one in said if one.kind >= NAMES], printed)


def _read(text: str, *, counts: bool) -> tuple[Place, ...]:
    """Return the terms and names of a text, and what prepositions govern where there are figures to go with it."""
    found = read_places(text)
    return (*found.places, *found.linked) if counts else found.places


def _left_out(said: Sequence[Place], printed: Sequence[Place]) -> dict[int, list[Place]]:
    """Return kind ─▶ what the sentences print and the statement does not."""
    concepts = {place.concept for place in said}
    names = [place for place in said if place.kind == NAMES]
    found: dict[int, list[Place]] = {}
    for place in printed:
        if place.concept in concepts or (place.kind == NAMES and any(_akin(place, name) for name in names)):
            continue
        found.setdefault(place.kind, []).append(place)
    return found


def _turned(said: Sequence[Place], printed: Sequence[Place]) -> Iterator[tuple[str, str]]:
    """Yield two terms of one kind, if each stands where the sentences print the other."""
    for one, other in combinations(said, 2):
        if one.kind != other.kind or _akin(one, other) or other.concept in one.listed:
            continue
        if one.kind == NAMES and not (one.link == other.link and one.link in _COMPARING):
            if _links_change(one, other, printed):
                yield one.word, other.word
            continue
        agreements = [
            agreement(one.near, other.near, first.near, second.near, _FAINT)
            for first in printed
            if first.concept == one.concept
            for second in printed
            if second.concept == other.concept and second.concept not in first.listed
        ]
        if agreements and max(agreements) < _OPPOSED:
            yield one.word, other.word


def _links_change(one: Place, other: Place, printed: Sequence[Place]) -> bool:
    """Say whether each of two terms stands behind the preposition behind which only the other is printed."""
    links = {place.link for place in printed if place.concept == one.concept}
    others = {place.link for place in printed if place.concept == other.concept}
    if _CONVERSE & {one.link, other.link}:
        return False
    return one.link in others - links and other.link in links - others


def _list_fellow(one: Place, own: Sequence[Place], left_out: Sequence[Place]) -> Place | None:
    """Return a term that the sentences list with others, among which the statement lists this one in its place."""
    fellows = one.listed - {one.concept}
    if not fellows or any(fellows & mine.listed for mine in own):
        return None
    return next((place for place in left_out if fellows & place.listed), None)


def _taken(one: Place, _: Sequence[Place], left_out: Sequence[Place], whole: Evidence) -> Place | None:
    """Return the term in whose place stands one that the sentences do not print."""
    if one.kind == NAMES:
        return None
    needed = _ELSEWHERE if whole.prints(squeezed(one.word)) else _ABSENT
    best = max(left_out, key=lambda place: shared_words(one.near, place.near))
    return best if shared_words(one.near, best.near) >= needed else None


def _missed(one: Place, own: Sequence[Place], left_out: Sequence[Place], _: Evidence) -> Place | None:
    """Return the term near which stands what the statement says near another that the sentences print too."""
    for rival in left_out:
        if all(_belongs(one, rival, mine) for mine in own) or _counts(one, rival, own):
            return rival
    return None


def _counts(one: Place, rival: Place, own: Sequence[Place]) -> bool:
    """Say whether a term has the number of its rival, while the sentences print one of its own."""
    figures = {
        key
        for mine in own
        for key, weight in mine.near.items()
        if key[0].isdigit() and weight >= _BESIDE and weight >= rival.near.get(key, 0.0) * 2
    }
    if not figures or not figures.isdisjoint(one.near) or any(rival.concept in mine.listed for mine in own):
        return False
    return any(
        key[0].isdigit()
        and rival.near.get(key, 0.0) >= _BESIDE
        and all(mine.near.get(key, 0.0) * 2 < rival.near[key] for mine in own)
        for key in one.near
    )


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
        or (one.kind == NAMES and one.link != rival.link)
    ):
        return False
    nearer = own_nearer = 0.0
    for key, weight in one.near.items():
        difference = rival.near.get(key, 0.0) - own.near.get(key, 0.0)
        if difference > 0:
            nearer += min(weight, difference)
        else:
            own_nearer += min(weight, -difference)
    return nearer >= (_NAME_STANDS_IN if one.kind == NAMES else _STANDS_IN) and nearer >= own_nearer * _CLEARER
