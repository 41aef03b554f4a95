"""Rule 4, the sides of a comparison: "A outperforms B" is not "B outperforms A", and "B trails A" is the same."""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.forms import Form
from agent.extract.checking.opposites import AMOUNT, DEGREE, GROUPS, WORTH
from agent.extract.checking.sides import COSTS, GOODS, LOOSE, SIDES
from agent.extract.checking.weights import Weights, agreement
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
_PASSED = frozenset(
    """more less most least ones methods approaches results experiments algorithms techniques extensive experimental
    show demonstrate""".split()
)  # words that stand on either side of any comparison
_PREDICATE = 0.35  # weight of the word before a comparative, which is its verb: converges faster
_FAR = 14  # words behind a comparative in which its "than" is looked for
_FADES = 0.7
_OPPOSED, _SURELY_OPPOSED = (
    -0.3,
    -0.99,
)  # the second where so many sentences are cited that one is likely to fit by chance
_FEW = 2
_FAINT = 0.05
_NEAR = 0.3  # so near to the comparison must a word stand that is seen to change sides
_AMOUNT = next(number for number, group in enumerate(GROUPS) if group.name == AMOUNT)
_WORTH = next(number for number, group in enumerate(GROUPS) if group.name == WORTH)
_UNGROUPED = -1
_DEGREES = {"more": 1, "less": -1}
_COMPARATIVES = frozenset(
    """better worse higher lower larger smaller fewer faster slower quicker stronger weaker longer shorter safer cheaper
    easier harder simpler tighter looser greater""".split()
)
_GRADED = _COMPARATIVES | _DEGREES.keys()
_LINKS = frozenset("for on in with at by under from among".split())
_COMPARED_GROUPS = frozenset(
    number for number, group in enumerate(GROUPS) if group.valued or group.name in ("amount", "ease", "often")
)


_GRADING = frozenset(number for number, group in enumerate(GROUPS) if group.name in (DEGREE, "strength"))
_CONTRASTING = frozenset("but while whereas although though whilst".split())


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
            elif _PASSIVE.search(token.word) and not _BEING.isdisjoint(one.word for one in clauses.tokens[max(0, place - 3) : place]):
                if left := _left(clauses.tokens, place, is_verb=True):
                    sides = ({"": 1.0}, left) if sign > 0 else (left, {"": 1.0})
                    found.append(Comparison(token.word, place, 1, "", *sides))
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
            group, last = _UNGROUPED, behind
        else:
            continue
        of = places[place].adjacent if place in places and group == _AMOUNT else ""
        if group == _UNGROUPED:
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


def read_contrast(clauses: Clauses) -> Comparison | None:
    """Return what fares well and what does not, of a text with two clauses: "strong on A, but only fair on B"."""
    joints = [place for place, token in enumerate(clauses.tokens) if token.word in _CONTRASTING]
    if len(joints) != 1:
        return None
    place = joints[0]
    before, behind = _worth(clauses, 0, place), _worth(clauses, place, len(clauses.tokens))
    if before == behind:
        return None
    sides = (_span_all(clauses.tokens[:place]), _span_all(clauses.tokens[place:]))
    return Comparison(clauses.tokens[place].word, place, _WORTH, "", *(sides if before > behind else sides[::-1]))


def _worth(clauses: Clauses, start: int, end: int) -> int:
    """Return +1 for a clause that praises, -1 for one that does not, 0 for one that does neither or both."""
    signs = {
        side.sign
        for polar in clauses.polars
        if start <= polar.place < end
        for side in polar.sides
        if GROUPS[side.group].valued or side.group in _GRADING
    }
    if any(token.word in ("only", "merely", "hardly", "barely") for token in clauses.tokens[start:end]):
        signs = {-1}
    return sum(signs)


def _span_all(tokens: Sequence[Form]) -> Weights:
    return {token.stem: 1.0 for token in tokens if token.content and token.word not in _PASSED}


class Judged(NamedTuple):
    """What is known of the comparisons of a statement."""

    turned: tuple[tuple[str, str], ...]
    """Words of comparisons that the sentences print the other way round, each with the printed one."""
    settled: frozenset[int]
    """Places of the words of comparisons that stand as printed."""
    compared: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    """Stems on both sides of those."""

    def keeps(self, word: str, other: str) -> bool:
        """Say whether two words are what a comparison that stands as printed compares."""
        pair = {stem(word), stem(other)}
        if not LOOSE.isdisjoint(pair):
            return False
        return any(len(pair & first) == len(pair & second) == 1 for first, second in self.compared)


