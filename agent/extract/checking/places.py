"""Rule 3: does a name of a statement stand in the place in which the cited sentences print another?

"Reed gets 90 on FenQA" holds a name of "Reed gets 90 on MarshBench, not on FenQA", yet says something else. What stands
before and behind a name in the statement is compared with what stands there around the names of the sentences.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from agent.extract.checking.tokens import read_tokens
from agent.extract.checking.weights import shared_words
from agent.extract.words import FUNCTION_WORDS, name_core, names_of, squeezed, stem, words

Weights = dict[tuple[bool, str], float]

_BORDERS = frozenset(",;:().?!")
_REACH = 6  # content words on either side
_BEHIND_BORDER = 0.5
_TOO_LITTLE = 0.6  # of common neighbourhood that a place needs; 1 is one word that stands beside both
_STRANGE = 1.0  # the same where the name itself is not printed in the sentences
_CLEARER = 2.5  # times as much as in the name's own place
_CROSSED = 1.3  # as much must two names share with each other's places than with their own
_FEW_SENTENCES = 3  # beyond which what stands around a name is likely to stand around another by chance
_LINKED = 0.6  # of a word of grammar right beside the name
_BEST = 1.2  # times as much as with the other's place a name may share with its own and still be seen as moved
_MOST_PLACES = 3  # where one name is printed are looked at
_MOST_NAMES = 12
_LINKS = frozenset("of in on for with to by from as at against than over under via using into between and or".split())


class Named(NamedTuple):
    """A name that a text prints, with that text."""

    name: str
    key: str
    text: str

    @property
    def around(self) -> tuple[Weights, ...]:
        """What stands around each place where it is printed."""
        return _surroundings(self.text, self.name)


@lru_cache(maxsize=2048)
def read_names(text: str) -> tuple[Named, ...]:
    """Return the names of a repaired text, each once."""
    return tuple(Named(name, squeezed(name), text) for name in names_of(text)[:_MOST_NAMES])


@lru_cache(maxsize=4096)
def _surroundings(text: str, name: str) -> tuple[Weights, ...]:
    table = read_tokens(text)
    tokens, starts = table.words, table.starts
    found: list[Weights] = []
    start = text.find(name)
    while start >= 0 and len(found) < _MOST_PLACES:
        end = start + len(name)
        weights: Weights = {}
        _walk(tokens, range(bisect_left(starts, start) - 1, -1, -1), weights, is_before=True)
        _walk(tokens, range(bisect_left(starts, end), len(tokens)), weights, is_before=False)
        found.append(weights)
        start = text.find(name, end)
    return tuple(found)


def misplaced_names(
    statement: str, cited: Sequence[str], is_other_form: Callable[[str, str], bool]
) -> Iterator[tuple[str, str]]:
    """Yield names of a repaired statement with the name that stands in their place in the repaired sentences.

    `is_other_form` says of a name of each whether one text spells the other's out.
    """
    said = read_names(statement)
    if not said:
        return
    printed: dict[str, list[Named]] = {}
    for sentence in cited:
        for named in read_names(sentence):
            printed.setdefault(named.key, []).append(named)
    yield from _swapped(said, printed, statement, cited)
    keys = {named.key for named in said}
    whole = squeezed(statement)
    left_out = {key: found for key, found in printed.items() if key not in keys and key not in whole}
    for named in said if left_out and len(cited) <= _FEW_SENTENCES else ():
        if any(f"({named.name})" in sentence for sentence in cited) and f"({named.name})" not in statement:
            continue  # the sentences spell it out, so that what stands around it says nothing
        places = [one for key, found in printed.items() if _akin(key, named.key) for one in found]
        own = _common(named, places)
        needed = _TOO_LITTLE if places else _STRANGE
        for key, others in left_out.items():
            if _akin(key, named.key):
                continue
            if _common(named, others) < max(needed, own * _CLEARER):
                continue
            if _links(named) & _links(*places) - _links(*others):
                continue  # it stands behind its own "on", wherever that has moved
            bracketed = f"({named.name})" in statement and any(f"({others[0].name})" in sentence for sentence in cited)
            if bracketed or not is_other_form(named.name, others[0].name):
                yield named.name, others[0].name
                break


def _swapped(
    said: Sequence[Named], printed: dict[str, list[Named]], statement: str, cited: Sequence[str]
) -> Iterator[tuple[str, str]]:
    both = [named for named in said if named.key in printed]
    if len(both) < 2 or (" by " in statement) != any(" by " in sentence for sentence in cited):
        return
    for one, other in combinations(both, 2):
        if _akin(one.key, other.key) or not _is_turned(one.name, other.name, statement, cited):
            continue
        if _listed(one.name, other.name, statement):
            continue
        crossed = (_common(one, printed[other.key]), _common(other, printed[one.key]))
        straight = (_common(one, printed[one.key]), _common(other, printed[other.key]))
        if sum(crossed) < 2 * _TOO_LITTLE or sum(crossed) <= sum(straight) * _CROSSED:
            continue
        if any(there * _BEST < here for there, here in zip(crossed, straight, strict=True)):
            continue  # one of the two stands best where it is
        anywhere = _common(one, printed[other.key], sided=False) + _common(other, printed[one.key], sided=False)
        if anywhere > _common(one, printed[one.key], sided=False) + _common(other, printed[other.key], sided=False):
            yield one.name, other.name


def _links(*names: Named) -> set[str]:
    """Return the words of grammar right before any of the names."""
    return {word for name in names for near in name.around for is_before, word in near if is_before and word in _LINKS}


def _is_turned(one: str, other: str, statement: str, cited: Sequence[str]) -> bool:
    """Say whether two names stand in another order than in a sentence that prints both."""
    said = statement.find(one) < statement.find(other)
    return any(
        one in sentence and other in sentence and (sentence.find(one) < sentence.find(other)) != said
        for sentence in cited
    )


def _listed(one: str, other: str, statement: str) -> bool:
    """Say whether only names and "and" stand between two names."""
    start, end = sorted((statement.find(one), statement.find(other)))
    between = words(statement[start:end])
    return all(word.text in ("and", "or") or name_core(word) for word in between[1:])


def _akin(key: str, other: str) -> bool:
    return key in other or other in key


def _common(named: Named, printed: Sequence[Named], *, sided: bool = True) -> float:
    """Return how much of what stands around a name stands around another, on the same side or on any."""
    return max(
        (
            shared_words(near, other) if sided else shared_words(_unsided(near), _unsided(other))
            for near in named.around
            for one in printed
            for other in one.around
        ),
        default=0.0,
    )


def _unsided(near: Weights) -> dict[str, float]:
    weights: dict[str, float] = {}
    for (_, word), weight in near.items():
        weights[word] = max(weight, weights.get(word, 0.0))
    return weights


def _walk(tokens: Sequence[str], way: range, weights: Weights, *, is_before: bool) -> None:
    distance, factor = 0.0, 1.0
    for step, place in enumerate(way):
        word = tokens[place]
        if word in _BORDERS:
            factor *= _BEHIND_BORDER
            if word in ".?!;":
                return
        elif word in FUNCTION_WORDS:
            if step == 0 and word in _LINKS:
                weights[is_before, word] = _LINKED
            distance += 0.25
        else:
            distance += 1.0
            weights.setdefault((is_before, stem(word)), factor / distance)
        if distance >= _REACH:
            return
