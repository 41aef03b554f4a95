"""Words and marks as they are wherever they stand, known once each, and how near others stand to one of a text."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.sides import SIDES, Side
from agent.extract.checking.weights import Weights
from agent.extract.words import FUNCTION_WORDS, stem

BORDERS = frozenset(", ; : ( ) . ? ! - but while whereas although though yet however because since".split())
"""Where a clause ends."""
_JOINTS = BORDERS | {"and", "or", "versus", "vs", "that", "which", "when", "if"}
DENYING = frozenset(
    """not no never neither nor without none nothing cannot hardly barely scarcely rarely seldom unable incapable lack
    lacks lacking lacked absence fail fails failed failing failure avoid avoids avoiding refuse refuses unlikely
    prevents prevent preventing eliminates eliminate eliminating removes removing remove obviates obviate
    unsuccessfully""".split()
)
"""Words that negate: none of them carries content."""
_WALK = 9  # content words on either side that count as near
_FAINT = 0.05  # behind so many borders nothing is near
_BEHIND_JOINT = 0.45
_BEHIND_BORDER = 0.3


class Form(NamedTuple):
    """A word in lower case or a mark.

    Attributes:
        content: It carries content.
        sides: The groups of words with opposites in which its stem stands, or None.
        ends: It is the end of a sentence, behind which nothing is near.
        step: How much further away is what stands behind it, in words of content.
        factor: By how much less that counts: less than 1 for borders and joints.
        counts: It counts itself as near to what it stands near.
    """

    word: str
    stem: str
    content: bool
    sides: tuple[Side, ...] | None
    ends: bool
    step: float
    factor: float
    counts: bool


@lru_cache(maxsize=65536)
def form_of(word: str) -> Form:
    """Return what is known of a word in lower case or of a mark."""
    key = stem(word) if word[0].isalpha() else word
    sides = SIDES.get(key)
    content = word[0].isalnum() and (word not in FUNCTION_WORDS or sides is not None) and word not in DENYING
    if word in _JOINTS:
        factor = _BEHIND_BORDER if word in BORDERS else _BEHIND_JOINT
        return Form(word, key, content, sides, word in ".?!;", 0.0, factor, counts=False)
    step = (0.5 if sides is not None else 1.0) if content else 0.25
    return Form(word, key, content, sides, ends=False, step=step, factor=1.0, counts=content)


def weigh_way(way: Iterable[Form]) -> Weights:
    """Return how near each stem stands to where a way through a text begins."""
    weights: Weights = {}
    distance, factor = 0.0, 1.0
    for _, key, _, _, ends, step, less, counts in way:
        if ends:
            break
        factor *= less
        distance += step
        if counts and key not in weights:
            weights[key] = factor / distance if distance > 1.0 else factor
        if distance >= _WALK or factor < _FAINT:
            break
    return weights


def near_words(tokens: Sequence[Form], place: int) -> Weights:
    """Return how near each stem stands to a word, on whichever side."""
    return merged(weigh_way(tokens[:place][::-1]), weigh_way(tokens[place + 1 :]))


def merged(before: Weights, after: Weights) -> Weights:
    """Return how near each stem stands on whichever side."""
    near = dict(before)
    for key, weight in after.items():
        if weight > near.get(key, 0.0):
            near[key] = weight
    return near
