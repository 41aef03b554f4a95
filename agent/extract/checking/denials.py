"""The words of a text ─▶ which of them a negation reaches.

No grammar is parsed: a negation reaches the first word behind it that carries content, and no further than its clause.
"""

from collections.abc import Sequence

from agent.extract.checking.forms import BORDERS, DENYING
from agent.extract.checking.sides import SIDES
from agent.extract.words import FUNCTION_WORDS, stem

_MARKS = frozenset(",;:().?!")
_STRONG = frozenset(
    "not no never neither nor without cannot hardly barely scarcely rarely seldom unable incapable lack lacks lacking "
    "fail fails failed failing none unlikely".split()
)
_BARRING = frozenset({"impossible", "infeasible", "absent", "lacking", "missing", "useless", "worthless"})
_FAINTLY = frozenset(
    "few little preferred-to beyond low minimal negligible ignore ignores ignored neglect neglects neglected overlook "
    "overlooks overlooked disregard disregards disregarded".split()
)
_REACH, _SHORT_REACH = 4, 2  # words behind a negation that it may reach; a faint one reaches less far
_NO_REACH = 8  # "no tuning of the rate is needed"
_PASSED = frozenset(
    map(
        stem,
        """any real noticeable significant substantial clear apparent measurable observable major statistically much
        very always necessarily lead result provide yield bring show exhibit achieve offer give produce have make
        incur involve additional extra further new such meaningful able more
        appear seem tend manage""".split(),
    )
)
DENIERS = DENYING | _FAINTLY | _BARRING
"""Words without one of which nothing is negated."""


def denied_levels(found: Sequence[str]) -> list[int]:
    """Return for each word or mark of a text 2 if it is surely negated, 1 if perhaps, 0 if not."""
    levels = [0] * len(found)
    for place in [place for place, word in enumerate(found) if word in DENIERS]:
        word = found[place]
        sure = word in _STRONG and (not word.startswith("fail") or _following(found, place) == "to")
        reach = _REACH if word in _STRONG else _SHORT_REACH
        if word == "no":
            sure, reach = _following(found, place) not in ("more", "less", "better", "worse"), _NO_REACH
        reached, last = 0, -1
        for behind in range(place + 1, min(place + 12, len(found))):
            other = found[behind]
            if other in BORDERS or reached >= reach:
                break
            if not other[0].isalnum() or (other in FUNCTION_WORDS and stem(other) not in SIDES):
                continue
            reached += 1
            passed = other.endswith("ly") or stem(other) in _PASSED or (word == "no" and _modifies(found, behind))
            levels[behind] = max(levels[behind], 2 if sure and not passed else 1)
            last = behind if sure and not other.endswith("ly") else last
            sure = sure and passed
        if sure and last >= 0:
            levels[last] = 2
        elif sure and not reached:
            _deny_before(found, place, levels)
        if word in ("neither", "nor"):  # what is denied stands behind both: neither A nor B changed
            for behind in range(place + 1, min(place + 14, len(found))):
                if found[behind] in _MARKS:
                    break
                levels[behind] = max(levels[behind], 1)
        if word in _BARRING:
            for near in (*range(place - 1, max(place - _REACH, -1), -1), *range(place + 1, place + _REACH + 1)):
                if near >= len(found) or found[near] in BORDERS:
                    continue
                levels[near] = max(levels[near], 1)
        if word in ("no", "few", "little", "none", "nothing", "neither", "without", "never", "nor"):
            for ahead in range(place - 1, max(place - 5, -1), -1):
                if found[ahead] in BORDERS:
                    break
                levels[ahead] = max(levels[ahead], 1)
    return levels


def _following(found: Sequence[str], place: int) -> str | None:
    return found[place + 1] if place + 1 < len(found) else None


def _modifies(found: Sequence[str], place: int) -> bool:
    """Say whether a word of a noun phrase that "no" opens is followed by its noun: "no extra training data"."""
    following = found[place + 1] if place + 1 < len(found) else "."
    return following[0].isalpha() and following not in FUNCTION_WORDS and not following.endswith(("ed", "ly"))


def _deny_before(found: Sequence[str], place: int, levels: list[int]) -> None:
    """Let a negation that has nothing behind it ("most do not.") reach the content word before it."""
    for ahead in range(place - 1, -1, -1):
        if found[ahead] in BORDERS:
            return
        if found[ahead][0].isalnum() and found[ahead] not in FUNCTION_WORDS:
            levels[ahead] = 2
            return
