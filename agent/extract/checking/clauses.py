"""Repaired text ─▶ its words with what is said of them: negated or not, and which words stand near.

No grammar is parsed: a clause ends at punctuation or at a word such as "while".
"""

import re
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.denials import DENIERS, denied_levels
from agent.extract.checking.forms import Form, form_of
from agent.extract.checking.idioms import PARITY_WORD, PREFERENCE, without_idioms
from agent.extract.checking.polars import Polar, find_polars
from agent.extract.checking.tokens import read_tokens

_TOKEN = re.compile(
    rf"{PARITY_WORD}|{PREFERENCE}|\d+(?:[.,]\d+)*|[a-z]+(?:'(?:t|s|re|ve))?|[^\W\d_]+|[,;:()]|[.?!](?=\s|$)|-(?= )"
)
_NOTHING: frozenset[str] = frozenset()


class Clauses(NamedTuple):
    """The words of a text with what is said of them.

    Attributes:
        levels: Of each word 2 if it is surely negated, 1 if perhaps, 0 if not.
        words: Each word and mark once.
        polars: The words that have opposites.
        denied, doubtful, granted: The stems of content that are surely, perhaps and not negated.
    """

    tokens: tuple[Form, ...]
    levels: list[int]
    words: frozenset[str]
    polars: tuple[Polar, ...]
    denied: frozenset[str]
    doubtful: frozenset[str]
    granted: frozenset[str]


@lru_cache(maxsize=4096)
def read_clauses(text: str) -> Clauses:
    """Return what `direction` and `comparison` compare of a repaired text."""
    found = _TOKEN.findall(without_idioms(text.lower(), read_tokens(text).vocabulary))
    words = frozenset(found)
    tokens = tuple(map(form_of, found))
    granted, doubtful, denied = frozenset([form.stem for form in tokens if form.content]), _NOTHING, _NOTHING
    levels = [0] * len(found)
    if not DENIERS.isdisjoint(words):
        levels = denied_levels(found)
        said = [(form.stem, level) for form, level in zip(tokens, levels, strict=True) if form.content]
        granted, doubtful, denied = (frozenset([key for key, at in said if at == level]) for level in range(3))
    return Clauses(tokens, levels, words, tuple(find_polars(tokens, levels)), denied, doubtful, granted)
