"""Do the numbers of a statement stand with the words with which the sentences print them?

"90% on FenQA and 80% on MarshBench" holds the numbers of "80% on FenQA and 90% on MarshBench", yet says something else.
For two numbers of one unit, each word near them is weighed by how much nearer it is to the one than to the other, in
the statement and in the sentences; if the two lists of weights point in opposite directions, the numbers were swapped.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, pairwise, product

from agent.extract.checking.weights import Weights, agreement
from agent.extract.numbers import PERCENT, Quantity, quantities, say_the_same, share_unit
from agent.extract.words import FUNCTION_WORDS, stem

_IN_NAME = re.compile(r"\w [A-Z][A-Za-z]+ $")
_NAME_REACH = 60  # characters before a number
_LISTED = re.compile(r"\b([\w-]{3,})(?:,| and| or| but) (?:and )?(?:[a-z]{1,3} )?([\w-]{3,})")

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*[^\W\d_]*|[^\W\d_]+|[,;:()]|[.?!](?=\s|$)")
_JOINING = frozenset({",", ":", "(", ")", "and", "or", "but", "while", "whereas", "versus", "vs"})
_PARTING = frozenset(".?!;")
_MOST_NUMBERS = 30  # of a statement are compared in pairs
_MOST_PLACES = 5  # where one number is printed are looked at
_REACH = 14  # content words looked at on either side of a number
# Factors by which a word counts less behind a border; set on gists of annotated claims and on swaps made in them.
_BEHIND_NUMBER = 0.3
_BEHIND_JOINT = 0.4
_BEHIND_SENTENCE = 0.2
_OPPOSED = -0.3  # cosine of the two lists of weights: near -1 for a swap; paraphrases were seen down to -0.25
_NEAR, _CLEARLY = 0.1, 3.0  # so near, and so many times nearer, to a number stands what is told of it
_LETTERS = re.compile(r"[^\W\d_]+")
_FAINT = 0.02  # a sum of common weights that is smaller says nothing


def swapped_numbers(statement: str, cited: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of numbers of a repaired statement that repaired sentences print the other way round.

    Only numbers that are printed are judged, a pair that is printed as one list ("90 and 80%, respectively") never.
    """
    said = quantities(statement)
    printed = quantities(cited) if len(said) > 1 else ()
    if len(printed) < 2:
        return ()
    said_near, printed_near = _neighbours(statement, said), _neighbours(cited, printed)
    said_lists, printed_lists = _lists(said), _lists(printed)
    places = [_places(quantity, printed) for quantity in said[:_MOST_NUMBERS]]
    for number, quantity in enumerate(said[:_MOST_NUMBERS]):
        if _IN_NAME.search(statement, max(0, quantity.start - _NAME_REACH), quantity.start):
            places[number] = []
    found = []
    for one, other in combinations(range(min(len(said), _MOST_NUMBERS)), 2):
        if not share_unit(said[one], said[other]) or said_lists[one] == said_lists[other]:
            continue
        pairs = list(product(places[one], places[other]))
        if not pairs or any(printed_lists[first] == printed_lists[second] for first, second in pairs):
            continue
        agreements = [
            agreement(said_near[one], said_near[other], printed_near[first], printed_near[second], _FAINT)
            for first, second in pairs
        ]
        if max(agreements) < _OPPOSED:
            found.append((said[one].text, said[other].text))
    return (*found, *_reversed_lists(statement, cited))


def misplaced_numbers(statement: str, cited: str) -> Iterator[tuple[str, str, str]]:
    """Yield numbers of a repaired statement with a word that belongs to another, and that other, left out.

    "In 9% the legend was misread" where the sentences say: in 18% the legend, in 9% the axis.
    """
    said = quantities(statement)
    if len(said) != 1 or said[0].readings[0][1] != PERCENT:
        return
    printed = quantities(cited)
    if len(printed) < 2:
        return
    said_near, printed_near, lists = _neighbours(statement, said), _neighbours(cited, printed), _lists(printed)
    keys = frozenset(stem(token) for token in _LETTERS.findall(statement))
    for number, quantity in enumerate(said):
        places = _places(quantity, printed)
        if len(places) != 1 or quantity.joined:
            continue
        own = printed_near[places[0]]
        for place, other in enumerate(printed):
            if lists[place] == lists[places[0]] or not share_unit(quantity, other) or _places(other, said):
                continue
            theirs = printed_near[place]
            for key, weight in said_near[number].items():
                if _owned(key, theirs, own) and any(
                    near >= weight and other_key not in keys and _owned(other_key, own, theirs)
                    for other_key, near in own.items()
                ):
                    yield quantity.text, key, other.text
                    break


