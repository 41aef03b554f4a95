"""Rule 3, clauses: "A is penalised by X while B is kept by Y" is not "A is kept by Y while B is penalised by X".

No single word is judged: each of two clauses of the statement must hold words that the sentence prints in one clause
only, from both of its clauses.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from agent.extract.words import FUNCTION_WORDS, stem

_JOINT = re.compile(
    r",? (?:while|whereas|but|although|though|yet|and|whilst|with)\b|; |, (?:which|who|where|rather than|not|instead)\b"
)
_CONTRAST = re.compile(r"\b(?:while|whereas|but|although|though|yet|whilst|instead|respectively)\b|;")
_COMMA = re.compile(", ")
_WORD = re.compile(r"[a-z\d]+")
_MOST_JOINTS = 4
_LEAST, _MORE = 2, 3  # so many words must stand in their clauses, and as many not; more where no clause contrasts


@lru_cache(maxsize=2048)
def _halves(lowered: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return for each joint of a text the stems that stand only before it and only behind it."""
    found = []
    joints = list(_JOINT.finditer(lowered)) or list(_COMMA.finditer(lowered))
    for match in joints[:_MOST_JOINTS]:
        before, behind = (_stems(part) for part in (lowered[: match.start()], lowered[match.end() :]))
        found.append((before - behind, behind - before))
    return tuple(found)


def _stems(text: str) -> frozenset[str]:
    return frozenset([stem(word) for word in _WORD.findall(text) if word not in FUNCTION_WORDS])


def _printed(keys: frozenset[str], said: str) -> str:
    """Return the longest word of a text whose stem is given."""
    words: list[str] = _WORD.findall(said)
    return max([word for word in words if stem(word) in keys], key=len)


def crossed_clauses(said: str, printed: str) -> Iterator[tuple[str, str]]:
    """Yield two words of one clause of a statement that a sentence prints in two clauses, if the others cross too.

    Both are in lower case.
    """
    contrasts = _CONTRAST.search(printed)
    if not (contrasts or _CONTRAST.search(said)):
        return
    least = _LEAST if contrasts else _MORE
    for first, second in _halves(said):
        worst = None
        for before, behind in _halves(printed):
            straight = len(first & before) + len(second & behind)
            turned = len(first & behind) + len(second & before)
            mixed = (first & before, first & behind, second & before, second & behind)
            if not all(mixed) or min(straight, turned) < least:
                worst = None
                break
            worst = mixed
        if worst:
            yield _printed(worst[0], said), _printed(worst[1], said)
            return
