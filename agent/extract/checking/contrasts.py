"""Clauses ─▶ what fares well and what does not in a sentence of two clauses: "strong on A, but only fair on B"."""

from collections.abc import Sequence

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.comparison import PASSED, Comparison
from agent.extract.checking.forms import Form
from agent.extract.checking.opposites import DEGREE, GROUPS, WORTH
from agent.extract.checking.weights import Weights

COMPARED_WORTH = next(number for number, group in enumerate(GROUPS) if group.name == WORTH)
"""Number of the group of what is better or worse."""
_GRADING = frozenset(number for number, group in enumerate(GROUPS) if group.name in (DEGREE, "strength"))
_CONTRASTING = frozenset("but while whereas although though whilst".split())
_SLIGHTING = frozenset("only merely hardly barely".split())


def read_contrast(clauses: Clauses) -> Comparison | None:
    """Return the clause that praises and the one that does not as the sides of a comparison; None if there is none."""
    joints = [place for place, token in enumerate(clauses.tokens) if token.word in _CONTRASTING]
    if len(joints) != 1:
        return None
    place = joints[0]
    before, behind = _praise(clauses, 0, place), _praise(clauses, place, len(clauses.tokens))
    if before == behind:
        return None
    sides = (_content(clauses.tokens[:place]), _content(clauses.tokens[place:]))
    return Comparison(
        clauses.tokens[place].word, place, COMPARED_WORTH, "", *(sides if before > behind else sides[::-1])
    )


def _praise(clauses: Clauses, start: int, end: int) -> int:
    """Return +1 for a clause that praises, -1 for one that does not, 0 for one that does neither or both."""
    if not _SLIGHTING.isdisjoint([token.word for token in clauses.tokens[start:end]]):
        return -1
    return sum(
        {
            side.sign
            for polar in clauses.polars
            if start <= polar.place < end
            for side in polar.sides
            if GROUPS[side.group].valued or side.group in _GRADING
        }
    )


def _content(tokens: Sequence[Form]) -> Weights:
    return {token.stem: 1.0 for token in tokens if token.content and token.word not in PASSED}