def _owned(key: str, weights: Weights, others: Weights) -> bool:
    """Say whether a stem stands near one number and much nearer than to another."""
    return weights.get(key, 0.0) >= _NEAR and weights[key] >= others.get(key, 0.0) * _CLEARLY and key.isalpha()


def _reversed_lists(statement: str, cited: str) -> Iterator[tuple[str, str]]:
    """Yield the ends of lists ("18 and 36% in safety and recall") that turn round, unless their owners do too."""
    printed = [pair for pair in pairwise(quantities(cited)) if pair[1].joined]
    for one, other in pairwise(quantities(statement)):
        if not other.joined:
            continue
        turned = [
            pair
            for pair in printed
            if say_the_same(one, pair[1]) and say_the_same(other, pair[0]) and not say_the_same(one, other)
        ]
        if (
            turned
            and not say_the_same(one, other)
            and not any(say_the_same(one, pair[0]) and say_the_same(other, pair[1]) for pair in printed)
        ):
            order = _order(statement[other.end :], cited[turned[0][1].end :])
            if order > 0 or (order == 0 and _order(statement[: one.start], cited[: turned[0][0].start]) > 0):
                yield one.text, other.text


def _order(text: str, other: str) -> int:
    """Return +1 if two listed words stand in the same order in both texts, -1 if turned round, 0 if there are none."""
    for match in _LISTED.finditer(text):
        first, second = (other.lower().find(word.lower()) for word in match.groups())
        if first >= 0 and second >= 0 and first != second:
            return 1 if first < second else -1
    return 0


def _lists(found: Sequence[Quantity]) -> list[int]:
    """Return for each quantity the number of the list it stands in."""
    numbers = [0]
    for quantity in found[1:]:
        numbers.append(numbers[-1] + (not quantity.joined))
    return numbers


def _places(quantity: Quantity, printed: Sequence[Quantity]) -> list[int]:
    places = (place for place, other in enumerate(printed) if say_the_same(quantity, other))
    return list(islice(places, _MOST_PLACES))


def _neighbours(text: str, found: Sequence[Quantity]) -> list[Weights]:
    """Return for each quantity how near each stem stands to it: 1 beside it, less with distance and behind borders."""
    tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
    owners: list[int | None] = [None] * len(tokens)
    weights: list[Weights] = [{} for _ in found]
    ends: list[tuple[int, int, int]] = []
    place = 0
    for number, quantity in enumerate(found):
        while place < len(tokens) and tokens[place][1] < quantity.start:
            place += 1
        first = place
        while place < len(tokens) and tokens[place][1] < quantity.end:
            owners[place] = number
            place += 1
        ends.append((number, first, place))
    for number, first, last in ends:
        if first < last:
            _walk(range(first - 1, -1, -1), tokens, owners, weights[number])
            _walk(range(last, len(tokens)), tokens, owners, weights[number])
    return weights


def _walk(way: range, tokens: Sequence[tuple[str, int]], owners: Sequence[int | None], weights: Weights) -> None:
    distance, factor = 0.0, 1.0
    crossed: int | None = None
    for place in way:
        word = tokens[place][0].lower()
        if (owner := owners[place]) is not None:
            factor *= 1.0 if owner == crossed else _BEHIND_NUMBER
            crossed = owner
        elif word in _PARTING:
            factor *= _BEHIND_SENTENCE
        elif word in _JOINING:
            factor *= _BEHIND_JOINT
        elif word in FUNCTION_WORDS:
            distance += 0.5
        else:
            distance += 1.0
            key = stem(word)
            weights[key] = max(weights.get(key, 0.0), factor / distance)
        if distance >= _REACH:
            return
