"""Repaired text ─▶ its words, numbers and marks in order, with where each stands; read once for all rules."""

import re
from functools import cached_property, lru_cache

from agent.extract.words import stem

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[,;:()%]|[.?!](?=\s|$)")


class Tokens:
    """Words, numbers and marks of a text as columns of one table."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.printed: list[str] = _TOKEN.findall(text)
        self.words = list(map(str.lower, self.printed))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word, number and mark of the text in lower case once."""
        return frozenset(self.words if self._text.isascii() else _TOKEN.findall(self._text.lower()))

    @cached_property
    def stems(self) -> list[str]:
        """The stems of words; numbers and marks are themselves."""
        return list(map(stem, self.words))

    @cached_property
    def starts(self) -> list[int]:
        """Where each begins, in characters."""
        return [match.start() for match in _TOKEN.finditer(self._text)]

    @cached_property
    def ends(self) -> list[int]:
        """Where each ends, in characters."""
        return [start + len(word) for start, word in zip(self.starts, self.printed, strict=True)]


@lru_cache(maxsize=4096)
def read_tokens(text: str) -> Tokens:
    """Return the tokens of a repaired text."""
    return Tokens(text)
