"""Weigh the roles of sentences by what was learned from labelled abstracts: look once, then again around.

The first look weighs each sentence by its own wording and cues, its place, and which telling words stand before and
after it in the abstract; the second adds how the first looked upon the sentences around it. Learned by
`bench/train_roles.py`, anew when cues of data/ change.
"""

import re
from collections.abc import Iterator, Sequence

from agent.extract.lexicon import LONGEST_READ, find_cues
from agent.extract.linear import Linear, load_linear
from agent.extract.wording import describe_place, describe_wording
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
_HERE, _BEFORE, _AFTER = (tuple(f"#{where} {role}" for role in ROLES) for where in ("here", "before", "after"))
_BESIDE = {
    offset: (tuple(f"#{offset:+} {role}" for role in ROLES), (f"#{offset:+} none",)) for offset in (-2, -1, 1, 2)
}
_TELLING = re.compile(r"\b(?:(?:we|our|but|however)\b|this (?:paper|work|study|article)\b|propos|result|experiment)")
"""In small letters: words that tell where an abstract turns: to the paper itself, to a lack, to what came out."""


def weigh_roles(sentences: Sequence[str], model: Linear | None = None) -> list[list[int]]:
    """Return for each sentence one weight a role of `ROLES`; the largest names its role."""
    model = model or load_linear("roles")
    totals = [model.add_up(features) for features in describe(sentences)]
    looks = [rate(model.unpack(total)[: len(ROLES)]) for total in totals]
    for place in range(len(totals)):
        totals[place] += sum(model.add_levels(named, levels) for named, levels in _look_around(looks, place))
    return [model.unpack(total)[len(ROLES) :] for total in totals]


def describe(sentences: Sequence[str]) -> list[set[str]]:
    """Return the features of each sentence of an abstract."""
    told = [_find_telling(sentence) for sentence in sentences]
    described = []
    for place, sentence in enumerate(sentences):
        before, after = frozenset().union(*told[:place]), frozenset().union(*told[place + 1 :])
        features = {"#start", *describe_wording(sentence), *describe_place(place, len(sentences))}
        features.update([f"#cue {cue}" for cue in find_cues(sentence)])
        features.update([f"#said before {word}" for word in before])
        features.update([f"#said after {word}" for word in after])
        features.update([f"#said last {word}" for word in told[place] - after])
        described.append(features)
    return described


def _find_telling(sentence: str) -> frozenset[str]:
    return frozenset(_TELLING.findall(sentence[:LONGEST_READ].lower()))


def rate(scores: Sequence[int]) -> list[int]:
    """Return the share of `WHOLE` that each score has: half as much as the best at each half of `UNIT` behind it."""
    best = max(scores)
    weighed = [_FADE[min((best - score) // _STEP, len(_FADE) - 1)] for score in scores]
    whole = sum(weighed)
    return [(2 * WHOLE * weight + whole) // (2 * whole) for weight in weighed]


def look_around(looks: Sequence[Sequence[int]], place: int) -> Iterator[tuple[str, int]]:
    """Yield the features of what the first look saw at a place and around it, with their levels."""
    for named, levels in _look_around(looks, place):
        yield from ((name, level) for name, level in zip(named, levels, strict=True) if level)


def _look_around(looks: Sequence[Sequence[int]], place: int) -> Iterator[tuple[Sequence[str], Sequence[int]]]:
    yield _HERE, looks[place]
    for offset, (named, outside) in _BESIDE.items():
        inside = 0 <= place + offset < len(looks)
        yield (named, looks[place + offset]) if inside else (outside, (WHOLE,))
    for named, around in ((_BEFORE, looks[:place]), (_AFTER, looks[place + 1 :])):
        if around:
            yield named, [min(_MOST_AROUND, level) for level in map(sum, zip(*around, strict=True))]
