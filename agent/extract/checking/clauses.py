"""Repaired text ─▶ its words with what is said of them: negated or not, and which words stand near.

No grammar is parsed: a clause ends at punctuation or at a word such as "while", and a negation reaches the first word
behind it that carries content.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.idioms import PARITY_WORD, PREFERENCE, without_idioms
from agent.extract.checking.opposites import GOODS, NEUTRAL, SIDES, Side
from agent.extract.words import FUNCTION_WORDS, stem

Weights = dict[str, float]

_TOKEN = re.compile(
    rf"{PARITY_WORD}|{PREFERENCE}|\d+(?:[.,]\d+)*|[a-z]+(?:'(?:t|s|re|ve))?|[^\W\d_]+|[,;:()]|[.?!](?=\s|$)|-(?= )"
)
_BORDERS = frozenset(", ; : ( ) . ? ! - but while whereas although though yet however because since".split())
_MARKS = frozenset(",;:().?!")
_JOINTS = _BORDERS | {"and", "or", "versus", "vs", "that", "which", "when", "if"}
DENYING = frozenset(
    """not no never neither nor without none nothing cannot hardly barely scarcely rarely seldom unable incapable lack
    lacks lacking lacked absence fail fails failed failing failure avoid avoids avoiding refuse refuses unlikely
    prevents prevent preventing eliminates eliminate eliminating removes removing remove obviates obviate
    unsuccessfully""".split()
)
_STRONG = frozenset(
    "not no never neither nor without cannot hardly barely scarcely rarely seldom unable incapable lack lacks lacking "
    "fail fails failed failing none unlikely".split()
)
_BARRING = frozenset({"impossible", "infeasible", "absent", "lacking", "missing"})
_FAINTLY = frozenset("few little preferred-to beyond low minimal negligible".split())
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
_BEFORE_LOSS = frozenset("no without minimal slight little negligible information almost any small".split())
_TAKING = frozenset("receive need require use get take consume cost have ha attract save gain lose".split())
_RIVAL = frozenset({"competitive", "comparable"})
_COMPARING = {"more": 1, "most": 1, "less": -1, "least": -1}
_WALK = 9  # content words on either side that count as near
_BEHIND_JOINT = 0.45
_BEHIND_BORDER = 0.3


class Token(NamedTuple):
    """A word or mark; `denied` is 2 if surely negated, 1 if perhaps, 0 if not."""

    word: str
    stem: str
    content: bool
    denied: int


class Polar(NamedTuple):
    """A word that has an opposite, as it is used.

    Attributes:
        sides: Its groups and signs, negations counted in; the sign is 0 where a negation may or may not reach it.
        before, after: How near each stem stands on either side.
        near: The same on whichever side.
        adjacent: The stem right behind it, if it carries content.
    """

    word: str
    stem: str
    place: int
    sides: tuple[Side, ...]
    before: Weights
    after: Weights
    near: Weights
    adjacent: str


class Clauses(NamedTuple):
    """The words of a text, those that have opposites, and the stems that are surely, perhaps or never negated."""

    tokens: tuple[Token, ...]
    polars: tuple[Polar, ...]
    denied: frozenset[str]
    doubtful: frozenset[str]
    granted: frozenset[str]


@lru_cache(maxsize=4096)
def read_clauses(text: str) -> Clauses:
    """Return what `direction` and `comparison` compare of a repaired text."""
    tokens = _tokens(text)
    polars = tuple(_polars(tokens))
    content = [token for token in tokens if token.content]
    return Clauses(
        tuple(tokens),
        polars,
        frozenset(token.stem for token in content if token.denied == 2),
        frozenset(token.stem for token in content if token.denied == 1),
        frozenset(token.stem for token in content if token.denied == 0),
    )


def _tokens(text: str) -> list[Token]:
    found = _TOKEN.findall(without_idioms(text.lower()))
    return [Token(word, *_form(word), denied) for word, denied in zip(found, _denied(found), strict=True)]


@lru_cache(maxsize=65536)
def _form(word: str) -> tuple[str, bool]:
    """Return the stem of a word and whether it carries content."""
    key = stem(word) if word[0].isalpha() else word
    return key, word[0].isalnum() and (word not in FUNCTION_WORDS or key in SIDES) and word not in DENYING


def _denied(found: list[str]) -> list[int]:
    levels = [0] * len(found)
    for place, word in enumerate(found):
        if word not in DENYING and word not in _FAINTLY and word not in _BARRING:
            continue
        sure = word in _STRONG and (not word.startswith("fail") or "to" in found[place + 1 : place + 2])
        reach = _REACH if word in _STRONG else _SHORT_REACH
        if word == "no":
            sure, reach = found[place + 1 : place + 2] not in (["more"], ["less"], ["better"], ["worse"]), _NO_REACH
        reached, last = 0, -1
        for behind in range(place + 1, min(place + 12, len(found))):
            other = found[behind]
            if other in _BORDERS or reached >= reach:
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
                if near >= len(found) or found[near] in _BORDERS:
                    continue
                levels[near] = max(levels[near], 1)
        if word in ("no", "few", "little", "none", "nothing", "neither", "without", "never", "nor"):
            for ahead in range(place - 1, max(place - 5, -1), -1):
                if found[ahead] in _BORDERS:
                    break
                levels[ahead] = max(levels[ahead], 1)
    return levels


def _modifies(found: Sequence[str], place: int) -> bool:
    """Say whether a word of a noun phrase that "no" opens is followed by its noun: "no extra training data"."""
    following = found[place + 1] if place + 1 < len(found) else "."
    return following[0].isalpha() and following not in FUNCTION_WORDS and not following.endswith(("ed", "ly"))


def _deny_before(found: Sequence[str], place: int, levels: list[int]) -> None:
    """Let a negation that has nothing behind it ("most do not.") reach the content word before it."""
    for ahead in range(place - 1, -1, -1):
        if found[ahead] in _BORDERS:
            return
        if found[ahead][0].isalnum() and found[ahead] not in FUNCTION_WORDS:
            levels[ahead] = 2
            return


def _polars(tokens: Sequence[Token]) -> list[Polar]:
    found = []
    turned = 1
    for place, token in enumerate(tokens):
        sides = SIDES.get(token.stem)
        if sides is None and token.word.endswith("er"):
            sides = _graded(tokens, place)
        if token.word in _COMPARING and _is_degree(tokens[place + 1 : place + 3]):
            continue
        if sides is None or (token.word in NEUTRAL and not _is_the_most(tokens, place)):
            continue
        following = _next(tokens, place)
        if token.word in _COMPARING and following and following.stem in SIDES and following.word not in NEUTRAL:
            turned = _COMPARING[token.word]
            continue
        if token.word in ("loss", "losses") and not _is_loss_of(tokens, place):
            continue
        if token.word in _RIVAL and following and following.stem not in GOODS:
            continue  # competitive baselines are rivals, competitive accuracy is parity
        sign = 0 if token.denied == 1 else -1 if token.denied == 2 else 1
        sides = tuple(Side(side.group, side.sign * sign * turned) for side in sides)
        turned = 1
        before, after = _walk(tokens, range(place - 1, -1, -1)), _walk(tokens, range(place + 1, len(tokens)))
        near = _merged(before, after)
        found.append(
            Polar(token.word, token.stem, place, sides, before, after, near, following.stem if following else "")
        )
    return found


def _graded(tokens: Sequence[Token], place: int) -> tuple[Side, ...] | None:
    """Return the sides of "stable" for "stabler than"."""
    word = tokens[place].word
    if not any(token.word == "than" for token in tokens[place + 1 : place + 6]):
        return None
    return SIDES.get(stem(word[:-2])) or SIDES.get(stem(word[:-1]))


def _is_degree(behind: Sequence[Token]) -> bool:
    """Say whether "more" or "less" stands before what has no opposite ("more cheerfully") or bounds a number."""
    if not behind:
        return False
    adverb = behind[0].word.endswith("ly") and behind[0].stem not in SIDES
    return adverb or (behind[0].word == "than" and behind[-1].word[0].isdigit())


def _is_the_most(tokens: Sequence[Token], place: int) -> bool:
    """Say whether "most" is an amount ("needs the most memory"); else it counts or compares."""
    if tokens[place].word != "most" or place < 2 or tokens[place - 1].word != "the":
        return False
    return tokens[place - 2].word.removesuffix("s") in _TAKING


def _is_loss_of(tokens: Sequence[Token], place: int) -> bool:
    """Say whether something is lost; a loss function is none."""
    behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
    ahead = tokens[place - 1] if place else None
    return behind in ("of", "in") or (ahead is not None and (ahead.stem in GOODS or ahead.word in _BEFORE_LOSS))


def _next(tokens: Sequence[Token], place: int) -> Token | None:
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following if following is not None and following.content else None


def _walk(tokens: Sequence[Token], way: range) -> Weights:
    weights: Weights = {}
    distance, factor = 0.0, 1.0
    for place in way:
        token = tokens[place]
        if token.word in ".?!;":
            break
        if token.word in _JOINTS:
            factor *= _BEHIND_BORDER if token.word in _BORDERS else _BEHIND_JOINT
        elif not token.content:
            distance += 0.25
        else:
            distance += 0.5 if token.stem in SIDES else 1.0
            weights.setdefault(token.stem, factor / max(1.0, distance))
        if distance >= _WALK or factor < 0.05:
            break
    return weights


def near_words(tokens: Sequence[Token], place: int) -> Weights:
    """Return how near each stem stands to a word, on whichever side."""
    return _merged(_walk(tokens, range(place - 1, -1, -1)), _walk(tokens, range(place + 1, len(tokens))))


def _merged(before: Weights, after: Weights) -> Weights:
    near = dict(before)
    for key, weight in after.items():
        if weight > near.get(key, 0.0):
            near[key] = weight
    return near
