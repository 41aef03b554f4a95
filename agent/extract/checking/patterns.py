"""Lists of words as patterns for texts in lower case."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby


def any_of(listed: str) -> re.Pattern[str]:
    r"""Return a pattern for any of the words between blanks; each may be a pattern, and "_" stands for a blank.

    >>> bool(any_of(r"no_matter prov\w+").search("it is proven"))
    True
    """
    body = "|".join(by_letter(listed.split())).replace("_", " ")
    return re.compile(rf"\b(?:{body})\b")


_PLAIN = re.compile(r"([A-Za-z])((?![?*+{])(?:[^()|]|\([^()]*\))*)")


def by_letter(words: Iterable[str]) -> Iterator[str]:
    """Yield the words, which may be patterns, with neighbours by first letter as one choice each, in order.

    Joined by "|" they match the same, but most places of a text are passed over after a few comparisons.
    """
    for is_plain, run in groupby(words, lambda word: _PLAIN.fullmatch(word) is not None):
        if not is_plain:
            yield from run
            continue
        rests: dict[str, list[str]] = {}
        for word in run:
            rests.setdefault(word[0], []).append(word[1:])
        yield from (f"{letter}(?:{'|'.join(ends)})" for letter, ends in rests.items())
