"""Find the names of datasets in a sentence with weights learned from annotated sentences.

A linear model weighs every piece of every run of capitalized words; pieces that overlap exclude one another. Weights
are whole numbers, sixteenths of a logit, so that every machine finds the same.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from agent.extract.extractive.gazetteer import Hit
from agent.extract.extractive.spans import features_of, find_candidates, read_sentence, read_tokens

ENOUGH = -14
"""Sixteenths of a logit from which a name is told; chosen by cross-validation on the training sets."""
ENOUGH_IF_LISTED = -48
"""The same for a name that is in the list of datasets."""
BIAS = "bias"
_CAPITAL = re.compile(r"[A-Z]|[a-z]\d")


def find_tagged(sentence: str) -> tuple[Hit, ...]:
    """Return the names of datasets in order."""
    return choose_names(sentence, load_weights())


def choose_names(sentence: str, weights: Mapping[str, int]) -> tuple[Hit, ...]:
    """Return names in order; of those that overlap the surest, of equally sure ones the longest."""
    if _CAPITAL.search(sentence, 1) is None:
        return ()
    tokens = read_tokens(sentence)
    candidates = tuple(find_candidates(tokens))
    if not candidates:
        return ()
    read = read_sentence(sentence, tokens)
    ranked: list[tuple[int, int, int]] = []
    for first, last in candidates:
        features = features_of(read, first, last)
        weight = weigh(features, weights)
        if weight >= (ENOUGH_IF_LISTED if "g=" in features or "gin" in features else ENOUGH):
            ranked.append((-weight, read.tokens[first].start - read.tokens[last].end, read.tokens[first].start))
    taken: list[Hit] = []
    tails = {token.start: token.end for token in read.tokens if token.is_kind and token.word[0].isupper()}
    for _, length, start in sorted(ranked):
        end = start - length
        start, end = next((known for known in read.datasets if known[0] <= start and end <= known[1]), (start, end))
        end = tails.get(end + 1, end)  # the Dataset of "Fen Questions Dataset" is a part of the name
        if all(end <= hit.start or start >= hit.end for hit in taken):
            taken.append(Hit(start, end, sentence[start:end]))
    return tuple(sorted(taken))


def weigh(features: Iterable[str], weights: Mapping[str, int]) -> int:
    """Return the sum of the weights, in sixteenths of a logit."""
    return weights[BIAS] + sum(weights[feature] for feature in features if feature in weights)


@cache
def load_weights() -> Mapping[str, int]:
    """Load the learned weights: a feature and its weight a line, a tab between them."""
    text = files("agent.extract.extractive").joinpath("data", "tagger.tsv").read_text(encoding="utf-8")
    rows = (line.rpartition("\t") for line in text.split("\n") if line and not line.startswith("# "))
    return {feature: int(weight) for feature, _, weight in rows}
