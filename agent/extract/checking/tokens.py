"""Repaired text ─▶ its words, numbers and marks in order, with where each stands; read once for all rules."""

import re
from functools import cached_property, lru_cache

from agent.extract.words import stem

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[,;:()%]|[.?!](?=\s|$)")


class Tokens:
    """Words, numbers and marks of a text as columns of one table."""

    def __init__(self, text: str) -> None:
        found = list(_TOKEN.finditer(text))
        self.printed = [match.group() for match in found]
        self.words = [word.lower() for word in self.printed]
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]

    @cached_property
    def stems(self) -> list[str]:
        """The stems of words; numbers and marks are themselves."""
        return [stem(word) for word in self.words]


@lru_cache(maxsize=2048)
def read_tokens(text: str) -> Tokens:
    """Return the tokens of a repaired text."""
    return Tokens(text)
