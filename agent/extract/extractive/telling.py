"""Weigh how well a sentence tells what a paper is about, by what was learned from TL;DRs that people wrote.

Learned by `bench/train_tldr.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from agent.extract.extractive.shorten import count_words, shorten
from agent.extract.lexicon import LONGEST_READ, find_cues, read_sections
from agent.extract.linear import load_linear
from agent.extract.sentences import NumberedText
from agent.extract.wording import describe_place, describe_wording
from schemas.extraction import Role

_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(read_sections("method")["list common words"])
_MOST_SHARED = 5
_WORDS_A_STEP, _LONGEST_STEP = 4, 14
_FIFTHS = 5


def weigh_telling(text: NumberedText, number: int, roles: Sequence[Role]) -> int:
    """Return how much better than another sentence this one, shortened, would tell the paper."""
    return load_linear("tldr").score(describe_telling(text, number, roles))[0]


def describe_telling(text: NumberedText, number: int, roles: Sequence[Role]) -> set[str]:
    """Return the features of one sentence, in its shortened form, as a TL;DR."""
    short = shorten(text, number)
    features = set(describe_wording(text.sentence(number)))
    features.update(describe_place(number - 1, len(text.spans)))
    features.update(_describe_form(text, number, short))
    features.add(f"#role {roles[number - 1]}")
    features.add(f"#first of its role {roles[number - 1]} {roles.index(roles[number - 1]) == number - 1}")
    features.update(f"#cue {cue}" for cue in find_cues(text.sentence(number)) if cue.startswith(("method/", "claims/")))
    return features


@lru_cache(maxsize=512)
def title_words(passage: str) -> frozenset[str]:
    """Return the words of substance of a passage, cut to six letters so that forms of one word meet."""
    words = map(str.casefold, _WORD.findall(passage[:LONGEST_READ]))
    return frozenset([word[:6] for word in words if word not in _COMMON])


def _describe_form(text: NumberedText, number: int, short: str) -> Iterator[str]:
    central, said = title_words(text.title), title_words(short)
    yield f"#title words {min(len(central & said), _MOST_SHARED)}"
    yield f"#share of title {_FIFTHS * len(central & said) // max(1, len(central))}"
    yield f"#short words {min(count_words(short) // _WORDS_A_STEP, _LONGEST_STEP)}"
    said_in = _sentences_with(text)
    own = title_words(text.sentence(number))
    shared = sum(said_in[word] > (word in own) for word in said)
    yield f"#share said elsewhere {_FIFTHS * shared // max(1, len(said))}"


@lru_cache(maxsize=4)
def _sentences_with(text: NumberedText) -> Counter[str]:
    return Counter(chain.from_iterable(map(title_words, text.sentences)))
