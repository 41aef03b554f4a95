"""A piece of text in the forms that checks compare a statement with; read once, joined for every set of sentences."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.numbers import Reading, quantities
from agent.extract.words import initials, parts, repaired, runs, stem


class Evidence(NamedTuple):
    """One or more sentences; sets of strings are in lower case."""

    text: str
    """Repaired."""
    readings: frozenset[Reading]
    """Of all quantities, those inside names too."""
    names: frozenset[str]
    """Every run of up to six parts of words, joined: "qwen2.532b"."""
    stems: frozenset[str]
    """Of all parts of words."""
    initials: frozenset[str]
    """Of every run of two to six words: "llm" for large language model."""
    acronyms: frozenset[str]
    """Parts of words in capitals, without a plural s."""


@lru_cache(maxsize=2048)
def read_evidence(text: str) -> Evidence:
    """Return the forms of one sentence or title."""
    plain = repaired(text)
    found = parts(plain)
    joined = runs(found)
    return Evidence(
        plain,
        frozenset(reading for quantity in quantities(plain, in_names=True) for reading in quantity.readings),
        joined,
        frozenset(map(stem, found)) | frozenset(map(stem, _compounds(plain))),
        initials(found),
        frozenset(
            part.removesuffix("s").lower() for part in found if part.removesuffix("s").isupper() and len(part) > 1
        ),
    )


def join_evidence(pieces: Sequence[Evidence]) -> Evidence:
    """Return what several sentences hold together."""
    if len(pieces) == 1:
        return pieces[0]
    return Evidence(
        " ".join(piece.text for piece in pieces),
        frozenset().union(*(piece.readings for piece in pieces)),
        frozenset().union(*(piece.names for piece in pieces)),
        frozenset().union(*(piece.stems for piece in pieces)),
        frozenset().union(*(piece.initials for piece in pieces)),
        frozenset().union(*(piece.acronyms for piece in pieces)),
    )


def _compounds(plain: str) -> list[str]:
    """Return the words with hyphens as one word each: pre-training is pretraining."""
    return ["".join(parts(word)) for word in plain.split() if "-" in word]
