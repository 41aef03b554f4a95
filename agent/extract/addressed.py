"""Find sentences that talk to whoever processes the abstract instead of reporting on the work.

An abstract reports; it does not give orders to its reader. Instructions to a summarizer, remarks to indexing systems,
chat markup and adverts are labelled so that no other part of the engine ever chooses them.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from agent.extract.lexicon import LONGEST_READ, find_cues, opens_with, read_sections

_MARKUP = re.compile(
    r"<\|[\w ]{1,30}\|>|\[/?(?:INST|SYS|SYSTEM)\]|<</?SYS>>|</?(?:abstract|paper|system"
    r"|user|assistant|document|instructions?)>"
    r"|</?(?:script|img|iframe|svg|style)\b|\bon(?:error|load|click)\s?=|javascript:|\{%[^{}]{0,200}%\}"
    r"|\x1b|!\[[^\]]{0,80}\]\(|[\U000e0000-\U000e007f]"
    r"|={3,} ?[A-Z]|(?:^|\s)#{2,} ?(?:system|instruction|user|assistant|response)|\{\s?\"\w{1,40}\"\s?:|```",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_MARKUP_CHARACTER = re.compile("[<\\[{=#:`\x1b\U000e0000-\U000e007f]")
"""One of these is in all markup: most sentences need no closer look."""
_TALK = frozenset(["addressed/order", "addressed/addressed", "addressed/advert"])
_CLAUSE = re.compile(r"[:;][\s\"“'‘]+|\s[–—]\s|\s--\s")
"""After it an order may begin."""
_CLAUSE_CHARACTER = re.compile("[:;–—]")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile("[\u0400-\u1fff\u2c80-\u2dff\u2e80-\ud7ff\uf900-\ufaff]")
_FORMULA = re.compile(r"\$[^$]*\$|\\[a-zA-Z]+")
OTHER_LETTERS = 12
"""So many letters of another script, and half of all, are another language; a formula has fewer."""
FOREIGN_WORDS = 2
"""So many of the commonest words of other languages, without one of English, are another language."""
FOREIGN_SHARE = 0.15
"""And this share of all words: names such as de la Vallée Poussin are fewer."""


# What lists of papers print around an abstract: inside one it begins another paper that was pasted behind it.
_LISTING = re.compile(
    r"\+\d+ more\b|\bUpvotes? \d|\bTitle: .{3,200}? (?:Authors?|Abstract): "
    r"|\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4} (?:[A-Z]{2} |[a-z-]+\.[A-Z]{2} |https?://|·)",
)
_LISTED = re.compile(r"\d, \d{4} ")
_LISTING_SIGNS = ("+", "Upvote", "Title: ")
"""One of these or a date is in all that lists print: most abstracts need no closer look."""


def _has_markup(sentence: str) -> bool:
    head = sentence[:LONGEST_READ]
    return _MARKUP_CHARACTER.search(head) is not None and _MARKUP.search(head) is not None


def is_addressed(sentence: str) -> bool:
    """Say whether a sentence gives orders to its reader, advertises, or carries chat markup."""
    head = _INVISIBLE.sub("", sentence) if _INVISIBLE.search(sentence) else sentence
    return _has_markup(head) or not _TALK.isdisjoint(find_cues(head)) or _orders_after_a_colon(head[:LONGEST_READ])


def _orders_after_a_colon(sentence: str) -> bool:
    if _CLAUSE_CHARACTER.search(sentence) is None and "--" not in sentence:
        return False
    return any(opens_with(sentence[mark.end() :], "addressed/order") for mark in _CLAUSE.finditer(sentence))


def find_addressed(sentences: Sequence[str]) -> frozenset[int]:
    """Return the 1-based numbers of sentences never to be chosen.

    What stands between two sentences with chat markup or fake delimiters belongs to the intruder too. So does a
    sentence in another language inside an English abstract: its orders could not be recognized. From where a second
    paper begins, as lists print it, nothing is this paper's.
    """
    return _find_addressed(tuple(sentences))


@lru_cache(maxsize=16)
def _find_addressed(sentences: tuple[str, ...]) -> frozenset[int]:
    marked = [number for number, sentence in enumerate(sentences, 1) if _has_markup(sentence)]
    block = range(marked[0], marked[-1] + 1) if marked else range(0)
    return (
        frozenset(block)
        | _find_foreign(sentences)
        | _find_second_paper(sentences)
        | {number for number, sentence in enumerate(sentences, 1) if is_addressed(sentence)}
    )


def _find_second_paper(sentences: Sequence[str]) -> frozenset[int]:
    whole = "\n".join(sentences)
    if _LISTED.search(whole) is None and not any(sign in whole for sign in _LISTING_SIGNS):
        return frozenset()
    first = next((n for n, sentence in enumerate(sentences, 1) if _LISTING.search(sentence[:LONGEST_READ])), None)
    return frozenset(range(first, len(sentences) + 1)) if first and first > 1 else frozenset()


def _find_foreign(sentences: Sequence[str]) -> frozenset[int]:
    foreign = frozenset(number for number, sentence in enumerate(sentences, 1) if _is_foreign(sentence[:LONGEST_READ]))
    return foreign if 2 * len(foreign) < len(sentences) else frozenset()


def _is_foreign(sentence: str) -> bool:
    if _is_of_another_script(sentence):
        return True
    known = languages()
    if not (known.english.isdisjoint(sentence.split()) or "$" in sentence or "\\" in sentence):
        return False
    words = _WORD.findall(_FORMULA.sub(" ", sentence).casefold())
    if not known.english.isdisjoint(words):
        return False
    return sum(word in known.other for word in words) >= max(FOREIGN_WORDS, FOREIGN_SHARE * len(words))


def _is_of_another_script(sentence: str) -> bool:
    other = 0 if sentence.isascii() else len(_OTHER_SCRIPT.findall(sentence))
    return other >= OTHER_LETTERS and 2 * other >= sum(map(str.isalpha, sentence))


class _Languages(NamedTuple):
    english: frozenset[str]
    other: frozenset[str]


@cache
def languages() -> _Languages:
    """Return the commonest words of English and of other languages."""
    sections = read_sections("languages")
    return _Languages(*(frozenset(" ".join(sections[name]).split()) for name in ("english", "other")))
