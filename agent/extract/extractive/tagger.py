"""Find the names of datasets in a sentence with weights learned from annotated sentences.

A linear model weighs every piece of every run of capitalized words; pieces that overlap exclude one another. Weights
are whole numbers, sixteenths of a logit, so that every machine finds the same.
"""

import re
from functools import cache
from importlib.resources import files

from agent.extract.extractive.gazetteer import Hit
from agent.extract.extractive.spans import features_of, find_candidates, read_sentence

ENOUGH = -18
"""Sixteenths of a logit from which a name is told; chosen by cross-validation on the training sets."""
ENOUGH_IF_LISTED = -48
"""The same for a name that is in the list of datasets."""
_BIAS = "bias"
_CAPITAL = re.compile(r"[A-Z]|[a-z]\d")


def find_tagged(sentence: str) -> tuple[Hit, ...]:
    """Return the names of datasets in order; the surest of those that overlap, the longest of equally sure ones."""
    if _CAPITAL.search(sentence, 1) is None:
        return ()
    read = read_sentence(sentence)
    ranked: list[tuple[int, int, int]] = []
    for first, last in find_candidates(read.tokens):
        features = features_of(read, first, last)
        weight = weigh(features)
        if weight >= (ENOUGH_IF_LISTED if "g=" in features else ENOUGH):
            ranked.append((-weight, read.tokens[first].start - read.tokens[last].end, read.tokens[first].start))
    taken: list[Hit] = []
    for _, length, start in sorted(ranked):
        end = start - length
        if all(end <= hit.start or start >= hit.end for hit in taken):
            taken.append(Hit(start, end, sentence[start:end]))
    return tuple(sorted(taken))


def weigh(features: list[str]) -> int:
    """Return the sum of the learned weights, in sixteenths of a logit."""
    weights = load_weights()
    return weights[_BIAS] + sum(weights[feature] for feature in features if feature in weights)


@cache
def load_weights() -> dict[str, int]:
    """Load the learned weights: a feature and its weight a line, a tab between them."""
    text = files("agent.extract.extractive").joinpath("data", "tagger.tsv").read_text(encoding="utf-8")
    rows = (line.rpartition("\t") for line in text.split("\n") if line and not line.startswith("# "))
    return {feature: int(weight) for feature, _, weight in rows}
