"""What a learned model sees of a sentence: its words, pairs of words, how it begins, and where it stands."""

import re
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
    openings = [f"^{'_'.join(tokens[:size])}" for size in (1, 2, 3)]
    ending = f"${tokens[-1] if tokens else ''}"
    size = f"#words {min(len(tokens) // _WORDS_A_STEP, _LONGEST_STEP)}"
    return frozenset([*tokens, *map("_".join, pairwise(tokens)), *openings, ending, size])


@lru_cache(maxsize=512)
def describe_place(place: int, count: int) -> tuple[str, ...]:
    """Return the features of a sentence's place among the sentences of its abstract."""
    return (
        f"#from start {min(place, _LAST_PLACE)}",
        f"#from end {min(count - 1 - place, _LAST_PLACE)}",
        f"#fifth {_FIFTHS * place // count}",
        f"#of {min(count, 10)}",
        f"#place {place} of {count}",
    )
