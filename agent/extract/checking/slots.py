"""Rule 3, other words: does a statement print a noun where the cited sentences print another between the same words?

Only words that the whole text never prints are looked at, and only where a noun stands: verbs and adjectives are often
said in other words, and so is what every abstract speaks of.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.sides import SIDES
from agent.extract.checking.terms import singular
from agent.extract.checking.tokens import read_tokens
from agent.extract.evidence import Evidence
from agent.extract.phrases import is_common
from agent.extract.words import FUNCTION_WORDS

_MOST_WORDS = 3
_BEFORE_VERB = frozenset(
    """to can may might could will would should must not it they we that which who also and or then helps is are was
    were be been has have had do does did both how when where why what if by""".split()
)
_VERBAL = ("ed", "ing", "ly", "ize", "ise", "ify", "able", "ible", "ous", "ful", "ive", "less")
_ADJECTIVAL = ("al", "ic", "ary", "ant", "ent", "y", "ish", "an")
_FRAMES = frozenset("fashion manner way versus light lights wisdom sake basis".split())
_HALVES = frozenset("of that".split())  # behind a noun that only measures or frames: a chain of, the fact that


class Token(NamedTuple):
    """A word in lower case with its stem; marks and the ends of a text are "|"."""

    word: str
    key: str
    is_name: bool
    """It has a capital that does not open a sentence."""


_MARK = Token("|", "|", is_name=False)


@lru_cache(maxsize=1024)
def _read(text: str) -> tuple[Token, ...]:
    found = [_MARK]
    opens = True
    table = read_tokens(text)
    for printed, word, key in zip(table.printed, table.words, table.stems, strict=True):
        if word[0].isalnum():
            is_name = printed != word and (not opens or printed[1:] != word[1:])
            found.append(Token(word, key, is_name))
            opens = False
        else:
            found.append(_MARK)
            opens = word in ".?!:"
    return (*found, _MARK)


def replaced_nouns(statement: str, cited: Sequence[str], own: Evidence, whole: Evidence) -> Iterator[tuple[str, str]]:
    """Yield nouns of a repaired statement that the text never prints, with those between the same words there.

    The same holds of names that only other sentences print. `own` are the cited sentences.
    """
    if not any(map(str.isalpha, set(read_tokens(statement).stems) - own.stems)):
        return
    said = _read(statement)
    place = 1
    while place < len(said) - 1:
        last = place
        while _is_missing(said[last], own, whole):
            last += 1
        if last == place:
            place += 1
            continue
        run = said[place:last]
        is_name = any(token.is_name for token in run)
        if len(run) <= _MOST_WORDS and (is_name or _is_noun(run, said[place - 1].word, said[last].word)):
            for sentence in cited:
                gap = _gap(said, place, last, _read(sentence))
                if gap and ((is_name and gap[-1].is_name) or _is_plain(gap, said)):
                    noun, printed = (" ".join(token.word for token in tokens) for tokens in (run, gap))
                    if noun.replace(" ", "") != printed.replace(" ", ""):
                        yield noun, printed
                        break
        place = last


def _is_plain(gap: Sequence[Token], said: Sequence[Token]) -> bool:
    """Say whether the words of a gap are a noun of which the statement says nothing."""
    keys = frozenset(token.key for token in said)
    return _is_noun(gap, "", "") and not any(token.key in keys or token.key in SIDES for token in gap)


def _is_missing(token: Token, own: Evidence, whole: Evidence) -> bool:
    word, key, is_name = token
    if key in own.stems or not word.isalpha() or len(word) < 2 or word in FUNCTION_WORDS or key in SIDES:
        return False
    return is_name or key not in whole.stems


def _is_noun(run: Sequence[Token], before: str, behind: str) -> bool:
    """Say whether words are likely to be a noun that means something of its own."""
    last = run[-1].word
    if before in _BEFORE_VERB or before.endswith("ly") or behind in _HALVES:
        return False
    if all(is_common(word) or is_common(key) or is_common(singular(word)) for word, key, _ in run):
        return False
    if last.endswith(_VERBAL) or last in _FRAMES:
        return False
    return not behind or behind == "|" or behind in FUNCTION_WORDS or not last.endswith(_ADJECTIVAL)


def _gap(said: Sequence[Token], place: int, last: int, printed: Sequence[Token]) -> Sequence[Token] | None:
    """Return the words of a sentence between the same neighbours as a run of the statement, or None."""
    before, behind = said[place - 1].key, said[last].key
    for start in range(len(printed) - 2):
        if printed[start].key != before:
            continue
        for end in range(start + 2, min(start + 2 + _MOST_WORDS, len(printed))):
            if printed[end - 1].word in FUNCTION_WORDS or not printed[end - 1].word.isalpha():
                break
            if printed[end].key == behind and _is_anchored(said, place, last, printed, start, end):
                return printed[start + 1 : end]
    return None


def _is_anchored(
    said: Sequence[Token],
    place: int,
    last: int,
    printed: Sequence[Token],
    start: int,
    end: int,
) -> bool:
    """Say whether a word of content beside the run, or the next one, is the same on both sides of the gap."""
    before = _content(said[max(0, place - 3) : place]) & _content(printed[max(0, start - 2) : start + 1])
    behind = _content(said[last : last + 3]) & _content(printed[end : end + 3])
    is_edge = said[place - 1].word == "|" or said[last].word == "|"
    return bool(before and behind) or (is_edge and bool(before or behind))


def _content(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(key for word, key, _ in tokens if word[0].isalnum() and word not in FUNCTION_WORDS)
