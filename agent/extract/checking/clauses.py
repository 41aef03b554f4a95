"""Repaired text ─▶ its words with what is said of them: negated or not, and which words stand near.

No grammar is parsed: a clause ends at punctuation or at a word such as "while".
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from agent.extract.checking.denials import DENIERS, denied_levels
from agent.extract.checking.forms import Form, form_of
from agent.extract.checking.idioms import PARITY_WORD, PREFERENCE, without_idioms
from agent.extract.checking.polars import Polar, find_polars

_TOKEN = re.compile(
    rf"{PARITY_WORD}|{PREFERENCE}|\d+(?:[.,]\d+)*|[a-z]+(?:'(?:t|s|re|ve))?|[^\W\d_]+|[,;:()]|[.?!](?=\s|$)|-(?= )"
)


@dataclass(eq=False)
class Clauses:
    """The words of a text, and of each whether it is negated: 2 surely, 1 perhaps, 0 not."""

    tokens: tuple[Form, ...]
    levels: list[int]
    words: frozenset[str]

    @cached_property
    def polars(self) -> tuple[Polar, ...]:
        """The words that have opposites."""
        return tuple(find_polars(self.tokens, self.levels))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of all words."""
        return frozenset([form.stem for form in self.tokens])

    @cached_property
    def denied(self) -> frozenset[str]:
        """The stems of content that are surely negated."""
        return self._at_level(2)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The stems of content that are perhaps negated."""
        return self._at_level(1)

    @cached_property
    def granted(self) -> frozenset[str]:
        """The stems of content that are not negated."""
        return self._at_level(0)

    def _at_level(self, wanted: int) -> frozenset[str]:
        if wanted not in self.levels:
            return frozenset()
        found = zip(self.tokens, self.levels, strict=True)
        return frozenset([form.stem for form, level in found if level == wanted and form.content])


@lru_cache(maxsize=4096)
def read_clauses(text: str) -> Clauses:
    """Return what `direction` and `comparison` compare of a repaired text."""
    found = _TOKEN.findall(without_idioms(text.lower()))
    words = frozenset(found)
    levels = [0] * len(found) if DENIERS.isdisjoint(words) else denied_levels(found)
    return Clauses(tuple(map(form_of, found)), levels, words)
