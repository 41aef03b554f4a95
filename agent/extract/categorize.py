"""Predict the arXiv categories of a paper from the words of its title and abstract.

Learned on arXiv's metadata: words and pairs of words vote for and against each category. Whole numbers only; the votes
of a word become one long number with 32 bits a category, so that one addition adds all of them.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import isqrt, log
from operator import mul
from struct import unpack
from typing import NamedTuple

from schemas.extraction import TopicTag

MOST_CATEGORIES = 3
MOST_RANKED = 12
_LONGEST_READ = 20_000
"""Characters of an abstract that are read; no abstract has more."""
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HOME = 1500
"""Added to a category by each topic of it, divided by 2 for the first topic, by 3 for the second and so on."""
_SURE = 10_000
"""By how much the best must be ahead where no topic speaks for it, times the root of the number of words and pairs that
are known: chosen on the records of 2016, whole and cut short, with votes of the years before."""
_FEW_TOPICS = 1
"""So many topics may stand in passing; more that all belong elsewhere say that the words are wrong."""
_LANE = 4
"""Bytes of a category in a sum: the votes of all words and pairs fit in, each printed ever so often."""
_MOST_MET = 16_384
"""Words and pairs whose votes are kept as numbers, each about 600 bytes."""
_DAMPED = (0, *(round(8 * (1 + log(count))) for count in range(1, 33)))
"""What a word counts by how often it is printed, in eighths (sublinear term frequency)."""


class Votes(NamedTuple):
    """What was learned."""

    categories: tuple[str, ...]
    places: dict[str, int]
    """Number of each word or pair."""
    rows: bytes
    """Of each word or pair, a byte by which all its votes are multiplied, then four bits a category, the second half of
    the categories in the upper bits: 8 says nothing, more speaks for it, less against it."""
    length: int
    """Of the votes for a text, all categories taken together, in thousandths of a logarithm of odds."""
    biases: tuple[int, ...]
    """Of the categories, in the same unit."""
    met: dict[str, int]
    """The votes of words and pairs met so far, as numbers: making one takes longer than adding it."""


class Ranking(NamedTuple):
    """What the words say."""

    categories: tuple[str, ...]
    scores: tuple[int, ...]
    """Of each, in thousandths of a logarithm of odds; greatest first."""
    known: int
    """Words and pairs that have votes."""


class Guess(NamedTuple):
    """What the categories of a paper may be, likeliest first, as an `Extraction` has them."""

    predicted_categories: tuple[str, ...]
    """Sure enough to be told."""
    unsure_categories: tuple[str, ...]


def guess_categories(title: str, abstract: str, topics: Sequence[TopicTag], votes: Votes | None = None) -> Guess:
    """Return the three likeliest categories: none is told where the best is not sure, none at all without words.

    Words and pairs rank the categories; those that the topics belong to gain, if they are among the twelve best. The
    best is told where a topic belongs to it, or where it is far ahead of the second, the more the fewer words are
    known, and no more than one topic says otherwise: topics know the newest terms of machine learning, words know every
    field. `votes`: others than the packaged ones.
    """
    ranking = rank_categories(votes or load_votes(), title, abstract)
    scores = dict(zip(ranking.categories, ranking.scores, strict=True))
    homes = [tag.path[0] for tag in topics]
    for place, home in enumerate(homes, 2):
        if home in scores:
            scores[home] += _HOME // place
    best = sorted(scores, key=lambda category: -scores[category])[:MOST_CATEGORIES]
    if not best:
        return Guess((), ())
    margin = scores[best[0]] - scores[best[1]]
    clear = len(homes) <= _FEW_TOPICS and isqrt(margin * margin * ranking.known) >= _SURE
    told = int(clear or best[0] in homes)
    return Guess(tuple(best[:told]), tuple(best[told:]))


def rank_categories(votes: Votes, title: str, abstract: str) -> Ranking:
    """Rank up to 12 categories by the words; none if no word is known."""
    many = len(votes.categories)
    once, total, known = 0, 0, 0
    for term, count in Counter(list_terms(title, abstract)).items():
        vote = votes.met.get(term)
        if vote is None:
            if term not in votes.places:
                continue
            vote = _meet(votes, term)
        known += 1
        if count == 1:
            once += vote
        else:
            total += vote * _DAMPED[min(count, len(_DAMPED) - 1)]
    total += once * _DAMPED[1]
    sums = unpack(f"<{many}I", total.to_bytes((many + 1) * _LANE, "little")[: many * _LANE])
    mean = sum(sums)
    scores = [many * one - mean for one in sums]
    length = isqrt(sum(map(mul, scores, scores)))
    if not length:
        return Ranking((), (), 0)
    final = [score * votes.length // length + bias for score, bias in zip(scores, votes.biases, strict=True)]
    order = sorted(range(many), key=final.__getitem__, reverse=True)[:MOST_RANKED]
    return Ranking(tuple(votes.categories[one] for one in order), tuple(final[one] for one in order), known)


def _meet(votes: Votes, term: str) -> int:
    size = (len(votes.categories) + 1) // 2
    begin = votes.places[term] * (size + 1)
    lanes = bytearray(_LANE * size)
    lanes[::_LANE] = votes.rows[begin + 1 : begin + 1 + size]
    pairs, low = int.from_bytes(lanes, "little"), _low_bits(size)
    if len(votes.met) >= _MOST_MET:
        votes.met.clear()
    vote = votes.rows[begin] * (pairs & low | (pairs >> 4 & low) << 8 * len(lanes))
    votes.met[term] = vote
    return vote


@cache
def _low_bits(lanes: int) -> int:
    return int.from_bytes(b"\x0f\0\0\0" * lanes, "little")


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
    begin = 0
    while packed.startswith(b"#", begin):
        begin = packed.index(b"\n", begin) + 1
    end = packed.index(b"\n", begin) + 1
    meta = json.loads(packed[begin:end])
    numbers = end + meta["bytes"]
    terms = packed[end:numbers].decode().split("\n")
    return Votes(
        categories=tuple(meta["categories"]),
        places=dict(zip(terms, range(len(terms)), strict=True)),
        rows=packed[numbers:],
        length=int(meta["length"]),
        biases=tuple(meta["biases"]),
        met={},
    )
