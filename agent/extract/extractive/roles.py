"""Label every sentence of an abstract with its role: cue phrases, place, and the usual order of an abstract.

The weights are small whole numbers set by hand; six of them were moved after a search over 450 abstracts of
CSABSTRUCT's train split (Apache-2.0) and the annotated development abstracts.
"""

import re
from collections.abc import Sequence

from agent.extract.extractive.addressed import LONGEST_READ, find_addressed
from agent.extract.extractive.cues import CUES
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

ROLES: tuple[Role, ...] = ("background", "objective", "method", "result", "other")

_STEP: dict[tuple[Role, Role], int] = {
    ("background", "background"): 2,
    ("background", "objective"): 1,
    ("background", "method"): 1,
    ("background", "result"): -1,
    ("objective", "objective"): 0,
    ("objective", "method"): 2,
    ("objective", "result"): 0,
    ("objective", "background"): -2,
    ("method", "method"): 3,
    ("method", "result"): 1,
    ("method", "background"): -3,
    ("method", "objective"): -3,
    ("result", "result"): 2,
    ("result", "method"): -1,
    ("result", "background"): -4,
    ("result", "objective"): -3,
}
"""How usual it is that one role follows another; pairs with `other` weigh nothing."""

_PLACE = {"before: background": 5, "before: result": -2, "after: background": -2, "no cue: method": 0, "end: result": 1}
_FIRST: dict[Role, int] = {"background": 5, "objective": 0, "method": 1, "result": -2, "other": -2}
_LAST: dict[Role, int] = {"background": -3, "objective": -2, "method": -1, "result": 2, "other": 3}


_ITEM = re.compile(r"^\(?(?:\d{1,2}|i{1,3}|iv|v|[a-e])[).:] ")
_ITEM_STEP = 5
"""An item of an enumeration mostly has the role of what stands before it."""
_OWN = re.compile(r"\b(?:we|our|this (?:paper|work|study|article|thesis|report|letter|survey)|here)\b", re.IGNORECASE)


def score_sentence(sentence: str) -> dict[Role, int]:
    """Sum the weights of the cues that a sentence shows, strongest cue of each role counted full, others by half."""
    found: dict[Role, list[int]] = {role: [] for role in ROLES}
    head = sentence[:LONGEST_READ]
    for role, weight, pattern in CUES:
        if pattern.search(head):
            found[role].append(weight)
    return {role: _total(weights) for role, weights in found.items()}


def _total(weights: list[int]) -> int:
    strongest = max(weights, default=0)
    return (
        strongest
        + sum(weight for weight in weights if weight < 0)
        + (sum(weight for weight in weights if weight > 0) - max(strongest, 0)) // 2
    )


def label_roles(text: NumberedText) -> tuple[Role, ...]:
    """Return one role a sentence, the best sequence by cues, place and order (Viterbi)."""
    sentences = text.sentences
    if not sentences:
        return ()
    addressed = find_addressed(sentences)
    scores = [score_sentence(sentence) for sentence in sentences]
    _add_place(scores, sentences)
    for number in addressed:
        scores[number - 1]["other"] = 1000
    items = tuple(_ITEM.match(sentence) is not None for sentence in sentences)
    return _best_sequence(scores, items)


def _add_place(scores: list[dict[Role, int]], sentences: Sequence[str]) -> None:
    for role in ROLES:
        scores[0][role] += _FIRST[role]
        if len(scores) > 2:
            scores[-1][role] += _LAST[role]
    own = next(
        (place for place, sentence in enumerate(sentences) if _OWN.search(sentence[:LONGEST_READ])), len(scores) // 3
    )
    for place, score in enumerate(scores):
        if place < own:
            score["background"] += _PLACE["before: background"]
            score["result"] += _PLACE["before: result"]
        elif place > own:
            score["background"] += _PLACE["after: background"]
        if not any(score.values()):
            score["method"] += _PLACE["no cue: method"]
    for score in scores[2 * len(scores) // 3 :]:
        score["result"] += _PLACE["end: result"]


def _best_sequence(scores: list[dict[Role, int]], items: Sequence[bool]) -> tuple[Role, ...]:
    # `other` is transparent: a state is the role and the last role that was not `other`, so that an advert between
    # does not reset the order. Ties go to the earlier role of ROLES.
    best: dict[tuple[Role, Role], int] = {(role, role): scores[0][role] for role in ROLES}
    back: list[dict[tuple[Role, Role], tuple[Role, Role]]] = []
    for score, is_item in zip(scores[1:], items[1:], strict=True):
        reached: dict[tuple[Role, Role], int] = {}
        origin: dict[tuple[Role, Role], tuple[Role, Role]] = {}
        for state, total in best.items():
            for role in ROLES:
                standing = state[1] if role == "other" else role
                step = (
                    0
                    if role == "other"
                    else _STEP.get((state[1], role), 0) + (_ITEM_STEP if is_item and role == state[1] else 0)
                )
                value, following = total + score[role] + step, (role, standing)
                if following not in reached or value > reached[following]:
                    reached[following], origin[following] = value, state
        best = reached
        back.append(origin)
    state = max(best, key=lambda candidate: (best[candidate], -ROLES.index(candidate[0]), -ROLES.index(candidate[1])))
    path = [state[0]]
    for origin in reversed(back):
        state = origin[state]
        path.append(state[0])
    return tuple(reversed(path))