def judge_comparisons(said: Clauses, printed: Sequence[Clauses]) -> Judged:
    """Compare the sides of a statement's comparisons with those of the sentences."""
    wanted, halves = read_comparisons(said), _halves(said) if len(printed) <= _FEW else []
    if not wanted and not halves:
        return Judged((), frozenset())
    others = [comparison for clauses in printed for comparison in read_comparisons(clauses)]
    contrasts = [contrast for clauses in printed if (contrast := read_contrast(clauses))] if wanted else []
    turned, settled, compared = [], set[int](), []
    for half in halves:
        agreements = [
            one
            for other in others
            if _same_kind(half, other) and (one := _kept(half.first, other) - _kept(half.second, other))
        ]
        if agreements and max(agreements) < 0:
            turned.append((half.word, half.word))
        elif agreements:
            settled.add(half.place)
    if len(others) > 1 and any(map(_turns_back, printed)):
        wanted = []
    for comparison in wanted:
        pairs = [pair for other in others if (pair := _comparable(comparison, other))]
        if not pairs:
            pairs = [(comparison, other) for other in contrasts if _same_kind(comparison, other)]
        if any(_agreement(one[1], other[1]) < _OPPOSED for one, other in combinations(pairs, 2)):
            continue  # each is ahead in something
        judged = [(_agreement(one, other), other.word) for one, other in pairs]
        telling = [one for one in judged if one[0]]  # the others compare something else
        best, word = max(telling, default=(0.0, ""))
        if best < (_OPPOSED if len(printed) <= _FEW else _SURELY_OPPOSED):
            turned.append((comparison.word, word))
        elif best > -_OPPOSED:
            settled.add(comparison.place)
            compared.append((frozenset(comparison.first), frozenset(comparison.second)))
    return Judged(tuple(turned), frozenset(settled), tuple(compared))


def _turns_back(clauses: Clauses) -> bool:
    """Say whether who was ahead is behind as well: "A outperforms B and is outperformed by it on C"."""
    following = zip(clauses.tokens, clauses.tokens[1:], strict=False)
    return "by" in clauses.words and any(one.word == "by" and two.word in ("it", "them") for one, two in following)


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
        if token.content and not token.word.endswith("ly") and token.word not in _PASSED:
            weights.setdefault(_positive(token.stem), _FADES ** len(weights))
    return weights


def _preferred(tokens: Sequence[Form], place: int) -> Weights:
    """Return the words behind "prefers A to" up to where or how often that was so."""
    ends = (at for at in range(place + 1, len(tokens)) if tokens[at].word in _ENDS or tokens[at].word in _SETTINGS)
    return _span(tokens, place + 1, next(ends, len(tokens)))


def _halves(clauses: Clauses) -> list[Comparison]:
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
            of = polar.adjacent if group == _AMOUNT else ""
            found.append(Comparison(polar.word, polar.place, group, of, *((left, {}) if sign > 0 else ({}, left))))
    return found


def _kept(side: Weights, other: Comparison) -> int:
    """Return +1 if what stands on the better side stands there in another comparison too, -1 if on the worse one."""
    first, second = (
        any(weight >= _NEAR and there.get(key, 0.0) >= _NEAR for key, weight in side.items())
        for there in (other.first, other.second)
    )
    return first - second


def _valued(one: Comparison) -> Comparison:
    """Return "higher accuracy than" as "better than" and "lower accuracy" with its sides turned; others as they are."""
    if one.group != _AMOUNT or not (one.of in GOODS or one.of in COSTS):
        return one
    sides = (one.first, one.second) if one.of in GOODS else (one.second, one.first)
    return Comparison(one.word, one.place, _WORTH, "", *sides)


def _comparable(one: Comparison, other: Comparison) -> tuple[Comparison, Comparison] | None:
    """Return two comparisons of one kind, or None; an amount of something good is compared with worth."""
    if _same_kind(one, other):
        return one, other
    if _AMOUNT in (one.group, other.group) and one.group != other.group:
        one, other = _valued(one), _valued(other)
        return (one, other) if _same_kind(one, other) else None
    return None


def _same_kind(one: Comparison, other: Comparison) -> bool:
    if _AMOUNT == one.group == other.group:
        return one.of == other.of or not one.of or not other.of
    if {_AMOUNT, _UNGROUPED} & {one.group, other.group}:
        return one.group == other.group and one.of == other.of
    return one.group == other.group or bool(GROUPS[one.group].valued and GROUPS[other.group].valued)


def _agreement(one: Comparison, other: Comparison) -> float:
    """Return -1 if words changed sides in both directions, 1 if words kept both, else the cosine of the differences."""
    turned = other._replace(first=other.second, second=other.first)
    moved = _moved(one.first, one.second, other) and _moved(one.second, one.first, turned)
    kept = _moved(one.first, one.second, turned) and _moved(one.second, one.first, other)
    if moved != kept:
        return 1.0 if kept else -1.0
    return agreement(one.first, one.second, other.first, other.second, _FAINT)


def _moved(first: Weights, second: Weights, other: Comparison) -> bool:
    return any(
        weight >= _NEAR and other.second.get(key, 0.0) >= _NEAR and key not in second and key not in other.first
        for key, weight in first.items()
    )


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
        if token.content and not token.word.endswith("ly") and token.word not in _PASSED:
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
        if token.content and not token.word.endswith("ly") and token.word not in _PASSED:
            weights.setdefault(_positive(token.stem), weight)
            weight *= _FADES
    return weights
