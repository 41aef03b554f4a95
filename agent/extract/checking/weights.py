"""How near stems stand to something, and what two such neighbourhoods have in common."""

from collections.abc import Mapping
from typing import TypeVar

Weights = dict[str, float]
"""Stem ─▶ how near it stands: 1 is right beside, 0 too far away."""

Key = TypeVar("Key")


def shared_words(near: Mapping[Key, float], other: Mapping[Key, float]) -> float:
    """Return how much two neighbourhoods share: 1 is one word right beside both."""
    return sum(min(weight, other[key]) for key, weight in near.items() if key in other)


def agreement(one: Weights, other: Weights, printed: Weights, printed_other: Weights, faint: float) -> float:
    """Return the cosine of the differences of two pairs of neighbourhoods: -1 if what stands near changed places.

    Only stems near both pairs count; if the sum of their common weights is under `faint`, they say nothing: 0.0.
    """
    product = square = printed_square = 0.0
    for key in sorted((one.keys() | other.keys()) & (printed.keys() | printed_other.keys())):
        difference = one.get(key, 0.0) - other.get(key, 0.0)
        there = printed.get(key, 0.0) - printed_other.get(key, 0.0)
        product += difference * there
        square += difference * difference
        printed_square += there * there
    return float(product / (square * printed_square) ** 0.5) if abs(product) >= faint else 0.0
