"""Repaired text ─▶ its terms and names, each with what stands around it: read once, looked at where a rule asks."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from agent.extract.checking.terms import Term, find_terms
from agent.extract.checking.tokens import Tokens, read_tokens
from agent.extract.checking.weights import Weights
from agent.extract.words import FUNCTION_WORDS, names_of, squeezed

NAMES = -1
"""Number of the kind of names; those of what a preposition governs are smaller."""

_JOINTS = frozenset(", : ( ) and or but versus vs although though yet".split())
_PARTING = frozenset("; while whereas".split())
_STARTING = frozenset(". ; and but while whereas".split())
_LISTING = frozenset(", and or the a of both well as".split())
_LONGEST_LIST = 5  # words between two terms of a list
_LINK_REACH = 4  # words before a term among which its preposition is
_LINKS = frozenset("of in on for with to by from as at against than over under via using into between without".split())
_GOVERNING = {"for": -2, "on": -3, "with": -4, "in": -5, "at": -6, "during": -7, "under": -8}
"""Preposition ─▶ the number of the kind of what it governs."""
_ARTICLES = frozenset("the a an its their our".split())
_MOST_NAMES, _MOST_PLACES = 12, 3  # of each
_REACH = 9  # content words looked at on either side
_BEHIND_TERM = 0.3  # factors by which a word counts less behind a border
_BEHIND_JOINT = 0.4
_BEHIND_PART = 0.2


@dataclass(eq=False)
class Place:
    """A term where it is printed."""

    kind: int
    concept: int | str
    term: Term
    text: "Places"

    @cached_property
    def word(self) -> str:
        """The term as printed."""
        tokens = self.text.tokens
        return self.text.text[tokens.starts[self.term.first] : tokens.ends[self.term.last - 1]]

    @cached_property
    def near(self) -> Weights:
        """How near each stem stands, on whichever side: 1 beside it, less with distance and behind borders."""
        fellows = self.text.places if self.kind >= NAMES else self.text.linked
        rivals = frozenset(
            other.term.first for other in fellows if other.kind == self.kind and other.concept != self.concept
        )
        near: Weights = {}
        _walk(self.text.tokens, range(self.term.first - 1, -1, -1), rivals, near)
        behind = self.term.last + (1 if self._opens else 0)
        _walk(self.text.tokens, range(behind, len(self.text.tokens.words)), rivals, near)
        return near

    @property
    def _opens(self) -> bool:
        """Say whether a comma parts it from all that is said of it: "With peat, the error grew"."""
        words, first = self.text.tokens.words, self.term.first
        before = words[max(0, first - _LINK_REACH) : first]
        starts = len(before) == first or not _STARTING.isdisjoint(before)
        return starts and bool(self.link) and words[self.term.last : self.term.last + 1] == [","]

    @cached_property
    def listed(self) -> frozenset[int | str]:
        """Concepts of the terms that stand in one list with it, its own included: "A, B and C"."""
        group: list[Place] = []
        joined = is_in = False
        for place in self.text.places if self.kind >= NAMES else self.text.linked:
            if place.kind != self.kind:
                continue
            between = self.text.tokens.words[group[-1].term.last : place.term.first] if group else ()
            if len(between) > _LONGEST_LIST or sum(word not in _LISTING for word in between) > 1:
                if is_in:
                    break
                group, joined = [], False
            group.append(place)
            is_in = is_in or place is self
            joined = joined or "and" in between or "or" in between or (self.kind != NAMES and len(group) > 1)
        return frozenset(one.concept for one in group) if joined else frozenset({self.concept})

    @cached_property
    def link(self) -> str:
        """The preposition that governs it, or ""."""
        first = self.term.first
        for word in reversed(self.text.tokens.words[max(0, first - _LINK_REACH) : first]):
            if word in _LINKS:
                return word
            if word not in _ARTICLES and (word in FUNCTION_WORDS or not word[0].isalnum()):
                break
        return ""


class Places:
    """The terms and names of a text, in order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = read_tokens(text)
        terms = find_terms(self.tokens.words)
        terms += _named(text, self.tokens)
        terms.sort(key=lambda term: term.first)
        self.places = tuple(Place(term.kind, term.concept, term, self) for term in terms)

    @cached_property
    def linked(self) -> tuple[Place, ...]:
        """The other words that a preposition governs, in order."""
        taken = frozenset(at for place in self.places for at in range(place.term.first, place.term.last))
        return tuple(Place(term.kind, term.concept, term, self) for term in _linked(self.tokens, taken))


@lru_cache(maxsize=2048)
def read_places(text: str) -> Places:
    """Return the terms and names of a repaired text."""
    return Places(text)


def _named(text: str, tokens: Tokens) -> Iterator[Term]:
    """Yield the names of a text as terms of one kind."""
    for name in names_of(text)[:_MOST_NAMES]:
        key = squeezed(name).removesuffix("s")
        start = text.find(name)
        for _ in range(_MOST_PLACES):
            if start < 0:
                break
            end = start + len(name)
            yield Term(NAMES, key, bisect_right(tokens.starts, start) - 1, bisect_left(tokens.starts, end))
            start = text.find(name, end)


def _linked(tokens: Tokens, taken: frozenset[int]) -> Iterator[Term]:
    """Yield the other words of content that a preposition governs, as a kind for each preposition."""
    for place, word in enumerate(tokens.words):
        if word not in _GOVERNING:
            continue
        for behind in range(place + 1, min(place + 1 + _LINK_REACH, len(tokens.words))):
            following = tokens.words[behind]
            if following in _ARTICLES:
                continue
            if not following.isalpha() or following in FUNCTION_WORDS:
                break
            if behind not in taken:
                yield Term(_GOVERNING[word], tokens.stems[behind], behind, behind + 1)


def _walk(tokens: Tokens, way: Sequence[int], rivals: frozenset[int], near: Weights) -> None:
    distance, factor = 0.0, 1.0
    for place in way:
        word = tokens.words[place]
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
            key = tokens.stems[place]
            near[key] = max(near.get(key, 0.0), factor / max(1.0, distance))
        if distance >= _REACH:
            return
