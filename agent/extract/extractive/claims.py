"""Choose the sentences in which a paper asserts what it found, and say of what kind each claim is."""

import re
from collections.abc import Sequence

from agent.extract.extractive.shorten import SHORTEST_WORDS, count_words, shorten, strip_opening
from agent.extract.extractive.standing import is_aside, is_dangling, is_fragment, refers_back
from agent.extract.lexicon import LONGEST_READ, find_cues
from agent.extract.sentences import NumberedText
from schemas.answer import ClaimAnswer, ClaimKind
from schemas.extraction import Role

MOST_CLAIMS = 8
MOST_KEY = 3

_WEIGHTS = {
    "measure": 2,
    "comparison": 2,
    "own finding": 2,
    "evidence opens": 1,
    "novelty": 1,
    "vague": -2,
    "opener": -2,
    "addition": -1,
    "hedge": -1,
}
_REFERS_BACK = -3
_MEASURE = frozenset(["claims/measure"])
_LEAD_IN = re.compile(r":\W*$")


def choose_claims(text: NumberedText, roles: Sequence[Role]) -> tuple[int, ...]:
    """Return the numbers of up to eight claim sentences, the weightiest first."""
    numbers = [number for number in range(1, len(roles) + 1) if is_claim(text.sentence(number), roles[number - 1])]
    ranked = sorted(numbers, key=lambda number: (-weigh_claim(text.sentence(number)), number))
    return tuple(ranked[:MOST_CLAIMS])


def state_claims(text: NumberedText, ranked: Sequence[int], told: frozenset[int | None]) -> tuple[ClaimAnswer, ...]:
    """Return the claims: up to three key ones, weightiest first, then the others in the order of the abstract.

    Key are first those that are not `told` elsewhere.
    """
    fresh = [number for number in ranked if number not in told]
    key = frozenset((fresh or list(ranked))[:MOST_KEY])
    return tuple(
        ClaimAnswer(
            text=shorten(text, number),
            kind=classify_claim(text.sentence(number)),
            key=number in key,
            sentences=(number,),
        )
        for number in sorted(ranked, key=lambda one: ranked.index(one) if one in key else len(ranked) + one)
    )


def is_claim(sentence: str, role: Role) -> bool:
    """Say whether a sentence of this role asserts something that could turn out false."""
    if role in ("other", "background") or not 20 <= len(sentence) <= LONGEST_READ or sentence.rstrip().endswith("?"):
        return False
    cues = find_cues(sentence)
    rest = strip_opening(sentence)
    if is_dangling(rest) or is_fragment(sentence) or count_words(rest) < SHORTEST_WORDS:
        return False  # "We show that they are not."
    if "claims/novelty" in cues:
        return True
    if is_aside(sentence) and _MEASURE.isdisjoint(cues):
        return False
    if _LEAD_IN.search(sentence) and (role != "result" or " that" not in sentence):
        return False
    if role != "result":
        return "claims/asserted" in cues
    return "claims/vague" not in cues or "claims/asserted" in cues


def classify_claim(sentence: str) -> ClaimKind:
    """Name the kind of a claim by its wording; what is neither novel, proved nor measured is a finding."""
    cues = find_cues(sentence)
    percentage = re.search(r"\d\s?\\?%", sentence) is not None
    if "claims/novelty" in cues and not percentage:
        return "novelty"
    if "claims/theory" in cues:
        return "theory"
    if "claims/finding" in cues and not percentage and not re.search("outperform|state-of-the-art|surpass", sentence):
        return "finding"
    return "result" if "claims/result" in cues else "finding"


def weigh_claim(sentence: str) -> int:
    """Weigh how much a claim says: numbers, comparisons and stated findings up; dangling openings and asides down."""
    cues = find_cues(sentence)
    weight = sum(weight for heading, weight in _WEIGHTS.items() if f"claims/{heading}" in cues)
    return weight + _REFERS_BACK * refers_back(strip_opening(sentence))
