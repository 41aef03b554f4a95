"""Which sentences of an abstract may be looked at for what."""

from collections.abc import Iterator, Sequence

from agent.extract.lexicon import LONGEST_READ
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_READ = 200
"""Sentences that are looked at; no abstract has more."""


def read_own(text: NumberedText, roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """Yield number and text of the sentences about the work and its field: no addresses, adverts or endless ones."""
    for number, role in enumerate(roles[:MOST_READ], 1):
        sentence = text.sentence(number)
        if role != "other" and len(sentence) <= LONGEST_READ:
            yield number, sentence


def own_sentences(text: NumberedText, roles: Sequence[Role]) -> Iterator[str]:
    """Yield the sentences in which the authors speak of their own work."""
    for number, sentence in read_own(text, roles):
        if roles[number - 1] != "background":
            yield sentence


def find_all(passage: str, name: str) -> Iterator[int]:
    """Yield where a name stands in a passage, alone or within a word; an empty one is nowhere."""
    start = passage.find(name) if name else -1
    while start >= 0:
        yield start
        start = passage.find(name, start + len(name))


def count_printed(passage: str, name: str) -> int:
    """Count where a name is printed on its own, not as a part of a longer name or word."""
    spans = ((start, start + len(name)) for start in find_all(passage, name))
    return sum(not (_goes_on(passage[start - 1 : start]) or _goes_on(passage[end : end + 1])) for start, end in spans)


def _goes_on(letter: str) -> bool:
    return letter.isalnum() or letter in ("-", "_")
