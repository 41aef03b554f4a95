"""What a learned model sees of a sentence: its words, pairs of words, how it begins, and where it stands."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from agent.extract.lexicon import LONGEST_READ

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d.,]*|[^\w\s]")
_LAST_PLACE = 6
_FIFTHS = 5
_WORDS_A_STEP, _LONGEST_STEP = 6, 8


def read_tokens(sentence: str) -> list[str]:
    """Return words in lower case and marks; any number is "0"."""
    return ["0" if token[0].isdigit() else token for token in _TOKEN.findall(sentence[:LONGEST_READ].lower())]


@lru_cache(maxsize=256)
def describe_wording(sentence: str) -> frozenset[str]:
    """Return the features of the words of one sentence."""
    tokens = read_tokens(sentence)
    features = set(tokens)
    features.update([f"{one}_{two}" for one, two in pairwise(tokens)])
    features.update(f"^{'_'.join(tokens[:size])}" for size in (1, 2, 3))
    features.add(f"${tokens[-1] if tokens else ''}")
    features.add(f"#words {min(len(tokens) // _WORDS_A_STEP, _LONGEST_STEP)}")
    return frozenset(features)


def describe_place(place: int, count: int) -> Iterator[str]:
    """Yield the features of a sentence's place among the sentences of its abstract."""
    yield f"#from start {min(place, _LAST_PLACE)}"
    yield f"#from end {min(count - 1 - place, _LAST_PLACE)}"
    yield f"#fifth {_FIFTHS * place // count}"
    yield f"#of {min(count, 10)}"
    yield f"#place {place} of {count}"
