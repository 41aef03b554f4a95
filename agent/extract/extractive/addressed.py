"""Find sentences that talk to whoever processes the abstract instead of reporting on the work.

An abstract reports; it does not give orders to its reader. Instructions to a summarizer, remarks to indexing systems,
chat markup and adverts are labelled so that no other part of the engine ever chooses them.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.extract.extractive.lexicon import LONGEST_READ, find_cues

_MARKUP = re.compile(
    r"<\|[\w ]{1,30}\|>|\[/?(?:INST|SYS|SYSTEM)\]|<</?SYS>>|</?(?:abstract|paper|system"
    r"|user|assistant|document|instructions?)>"
    r"|</?(?:script|img|iframe|svg|style)\b|\bon(?:error|load|click)\s?=|javascript:|\{%"
    r"|\x1b|!\[[^\]]{0,80}\]\(|[\U000e0000-\U000e007f]"
    r"|={3,} ?[A-Z]|(?:^|\s)#{2,} ?(?:system|instruction|user|assistant|response)|\{\s?\"\w{1,40}\"\s?:|```",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_MARKUP_CHARACTER = re.compile("[<\\[{=#`\x1b\U000e0000-\U000e007f]|(?i:javascript:)")
"""One of these is in all markup: most sentences need no closer look."""
_TALK = frozenset(["addressed/addressed", "addressed/advert"])
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of a an and in to is are was were we our for with on by that this from"
    " as at it its be can than or not these which has have".split()
)
FOREIGN_WORDS = 8
"""So many words without one of the commonest English ones are not English."""


# What lists of papers print around an abstract: inside one it begins another paper that was pasted behind it.
_LISTING = re.compile(
    r"\+\d+ more\b|\bUpvotes? \d|\bTitle: .{3,200}? (?:Authors?|Abstract): "
    r"|\b[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4} (?:[A-Z]{2} |[a-z-]+\.[A-Z]{2} |https?://|·)",
)


def _has_markup(sentence: str) -> bool:
    head = sentence[:LONGEST_READ]
    return _MARKUP_CHARACTER.search(head) is not None and _MARKUP.search(head) is not None


def is_addressed(sentence: str) -> bool:
    """Say whether a sentence gives orders to its reader, advertises, or carries chat markup."""
    head = _INVISIBLE.sub("", sentence) if _INVISIBLE.search(sentence) else sentence
    return _has_markup(head) or not _TALK.isdisjoint(find_cues(head))


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
    first = next((n for n, sentence in enumerate(sentences, 1) if _LISTING.search(sentence[:LONGEST_READ])), None)
    return frozenset(range(first, len(sentences) + 1)) if first and first > 1 else frozenset()


def _find_foreign(sentences: Sequence[str]) -> frozenset[int]:
    foreign = frozenset(number for number, sentence in enumerate(sentences, 1) if _is_foreign(sentence[:LONGEST_READ]))
    return foreign if 2 * len(foreign) < len(sentences) else frozenset()


def _is_foreign(sentence: str) -> bool:
    words = _WORD.findall(sentence.casefold())
    return len(words) >= FOREIGN_WORDS and _ENGLISH.isdisjoint(words) and not find_cues(sentence)
