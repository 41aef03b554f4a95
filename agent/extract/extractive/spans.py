"""Words of a sentence that may name a dataset, and what speaks for and against them: the features of `tagger.py`."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.extractive.gazetteer import STOP_NAMES, find_known
from agent.extract.lexicon import one_of, read_sections

MOST_WORDS = 6
_LONGEST_RUN = 12
_AROUND = 3
"""Words before and behind a candidate that are looked at."""
_TOKEN = re.compile(r"[^\W_](?:[\w./+'’^*&-]*[\w+])?|[^\s\w]|_")
_KIND = one_of("naming", "list kinds")
_KIND_WORD = re.compile(rf"{_KIND}|{one_of('naming', 'list introduced kinds')}")
_INSIDE = frozenset(["of", "&", "/", "'s", "’s", "-"])
_CUES = {
    "on": re.compile(r"\bon\b"),
    "ev": re.compile(rf"\b{one_of('naming', 'evaluate')}\b", re.IGNORECASE),
    "we": re.compile(r"\b(?:we|our)\b", re.IGNORECASE),
    "in": re.compile(rf"\b{one_of('naming', 'list introduce')}\b", re.IGNORECASE),
    "kd": re.compile(rf"\b{_KIND}\b", re.IGNORECASE),
    "su": re.compile(r"\b(?:such as|including|e\.g\.|namely|like)"),
}
_LISTING = re.compile(
    rf"\b{_KIND}(?: (?:such as|including|like|namely|called|named)|,? (?:i\.e\."
    r"|e\.g\.),?|:|,? including|, such as|, namely| \((?:e\.g\.,? |i\.e\.,? |including |such as )?)[^.;]*$"
)
_FUNCTION_WORDS = frozenset(read_sections("naming")["function words"])
_LISTED_BEFORE = 300
"""Characters before a candidate in which the opening of a list is looked for."""
_REPEATED = re.compile(r"(.)\1+")
_SMALL, _CAPITALS, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
_SHAPES = str.maketrans(_SMALL + _CAPITALS + _DIGITS, "x" * 26 + "X" * 26 + "0" * 10)
_OPENING_SHAPES = frozenset(["X", "Xx"])
_NEAR = 6
"""Characters, as of ", and ", between names that stand side by side."""


class Token(NamedTuple):
    """A word or a sign of a sentence at `[start:end)`."""

    start: int
    end: int
    word: str
    lower: str
    shape: str
    """X for capitals, x for small letters, 0 for digits, each run once: "CIFAR-10" is X-0."""
    is_kind: bool
    """Is it a word such as "dataset" or "corpus"?"""


class Sentence(NamedTuple):
    """A sentence with all that its candidates share."""

    text: str
    tokens: tuple[Token, ...]
    cues: tuple[str, ...]
    datasets: tuple[tuple[int, int], ...]
    models: tuple[tuple[int, int], ...]


def read_tokens(text: str) -> tuple[Token, ...]:
    """Read the words and signs of a sentence."""
    return tuple(Token(match.start(), match.end(), match[0], *_look_at(match[0])) for match in _TOKEN.finditer(text))


def read_sentence(text: str, tokens: tuple[Token, ...]) -> Sentence:
    """Read what all candidates of a sentence share: cues and known names."""
    return Sentence(
        text,
        tokens,
        tuple(name for name, pattern in _CUES.items() if pattern.search(text)),
        tuple((hit.start, hit.end) for hit in find_known(text, "datasets")),
        tuple((hit.start, hit.end) for hit in find_known(text, "models")),
    )


@lru_cache(maxsize=32_768)
def _look_at(word: str) -> tuple[str, str, bool]:
    lower = word.lower()
    is_plain = word.isascii() and word.isalpha() and word == lower
    shape = "x" if is_plain else _REPEATED.sub(r"\1", word.translate(_SHAPES))
    return lower, shape, _KIND_WORD.fullmatch(lower) is not None


def find_candidates(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield first and last word of every piece of each run of capitalized words; numbers and "of" may stand inside."""
    place = 0
    while place < len(tokens):
        if not _opens(tokens, place):
            place += 1
            continue
        end = place + 1
        while end < len(tokens) and end - place < _LONGEST_RUN and _goes_on(tokens, end):
            end += 1
        for first in range(place, end):
            if _opens(tokens, first):
                lasts = range(first, min(end, first + MOST_WORDS))
                yield from ((first, last) for last in lasts if _is_marked(tokens[last].shape))
        place = end


