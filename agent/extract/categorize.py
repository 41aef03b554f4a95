"""Predict the arXiv categories of a paper from the words of its title and abstract.

Two linear steps, learned on arXiv's metadata: words and pairs of words vote for categories; then the pattern of all
votes says which of the best is meant, because categories are confused in fixed ways. Whole numbers only.
"""

import json
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import isqrt, log
from operator import mul
from typing import NamedTuple

from agent.extract.topics import predict_categories as find_homes
from schemas.extraction import TopicTag

MOST_CATEGORIES = 3
MOST_RANKED = 12
"""Categories that are weighed again in the second step; more change nothing."""
_LONGEST_READ = 20_000
"""Characters of an abstract that are read; no abstract has more."""
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MANY_TOPICS = 4
_FEW_TOPICS = 2
_ENOUGH_TOPICS = 3
_NEAR = 5
"""Places among the words' categories in which a home of few topics must stand, and each second home."""
_SURE = 40_000
"""By how much the best must be ahead: chosen on the records of 2016 with votes of the years before."""
_ENOUGH_TERMS = 8
"""Words and pairs that must be known: fewer say little."""
_COMPUTING = ("cs", "stat", "eess")
_UNIT = 256
"""Of a vote in the second step: one standard deviation of the votes for one text."""
_DAMPED = (0, *(round(8 * (1 + log(count))) for count in range(1, 33)))
"""What a word counts by how often it is printed, in eighths (sublinear term frequency)."""


class Votes(NamedTuple):
    """What was learned."""

    categories: tuple[str, ...]
    places: dict[str, int]
    """Number of each word or pair."""
    kept: int
    """Votes of each word."""
    voted: bytes
    """Number of the category of each vote, `kept` a word."""
    weights: Sequence[int]
    mixing: tuple[Sequence[int], ...]
    """Of the second step: a row a category with a weight for each category's vote."""
    biases: Sequence[int]


class Ranking(NamedTuple):
    """What the words say."""

    categories: tuple[str, ...]
    margin: int
    """By how much the first is ahead of the second."""
    known: int
    """Words and pairs that have votes."""


class Guess(NamedTuple):
    """What the categories of a paper may be, likeliest first, as an `Extraction` has them."""

    predicted_categories: tuple[str, ...]
    """Sure enough to be told."""
    unsure_categories: tuple[str, ...]


def guess_categories(title: str, abstract: str, topics: Sequence[TopicTag], votes: Votes | None = None) -> Guess:
    """Return the three likeliest categories: none is told where words and topics are unsure, none at all without words.

    Words are sure where the best is far ahead of the second and enough words are known; alone they tell one category.
    Homes of the topics count where topics are many or the words say nearly the same, and only in the archives that the
    words speak for: topics know the newest terms of machine learning, words know every field. `votes`: others than
    the packaged ones.
    """
    ranking = rank_categories(votes or load_votes(), title, abstract)
    if not ranking.categories:
        return Guess((), ())
    best = ranking.categories[0]
    told = (best,) if ranking.margin >= _SURE and ranking.known >= _ENOUGH_TERMS else ()
    homes = _akin_homes(ranking.categories, topics)
    ordered = (*homes, *told) if len(topics) >= _MANY_TOPICS or not told else (*told, *homes)
    sure = tuple(dict.fromkeys(ordered))[:MOST_CATEGORIES]
    others = [category for category in ranking.categories if category not in sure]
    return Guess(sure, tuple(others[: MOST_CATEGORIES - len(sure)]))


def _akin_homes(ranked: Sequence[str], topics: Sequence[TopicTag]) -> tuple[str, ...]:
    best = ranked[0]
    akin = [home for home in find_homes(topics) if _field_of(home) == _field_of(best)]
    enough = len(topics) >= _ENOUGH_TOPICS
    near = ranked[: _NEAR if len(topics) >= _FEW_TOPICS else 1]
    said = [home for home in akin if enough or home in near]
    return (*said[:1], *(home for home in said[1:] if home in ranked[:_NEAR]))


def _field_of(category: str) -> str:
    archive = category.partition(".")[0]
    return "cs" if archive in _COMPUTING else archive


def rank_categories(votes: Votes, title: str, abstract: str) -> Ranking:
    """Rank up to 12 categories by the words; none if no word is known."""
    scores, known = [0] * len(votes.categories), 0
    for term, count in Counter(list_terms(title, abstract)).items():
        place = votes.places.get(term)
        if place is not None:
            known += 1
            damped = _DAMPED[min(count, len(_DAMPED) - 1)]
            row = slice(place * votes.kept, (place + 1) * votes.kept)
            for category, weight in zip(votes.voted[row], votes.weights[row], strict=True):
                scores[category] += damped * weight
    length = isqrt(sum(score * score for score in scores))
    if not length:
        return Ranking((), 0, 0)
    size = isqrt(len(scores) * _UNIT * _UNIT)
    units = [score * size // length for score in scores]
    best = sorted(range(len(scores)), key=lambda category: (-scores[category], category))[:MOST_RANKED]
    final = {category: votes.biases[category] + sum(map(mul, votes.mixing[category], units)) for category in best}
    order = sorted(best, key=lambda category: -final[category])
    margin = final[order[0]] - final[order[1]] if len(order) > 1 else 0
    return Ranking(tuple(votes.categories[category] for category in order), margin, known)


def list_terms(title: str, abstract: str) -> list[str]:
    """Return the words, without a plural's s, and the pairs of neighbours; the title is read twice."""
    read = f"{title} {title} {abstract[:_LONGEST_READ]}".lower()
    words = [word[:-1] if len(word) > 3 and word[-1] == "s" != word[-2] else word for word in _WORD.findall(read)]
    return words + [f"{one} {other}" for one, other in pairwise(words)]


@cache
def load_votes() -> Votes:
    """Load what was learned."""
    return read_votes(files("agent.extract.extractive").joinpath("data", "categories.bin").read_bytes())


def read_votes(packed: bytes) -> Votes:
    """Read comment lines, a line of JSON, a line a term, then numbers: see `bench/train_categories.py`."""
    while packed.startswith(b"#"):
        packed = packed.partition(b"\n")[2]
    head, _, rest = packed.partition(b"\n")
    meta = json.loads(head)
    terms, numbers = rest[: meta["bytes"]].decode().split("\n"), rest[meta["bytes"] :]
    categories, kept = tuple(meta["categories"]), int(meta["kept"])
    size, many = len(terms) * kept, len(categories)
    mixing = array("b", numbers[2 * size : 2 * size + many * many])
    return Votes(
        categories=categories,
        places={term: place for place, term in enumerate(terms)},
        kept=kept,
        voted=numbers[:size],
        weights=array("b", numbers[size : 2 * size]),
        mixing=tuple(mixing[row * many : (row + 1) * many] for row in range(many)),
        biases=array("q", meta["biases"]),
    )
