"""Whose statement is it? A diagnosis of what was dropped: it asks the library's full-text index and changes nothing.

Models tell at times of one paper what another says, one that they were asked about before or know by heart.
"""

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from agent.extract.check import check_statement
from agent.extract.sentences import number_sentences
from agent.extract.words import FUNCTION_WORDS
from cache.find import Filters
from cache.library import Library
from cache.lookup import Lookup
from schemas.errors import UsageError
from schemas.extraction import Dropped

_STATEMENTS = ("tldr", "method", "claim")
_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 6
_FEWEST_WORDS = 3
_MOST_PAPERS = 5  # whose sentences are compared


class Owner(NamedTuple):
    """A paper that says what was dropped."""

    id: str
    title: str
    sentences: tuple[int, ...]
    """1-based numbers of those that carry it."""


def find_owner(lost: Dropped, paper: str, path: Path) -> Owner | None:
    """Return another paper of the library whose sentences carry a dropped statement; None if there is none.

    Args:
        lost: What was dropped.
        paper: Id of the paper that it was said of.
        path: The library, which nothing else may change meanwhile.

    Raises:
        HomeError: The library cannot be used.
    """
    words = _telling_words(lost.text) if lost.field in _STATEMENTS else []
    with Lookup(path) as lookup, Library(path, read_only=True) as library:
        for count in range(len(words), _FEWEST_WORDS - 1, -1):
            for name in _found(words[:count], lookup):
                if name != paper and (owner := _owner(lost.text, name, library)):
                    return owner
    return None


def _telling_words(text: str) -> list[str]:
    """Return the words that few papers share, first those with figures or inner capitals, then the longest."""
    content = dict.fromkeys(word for word in _WORD.findall(text) if word.lower() not in FUNCTION_WORDS)
    ranked = sorted(content, key=lambda word: (word[1:].lower() == word[1:] and not word.isdecimal(), -len(word), word))
    return [word.lower() for word in ranked[:_MOST_WORDS]]


def _found(words: list[str], lookup: Lookup) -> list[str]:
    try:
        return [hit.id for hit in lookup.find(words, Filters(), _MOST_PAPERS)[0]]
    except UsageError:  # words of which the index keeps nothing
        return []


def _owner(statement: str, name: str, library: Library) -> Owner | None:
    paper = library.record(name).paper
    text = number_sentences(paper.title, paper.abstract)
    last = len(text.spans)
    alone = [(number,) for number in range(1, last + 1)]
    for cited in (*alone, *pairwise(range(1, last + 1))):
        if not check_statement(statement, cited, text):
            return Owner(name, paper.title, cited)
    return None