def _is_marked(shape: str) -> bool:
    return "X" in shape or "0" in shape


def _opens(tokens: Sequence[Token], place: int) -> bool:
    shape = tokens[place].shape
    if place == 0 and shape in _OPENING_SHAPES and not (len(tokens) > 1 and _is_marked(tokens[1].shape)):
        return False  # the capital of the sentence
    if shape in _OPENING_SHAPES and tokens[place].lower in _FUNCTION_WORDS:
        return False
    if "X" in shape or ("0" in shape and "x" in shape):
        return True
    return shape == "0" and _is_capitalized(tokens, place + 1)


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    return _is_marked(tokens[place].shape) or (tokens[place].lower in _INSIDE and _is_capitalized(tokens, place + 1))


def _is_capitalized(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].shape.startswith("X")


def features_of(sentence: Sentence, first: int, last: int) -> list[str]:
    """Return what speaks for and against words `first` to `last`: how they look, what they are, what is around."""
    tokens = sentence.tokens
    inner = tokens[first : last + 1]
    size = min(last - first, 4)
    shape = " ".join(token.shape for token in inner[:3])
    known = _relation(sentence.datasets, inner[0].start, inner[-1].end)
    found = [f"n{size}", f"s{shape}", f"f{inner[0].lower}", f"l{inner[-1].lower}", f"g{known}", f"p{first == 0}{shape}"]
    found += [f"e{inner[-1].word[-3:]}", f"E{inner[-1].word[-2:]}", *(f"w{token.lower}" for token in inner[1:-1])]
    found += [f"m{_relation(sentence.models, inner[0].start, inner[-1].end)}"]
    for cue in sentence.cues:
        found += [f"c{cue}", f"cg{cue}{known}"]
    if size == 0 and inner[0].word in STOP_NAMES:
        found.append("stop")
    if inner[-1].is_kind:
        found.append(f"lk{size}")
    found += _words_around(tokens, first, last, size, shape, known)
    found += _passage_around(sentence, inner[0].start, inner[-1].end, known)
    return found


def _words_around(tokens: Sequence[Token], first: int, last: int, size: int, shape: str, known: str) -> Iterator[str]:
    before = tokens[max(0, first - _AROUND) : first][::-1]
    after = tokens[last + 1 : last + 1 + _AROUND]
    left = [token.lower for token in before] + ["^"] * (_AROUND - len(before))
    right = [token.lower for token in after] + ["$"] * (_AROUND - len(after))
    kind_before = next((place for place, token in enumerate(before, 1) if token.is_kind), 0)
    kind_after = next((place for place, token in enumerate(after, 1) if token.is_kind), 0)
    shape_before = before[0].shape[:3] if before else "^"
    shape_after = after[0].shape[:3] if after else "$"
    yield from (f"-1{left[0]}", f"-2{left[1]}", f"-3{left[2]}", f"<{left[1]} {left[0]}", f"-s{left[0]} {shape}")
    yield from (f"+1{right[0]}", f"+2{right[1]}", f"+3{right[2]}", f">{right[0]} {right[1]}", f"+s{right[0]} {shape}")
    yield from (f"k{kind_after}", f"K{kind_before}", f"kg{kind_after}{known}", f"ks{kind_after}{shape}")
    yield from (f"L{shape_before}", f"R{shape_after}", f"Rn{shape_after[:1]}{size}")


def _passage_around(sentence: Sentence, start: int, end: int, known: str) -> Iterator[str]:
    apart = [(left, right) for left, right in sentence.datasets if right <= start or end <= left]
    yield f"o{min(len(apart), 3)}{known}"
    if any(_is_near(span, start, end) for span in apart):
        yield "nd"
    if any(_is_near(span, start, end) for span in sentence.models):
        yield "nm"
    if "kd" in sentence.cues and _LISTING.search(sentence.text[max(0, start - _LISTED_BEFORE) : start]):
        yield "li"


def _is_near(span: tuple[int, int], start: int, end: int) -> bool:
    return span[1] <= start <= span[1] + _NEAR or span[0] - _NEAR <= end <= span[0]


def _relation(spans: Sequence[tuple[int, int]], start: int, end: int) -> str:
    for left, right in spans:
        if left == start and right == end:
            return "="
        if left <= start and end <= right:
            return "in"
        if start <= left and right <= end:
            return "has"
        if left < end and start < right:
            return "cut"
    return "no"
