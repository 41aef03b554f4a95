"""Rule 3, other words: does a statement print a noun where the cited sentences print another between the same words?

Only words that the whole text never prints are looked at, and only where a noun stands: verbs and adjectives are often
said in other words, and so is what every abstract speaks of.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.opposites import SIDES
from agent.extract.evidence import Evidence
from agent.extract.phrases import is_common
from agent.extract.words import FUNCTION_WORDS, stem

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[,;:()%]|[.?!](?=\s|$)")
_MOST_WORDS = 3
_BEFORE_VERB = frozenset(
    """to can may might could will would should must not it they we that which who also and or then helps is are was
    were be been has have had do does did both how when where why what if by""".split()
)
_VERBAL = ("ed", "ing", "ly", "ize", "ise", "ify", "able", "ible", "ous", "ful", "ive", "less")
_ADJECTIVAL = ("al", "ic", "ary", "ant", "ent", "y", "ish", "an")
_FRAMES = frozenset("fashion manner way versus light lights wisdom sake basis".split())
_HALVES = frozenset("of that".split())  # behind a noun that only measures or frames: a chain of, the fact that


class Gap(NamedTuple):
    """The words that stand between two others."""

    before: str
    words: tuple[str, ...]
    behind: str


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[tuple[str, str], ...]:
    """Return the tokens of a text with their stems; marks and the ends are "|"."""
    found = [("|", "|")]
    for token in _TOKEN.findall(text.lower()):
        found.append((token, stem(token)) if token[0].isalnum() else ("|", "|"))
    return (*found, ("|", "|"))


def replaced_nouns(statement: str, cited: Sequence[str], whole: Evidence) -> Iterator[tuple[str, str]]:
    """Yield nouns of a repaired statement that the text never prints, with those between the same words there."""
    said = _read(statement)
    keys = frozenset(key for _, key in said)
    place = 1
    while place < len(said) - 1:
        last = place
        while last < len(said) - 1 and _is_missing(said[last], whole):
            last += 1
        if last == place:
            place += 1
            continue
        run = said[place:last]
        if len(run) <= _MOST_WORDS and _is_noun(run, said[place - 1][0], said[last][0]):
            for sentence in cited:
                gap = _gap(said, place, last, _read(sentence))
                if gap and _is_noun(gap, "", "") and not any(key in keys or key in SIDES for _, key in gap):
                    noun, printed = (" ".join(word for word, _ in words) for words in (run, gap))
                    if noun.replace(" ", "") != printed.replace(" ", ""):
                        yield noun, printed
                        break
        place = last


def _is_missing(token: tuple[str, str], whole: Evidence) -> bool:
    word, key = token
    return (
        word.isalpha() and len(word) > 2 and word not in FUNCTION_WORDS and key not in whole.stems and key not in SIDES
    )


def _is_noun(run: Sequence[tuple[str, str]], before: str, behind: str) -> bool:
    """Say whether words are likely to be a noun that means something of its own."""
    last = run[-1][0]
    if before in _BEFORE_VERB or before.endswith("ly") or behind in _HALVES:
        return False
    if all(is_common(word) or is_common(word.removesuffix("s")) or is_common(key) for word, key in run):
        return False
    if last.endswith(_VERBAL) or last in _FRAMES:
        return False
    return not behind or behind == "|" or behind in FUNCTION_WORDS or not last.endswith(_ADJECTIVAL)


def _gap(
    said: Sequence[tuple[str, str]], place: int, last: int, printed: Sequence[tuple[str, str]]
) -> Sequence[tuple[str, str]] | None:
    """Return the words of a sentence between the same neighbours as a run of the statement, or None."""
    before, behind = said[place - 1][1], said[last][1]
    for start in range(len(printed) - 2):
        if printed[start][1] != before:
            continue
        for end in range(start + 2, min(start + 2 + _MOST_WORDS, len(printed))):
            if printed[end - 1][0] in FUNCTION_WORDS or not printed[end - 1][0].isalpha():
                break
            if printed[end][1] == behind and _is_anchored(said, place, last, printed, start, end):
                return printed[start + 1 : end]
    return None


def _is_anchored(
    said: Sequence[tuple[str, str]],
    place: int,
    last: int,
    printed: Sequence[tuple[str, str]],
    start: int,
    end: int,
) -> bool:
    """Say whether a word of content beside the run, or the next one, is the same on both sides of the gap."""
    before = _content(said[max(0, place - 2) : place]) & _content(printed[max(0, start - 1) : start + 1])
    behind = _content(said[last : last + 2]) & _content(printed[end : end + 2])
    is_edge = said[place - 1][0] == "|" or said[last][0] == "|"
    return bool(before and behind) or (is_edge and bool(before or behind))


def _content(tokens: Sequence[tuple[str, str]]) -> frozenset[str]:
    return frozenset(key for word, key in tokens if word[0].isalnum() and word not in FUNCTION_WORDS)
