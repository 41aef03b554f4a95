"""Clauses ─▶ the comparisons that they make: "A outperforms B" has A on the better side, and so has "B trails A"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.forms import Form
from agent.extract.checking.opposites import AMOUNT, GROUPS
from agent.extract.checking.sides import SIDES
from agent.extract.checking.weights import Weights
from agent.extract.words import stem

_BETTER = "outperform surpass exceed beat beaten dominate outclass outdo outrank outstrip eclipse overtake"
_VERBS = dict.fromkeys(map(stem, _BETTER.split()), 1) | dict.fromkeys(map(stem, "underperform trail lag".split()), -1)
_SUPERIOR = {"superior": 1, "preferable": 1, "ahead": 1, "inferior": -1, "advantage": 1, "improvement": 1, "gains": 1}
_COMPARING_WORDS, _COMPARING_STEMS = frozenset({*_SUPERIOR, "preferred-to"}), frozenset({*_VERBS, "prefer"})
_COMPARED = frozenset({"than", "over", "against", "compared", "relative", "to", "versus", "vs"})
_PASSIVE = re.compile(r"(?:ed|beaten|en)$")
_BEING = frozenset("is are was were be been being".split())
_ENDS = frozenset(", ; : . ? ! ( ) by while whereas but when although".split())
_SETTINGS = frozenset("in on across during under".split())
_STARTS = frozenset("; : . ? ! that while whereas but".split())
PASSED = frozenset(
    """more less most least ones methods approaches results experiments algorithms techniques extensive experimental
    show demonstrate""".split()
)
"""Words that stand on either side of any comparison."""
_PREDICATE = 0.35  # weight of the word before a comparative, which is its verb: converges faster
_FAR = 14  # words behind a comparative in which its "than" is looked for
_FADES = 0.7
COMPARED_AMOUNT = next(number for number, group in enumerate(GROUPS) if group.name == AMOUNT)
"""Number of the group of amounts, which are compared where they are of one thing."""
UNGROUPED = -1
"""Stands for the group of what is compared in none."""
_DEGREES = {"more": 1, "less": -1}
_COMPARATIVES = frozenset(
    """better worse higher lower larger smaller fewer faster slower quicker stronger weaker longer shorter safer cheaper
    easier harder simpler tighter looser greater""".split()
)
_GRADED = _COMPARATIVES | _DEGREES.keys()
_LINKS = frozenset("for on in with at by under from among".split())
_COMPARED_NAMES = ("amount", "ease", "often", "depth", "distance", "strength", "extent", "tight", "likelihood")
_COMPARED_GROUPS = frozenset(
    number for number, group in enumerate(GROUPS) if group.valued or group.name in _COMPARED_NAMES
)


class Comparison(NamedTuple):
    """What stands on the better (higher, faster …) side and what on the other."""

    word: str
    place: int
    group: int
    of: str
    """Stem of what is compared in amount, or of a comparative that stands in no group: "fewer labels"; else ""."""
    first: Weights
    second: Weights


def read_comparisons(clauses: Clauses) -> list[Comparison]:
    """Return the comparisons of a text that name both sides; the side that has more comes first."""
    compares = "than" in clauses.words
    if not (compares or _may_compare(clauses)):
        return []
    found = []
    places = {polar.place: polar for polar in clauses.polars}
    for place, token in enumerate(clauses.tokens):
        if token.stem in _VERBS:
            sign = _VERBS[token.stem]
            last = place
            following = clauses.tokens[place + 1 : place + 3]
            if _PASSIVE.search(token.word) and any(other.word == "by" for other in following):
                sign, last = -sign, place + [other.word for other in following].index("by") + 1
            elif _PASSIVE.search(token.word) and _is_passive(clauses.tokens, place):
                if left := _left(clauses.tokens, place, is_verb=True):
                    beaten: tuple[Weights, Weights] = ({"": 1.0}, left) if sign > 0 else (left, {"": 1.0})
                    found.append(Comparison(token.word, place, 1, "", *beaten))
                continue
            group = 1
        elif token.word == "preferred-to":
            sign, last, group = 1, place, 1
        elif token.stem == "prefer" and (behind := _compared(clauses.tokens, place)) is not None:
            first, second = _span(clauses.tokens, place + 1, behind), _preferred(clauses.tokens, behind)
            if first and second:
                found.append(Comparison(token.word, place, 1, "", first, second))
            continue
        elif token.word in _SUPERIOR and (behind := _compared(clauses.tokens, place)) is not None:
            sign, last, group = _SUPERIOR[token.word], behind, 1
        elif not compares:
            continue
        elif place in places and (behind := _than(clauses.tokens, place)) is not None:
            graded = clauses.tokens[place - 1].word in _DEGREES or clauses.tokens[place + 1].word in _DEGREES
            sides = [side for side in places[place].sides if side.sign and (graded or side.group in _COMPARED_GROUPS)]
            sides.sort(key=lambda side: side.group not in _COMPARED_GROUPS)
            if not sides:
                continue
            group, sign, last = sides[0].group, sides[0].sign, behind
            if any(other.word in _DEGREES for other in clauses.tokens[place + 2 : behind]):
                continue  # "lowers it more than": the second word compares
            if clauses.tokens[place + 1].word == "less":
                sign = -sign  # matters less than
        elif (sign := _degree(clauses.tokens, place)) and (behind := _than(clauses.tokens, place)) is not None:
            group, last = UNGROUPED, behind
        else:
            continue
        of = places[place].adjacent if place in places and group == COMPARED_AMOUNT else ""
        if group == UNGROUPED:
            of = clauses.tokens[place + 1].stem if token.word in _DEGREES else token.stem
        if clauses.levels[place] and place not in places:
            continue
        left, right = (
            _left(clauses.tokens, place, is_verb=token.stem in _VERBS or token.word == "preferred-to"),
            _right(clauses.tokens, last),
        )
        if right and not left:
            left = {"": 1.0}  # a pronoun, or the subject of what stands before
        if clauses.tokens[last].word == "than":
            left = _prepositional(clauses.tokens, place, last) or left or _span(clauses.tokens, place + 2, last)
        if left and right:
            found.append(Comparison(token.word, place, group, of, *((left, right) if sign > 0 else (right, left))))
    return found


def _may_compare(clauses: Clauses) -> bool:
    """Say whether a text without "than" prints a word that compares."""
    stems = (clauses.granted, clauses.denied, clauses.doubtful)
    return not (_COMPARING_WORDS.isdisjoint(clauses.words) and all(map(_COMPARING_STEMS.isdisjoint, stems)))


def _is_passive(tokens: Sequence[Form], place: int) -> bool:
    """Say whether a verb without "by" is passive: "A is clearly outperformed"."""
    return not _BEING.isdisjoint([token.word for token in tokens[max(0, place - 3) : place]])


def _prepositional(tokens: Sequence[Form], place: int, than: int) -> Weights:
    """Return what "higher for A than for B" compares: the words behind the same preposition before "than"."""
    link = tokens[than + 1].word if than + 1 < len(tokens) else ""
    if link not in _LINKS:
        return {}
    starts = [at for at in range(place + 1, than) if tokens[at].word == link]
    return _span(tokens, starts[-1] + 1, than) if starts else {}


def _span(tokens: Sequence[Form], start: int, end: int) -> Weights:
    """Return the words of content between two places, the first ones heavier."""
    weights: Weights = {}
    for token in tokens[start:end]:
        if token.content and not token.word.endswith("ly") and token.word not in PASSED:
            weights.setdefault(_positive(token.stem), _FADES ** len(weights))
    return weights


def _preferred(tokens: Sequence[Form], place: int) -> Weights:
    """Return the words behind "prefers A to" up to where or how often that was so."""
    ends = (at for at in range(place + 1, len(tokens)) if tokens[at].word in _ENDS or tokens[at].word in _SETTINGS)
    return _span(tokens, place + 1, next(ends, len(tokens)))


def read_halves(clauses: Clauses) -> list[Comparison]:
    """Return the comparisons that name one side only: "A is less accurate"; the other side is empty."""
    found: list[Comparison] = []
    if _GRADED.isdisjoint(clauses.words):
        return found
    for polar in clauses.polars:
        sign = next((side.sign for side in polar.sides if side.group in _COMPARED_GROUPS), 0)
        before = clauses.tokens[polar.place - 1].word if polar.place else ""
        if not sign or not (before in _DEGREES or polar.word in _COMPARATIVES) or _than(clauses.tokens, polar.place):
            continue
        if left := _left(clauses.tokens, polar.place, is_verb=False):
            group = next(side.group for side in polar.sides if side.group in _COMPARED_GROUPS)
            of = polar.adjacent if group == COMPARED_AMOUNT else ""
            found.append(Comparison(polar.word, polar.place, group, of, *((left, {}) if sign > 0 else ({}, left))))
    return found


def _positive(key: str) -> str:
    """Return the stem of "large" for that of "larger"."""
    return key[:-2] if key.endswith("er") and key[:-2] in SIDES else key


def _degree(tokens: Sequence[Form], place: int) -> int:
    """Return the sign of a comparative that stands in no group: "more carefully", "smoother"; 0 if there is none."""
    word = tokens[place].word
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if word in _DEGREES:
        return _DEGREES[word] if following and following.content and following.stem not in SIDES else 0
    return int(word.endswith("er") and following is not None and following.word == "than" and tokens[place].content)


def _compared(tokens: Sequence[Form], place: int) -> int | None:
    for behind in range(place + 1, min(place + 5, len(tokens))):
        word = tokens[behind].word
        if word in _COMPARED:
            return behind
        if word in _ENDS:
            return None
    return None


def _than(tokens: Sequence[Form], place: int) -> int | None:
    for behind in range(place + 1, min(place + _FAR, len(tokens))):
        if tokens[behind].word == "than":
            return behind
        if tokens[behind].word in ";:.?!,":
            return None
    return None


def _left(tokens: Sequence[Form], place: int, *, is_verb: bool) -> Weights:
    weights: Weights = {}
    weight = 1.0 if is_verb else _PREDICATE
    for ahead in range(place - 1, -1, -1):
        token = tokens[ahead]
        if token.word in _STARTS or (token.word in ("and", "but") and ahead and tokens[ahead - 1].word == ","):
            break
        if token.content and not token.word.endswith("ly") and token.word not in PASSED:
            weights.setdefault(_positive(token.stem), weight)
            weight = 1.0 if weight == _PREDICATE else weight * _FADES
    return weights


def _right(tokens: Sequence[Form], place: int) -> Weights:
    weights: Weights = {}
    weight = 1.0
    for behind in range(place + 1, len(tokens)):
        token = tokens[behind]
        if token.word in _ENDS and weights:
            break
        if token.content and not token.word.endswith("ly") and token.word not in PASSED:
            weights.setdefault(_positive(token.stem), weight)
            weight *= _FADES
    return weights
