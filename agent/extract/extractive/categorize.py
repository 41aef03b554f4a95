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

MOST_RANKED = 12
"""Categories that are weighed again in the second step; more change nothing."""
_LONGEST_READ = 20_000
"""Characters of an abstract that are read; no abstract has more."""
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MANY_TOPICS = 4
_POINTS = 1000
"""Points of the first place; the second has half of them, and so on. Chosen on the records of 2016."""
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


def predict_categories(
    title: str, abstract: str, topics: Sequence[TopicTag], votes: Votes | None = None
) -> tuple[str, ...]:
    """Return the likeliest categories, best first; none if no word is known.

    Homes of the paper's topics go ahead where the topics are many: topics know the newest terms of machine learning,
    words know every field. `votes`: others than the packaged ones.
    """
    ranked = rank_categories(votes or load_votes(), title, abstract)
    homes = find_homes(topics) if len(topics) >= _MANY_TOPICS else ()
    points = Counter({category: _POINTS // place for place, category in enumerate(ranked, 1)})
    for place, home in enumerate(homes, 1):
        points[home] += (_POINTS + 10) // place
    return tuple(category for category, _ in points.most_common())


def rank_categories(votes: Votes, title: str, abstract: str) -> tuple[str, ...]:
    """Return up to 12 categories, best first; none if no word is known."""
    scores = [0] * len(votes.categories)
    kept, places = votes.kept, votes.places
    for term, count in Counter(list_terms(title, abstract)).items():
        if (place := places.get(term)) is not None:
            damped = _DAMPED[count] if count < len(_DAMPED) else _DAMPED[-1]
            start = place * kept
            end = start + kept
            for category, weight in zip(votes.voted[start:end], votes.weights[start:end]):  # noqa: B905  # of one length
                scores[category] += damped * weight
    length = isqrt(sum(score * score for score in scores))
    if not length:
        return ()
    size = isqrt(len(scores) * _UNIT * _UNIT)
    units = [score * size // length for score in scores]
    best = sorted(range(len(scores)), key=lambda category: (-scores[category], category))[:MOST_RANKED]
    final = {category: votes.biases[category] + sum(map(mul, votes.mixing[category], units)) for category in best}
    return tuple(votes.categories[category] for category in sorted(best, key=lambda category: -final[category]))


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
