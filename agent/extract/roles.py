"""Label every sentence of an abstract with its role: cue phrases, place, and the usual order of an abstract.

The weights of cues are small whole numbers set by hand; what was learned of wording is added to them.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from agent.extract.addressed import find_addressed
from agent.extract.learned_roles import ROLES, UNIT, weigh_roles
from agent.extract.lexicon import LONGEST_READ, find_cues, one_of, read_sections
from agent.extract.passages import count_printed
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

_STEP: Mapping[Role, Mapping[Role, int]] = {
    "background": {"background": 2, "objective": 1, "method": 1, "result": -1},
    "objective": {"background": -2, "objective": 0, "method": 2, "result": 0},
    "method": {"background": -3, "objective": -3, "method": 3, "result": 1},
    "result": {"background": -4, "objective": -3, "method": 1, "result": 2},
    "other": {},
}
"""How usual it is that one role follows another; pairs with `other` weigh nothing."""

_PLACE = {
    "before us: background": 4,
    "before us: result": -2,
    "after us: background": -2,
    "last third: result": 1,
    "first: background": 4,
    "first: result": -2,
    "first: other": -2,
    "last: background": -2,
    "last: objective": -2,
    "last: result": 2,
    "last: other": 2,
}
"""What the place of a sentence says of its role; "us" is the first sentence about the paper itself.

Set by hand: a search over CSABSTRUCT (train) and the annotated abstracts gained 0.3 % there and lost short abstracts.
"""


class Factors(NamedTuple):
    """What a learned weight of 1 weighs where no cue weighs more than `strong`, and where one does."""

    strong: int = 3
    learned: int = 3
    learned_with_cues: int = 1


FACTORS = Factors()

_ITEM = re.compile(r"^\(?(?:\d{1,2}|i{1,3}|iv|v|[a-e])[).:] ")
_ITEM_STEP = 5
"""An item of an enumeration mostly has the role of what stands before it."""
_BEFORE_NAME = re.compile(r"(?:Our [\w-]+, (?:called )?|Specifically, |The )")
_AFTER_NAME = re.compile(rf"(?: \([^)]*\))?,? (?:first |then |also )*(?!{one_of('roles', 'list outcomes')}\b)[a-z]+s\b")
_COMPARED = frozenset(["claims/measure", "claims/comparison"])
_OWN = re.compile(
    r"\b(?:we|our|the (?:present )?paper|the present (?:work|study)"
    r"|this (?:paper|work|study|article|thesis|report|letter|survey)|here)\b",
    re.IGNORECASE,
)


@cache
def _weights() -> dict[str, tuple[Role, int]]:
    # The headings of data/roles.txt: "background 3: openings of the past".
    weights: dict[str, tuple[Role, int]] = {}
    for heading in read_sections("roles"):
        name, _, weight = heading.partition(":")[0].rpartition(" ")
        for role in ROLES:
            if name == role:
                weights[f"roles/{heading}"] = (role, int(weight))
    return weights


def score_sentence(sentence: str) -> dict[Role, int]:
    """Sum the weights of the cues that a sentence shows, strongest cue of each role counted full, others by half."""
    found: dict[Role, list[int]] = {role: [] for role in ROLES}
    known = _weights()
    for heading in find_cues(sentence):
        if heading in known:
            role, weight = known[heading]
            found[role].append(weight)
    return {role: _total(weights) for role, weights in found.items()}


def _total(weights: list[int]) -> int:
    strongest = max(weights, default=0)
    return (
        strongest
        + sum(weight for weight in weights if weight < 0)
        + (sum(weight for weight in weights if weight > 0) - max(strongest, 0)) // 2
    )


def label_roles(text: NumberedText, shares: Factors = FACTORS) -> tuple[Role, ...]:
    """Return one role a sentence, the best sequence by cues, place and order (Viterbi)."""
    sentences = text.sentences
    if not sentences:
        return ()
    addressed = find_addressed(sentences)
    scores = [score_sentence(sentence) for sentence in sentences]
    factors = [shares.learned_with_cues if max(score.values()) > shares.strong else shares.learned for score in scores]
    own = _first_own(text)
    _add_place(scores, own)
    _add_learned(scores, factors, weigh_roles(sentences), own)
    for number in addressed:
        scores[number - 1]["other"] = 1000
    items = tuple(_ITEM.match(sentence) is not None for sentence in sentences)
    return _best_sequence(scores, items)


def say_how_it_works(text: NumberedText, roles: Sequence[Role], names: Sequence[str]) -> tuple[Role, ...]:
    """Return the roles with `method` for sentences, taken for results, in which the named work itself does something.

    "Tarn reads the answer twice." says how it works; "Tarn improves accuracy." or a sentence with a measure does not.
    """
    return tuple(
        "method" if role == "result" and _works(sentence, names) and _COMPARED.isdisjoint(find_cues(sentence)) else role
        for role, sentence in zip(roles, text.sentences, strict=True)
    )


def _works(sentence: str, names: Sequence[str]) -> bool:
    opening = _BEFORE_NAME.match(sentence)
    start = opening.end() if opening else 0
    return any(
        sentence.startswith(name, start) and _AFTER_NAME.match(sentence, start + len(name)) is not None
        for name in names
    )


def _first_own(text: NumberedText) -> int:
    """Return the place of the first sentence about the paper itself: its "we", the name in its title, or a comparison.

    Without any of them the first third of an abstract is taken to be what stands before.
    """
    name, colon, _ = text.title[:LONGEST_READ].partition(":")
    for place, sentence in enumerate(text.sentences):
        named = colon and count_printed(sentence, name) and (" " not in name or sentence.startswith(name))
        if named or _OWN.search(sentence[:LONGEST_READ]):
            return place
        cues = find_cues(sentence)
        if cues >= _COMPARED or (place == 0 and "roles/method 5: passive" in cues and "proposed" in sentence):
            return place
    return len(text.spans) // 3


def _add_place(scores: list[dict[Role, int]], own: int) -> None:
    for role in ROLES:
        scores[0][role] += _PLACE.get(f"first: {role}", 0) if own else 0
        if len(scores) > 2:
            scores[-1][role] += _PLACE.get(f"last: {role}", 0)
    for place, score in enumerate(scores):
        if place < own:
            score["background"] += _PLACE["before us: background"]
            score["result"] += _PLACE["before us: result"]
        elif place > own:
            score["background"] += _PLACE["after us: background"]
    for score in scores[2 * len(scores) // 3 :]:
        score["result"] += _PLACE["last third: result"]


def _add_learned(
    scores: list[dict[Role, int]], factors: Sequence[int], weighed: Sequence[Sequence[int]], own: int
) -> None:
    for place, (score, factor, weights) in enumerate(zip(scores, factors, weighed, strict=True)):
        learned = dict(zip(ROLES, weights, strict=True))
        # What CSABSTRUCT calls an objective is mostly a proposal: method here. The cues tell the two apart.
        learned["objective"] = learned["method"] = max(learned["objective"], learned["method"])
        if place >= own:
            learned["background"] = min(learned["background"], max(learned["method"], learned["result"]))
        for role, weight in learned.items():
            score[role] += weight * factor // UNIT


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
                step = _STEP[state[1]].get(role, 0)
                step += _ITEM_STEP if is_item and role == state[1] != "other" else 0
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
