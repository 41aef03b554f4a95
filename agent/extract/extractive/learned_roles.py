"""Weigh the roles of sentences by what was learned from labelled abstracts: look once, then again around.

The first look weighs each sentence by its own wording and cues, its place, and which telling words stand before and
after it in the abstract; the second adds how the first looked upon the sentences around it. Learned by
`bench/train_roles.py`, anew when cues of data/ change.
"""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.linear import Linear, load_linear
from agent.extract.extractive.wording import describe_place, describe_wording
from agent.extract.lexicon import LONGEST_READ, find_cues
from schemas.extraction import Role

ROLES: tuple[Role, ...] = ("background", "objective", "method", "result", "other")
UNIT = 256
"""A whole-numbered weight of so much is a weight of 1 as learned."""
WHOLE = 16
"""Levels that the roles of one sentence share."""
_MOST_AROUND = 3 * WHOLE
_STEP = UNIT // 16
_FADE = tuple(round(4096 * 0.5 ** (step / 8)) for step in range(97))
"""What a score counts that is so many steps behind the best."""
_NEIGHBOURS = (-2, -1, 1, 2)
_TELLING = re.compile(
    r"\b(?:(?:we|our|but|however)\b|this (?:paper|work|study|article)\b|propos|result|experiment)", re.IGNORECASE
)
"""Words that tell where an abstract turns: to the paper itself, to a lack, to what came out."""


def weigh_roles(sentences: Sequence[str], model: Linear | None = None) -> list[list[int]]:
    """Return for each sentence one weight a role of `ROLES`; the largest names its role."""
    model = model or load_linear("roles")
    totals = [model.add_up(features) for features in describe(sentences)]
    looks = [rate(model.unpack(total)[: len(ROLES)]) for total in totals]
    for place in range(len(totals)):
        totals[place] += model.add_levels(dict(look_around(looks, place)))
    return [model.unpack(total)[len(ROLES) :] for total in totals]


def describe(sentences: Sequence[str]) -> list[set[str]]:
    """Return the features of each sentence of an abstract."""
    told = [_find_telling(sentence) for sentence in sentences]
    described = []
    for place, sentence in enumerate(sentences):
        features = set(describe_wording(sentence))
        features.update(describe_place(place, len(sentences)))
        features.update([f"#cue {cue}" for cue in find_cues(sentence)])
        before, after = set().union(*told[:place]), set().union(*told[place + 1 :])
        features.update([f"#said before {word}" for word in before])
        features.update([f"#said after {word}" for word in after])
        features.update([f"#said last {word}" for word in told[place] - after])
        features.add("#start")
        described.append(features)
    return described


def _find_telling(sentence: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _TELLING.findall(sentence[:LONGEST_READ]))


def rate(scores: Sequence[int]) -> list[int]:
    """Return the share of `WHOLE` that each score has: half as much as the best at each half of `UNIT` behind it."""
    best = max(scores)
    weighed = [_FADE[min((best - score) // _STEP, len(_FADE) - 1)] for score in scores]
    whole = sum(weighed)
    return [(2 * WHOLE * weight + whole) // (2 * whole) for weight in weighed]


def look_around(looks: Sequence[Sequence[int]], place: int) -> Iterator[tuple[str, int]]:
    """Yield the features of what the first look saw at a place and around it, with their levels."""
    yield from _named("#here", looks[place])
    for offset in _NEIGHBOURS:
        if 0 <= place + offset < len(looks):
            yield from _named(f"#{offset:+}", looks[place + offset])
        else:
            yield f"#{offset:+} none", WHOLE
    for name, around in (("#before", looks[:place]), ("#after", looks[place + 1 :])):
        yield from _named(name, [min(_MOST_AROUND, sum(levels)) for levels in zip(*around, strict=True)])


def _named(name: str, levels: Sequence[int]) -> Iterator[tuple[str, int]]:
    return ((f"{name} {role}", level) for role, level in zip(ROLES, levels, strict=False) if level)
