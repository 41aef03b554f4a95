"""The words of a text ─▶ those that have opposites, as they are used: negated or not, and beside what."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from agent.extract.checking.forms import Form, merged, weigh_way
from agent.extract.checking.opposites import AMOUNT, GROUPS
from agent.extract.checking.sides import COSTS, GOODS, NEUTRAL, SIDES, Side
from agent.extract.checking.weights import Weights
from agent.extract.words import stem

_BEFORE_LOSS = frozenset("no without minimal slight little negligible information almost any small".split())
_TAKING = frozenset("receive need require use get take consume cost have ha attract save gain lose".split())
_RIVAL = frozenset({"competitive", "comparable"})
_COMPARING = {"more": 1, "most": 1, "less": -1, "least": -1}
_SIGNS = (1, 0, -1)
"""Not negated, perhaps (so that it stands on no side), surely."""
_AMOUNT = next(number for number, group in enumerate(GROUPS) if group.name == AMOUNT)
_OBJECT = 0.24  # so near stands what a word of amount is said of


@dataclass(eq=False)
class Polar:
    """A word that has an opposite, as it is used; what stands near is looked at where a rule asks.

    Attributes:
        sides: Its groups and signs, negations counted in; the sign is 0 where a negation may or may not reach it.
    """

    word: str
    stem: str
    tokens: Sequence[Form]
    place: int
    sides: tuple[Side, ...]

    @property
    def adjacent(self) -> str:
        """The stem right behind it, if it carries content, else ""."""
        following = _next(self.tokens, self.place)
        return following.stem if following else ""

    @cached_property
    def before(self) -> Weights:
        """How near each stem stands before it."""
        return weigh_way(self.tokens[: self.place][::-1])

    @cached_property
    def after(self) -> Weights:
        """How near each stem stands behind it."""
        return weigh_way(self.tokens[self.place + 1 :])

    @cached_property
    def near(self) -> Weights:
        """The same on whichever side."""
        return merged(self.before, self.after)

    @cached_property
    def worth(self) -> int:
        """+1 for what is welcome, -1 for what is not, 0 where that is unknown."""
        for group, sign in self.sides:
            if GROUPS[group].valued:
                return sign
        for group, sign in self.sides:
            if group == _AMOUNT:
                return sign and sign * self._object_worth()
        return 0

    def _object_worth(self) -> int:
        """Return +1 if more of what the word is said of is welcome, -1 if less, 0 if unknown."""
        for near in (self.after, self.before):
            best, worth = _OBJECT, 0
            for key, weight in near.items():
                if weight > best and (key in COSTS or key in GOODS):
                    best, worth = weight, -1 if key in COSTS else 1
            if worth:
                return worth
        return 0


def find_polars(tokens: Sequence[Form], denied: Sequence[int]) -> list[Polar]:
    """Return the words that have opposites; `denied` says of each 2 if surely negated, 1 if perhaps, 0 if not."""
    found = []
    turned = 1
    for place in [place for place, form in enumerate(tokens) if form.sides is not None or form.word[-2:] == "er"]:
        token = tokens[place]
        sides = token.sides or _graded(tokens, place)
        if token.word in _COMPARING and _is_degree(tokens[place + 1 : place + 3]):
            continue
        if sides is None or (token.word in NEUTRAL and not _is_the_most(tokens, place)):
            continue
        following = _next(tokens, place)
        if token.word in _COMPARING and following and following.sides and following.word not in NEUTRAL:
            turned = _COMPARING[token.word]
            continue
        if token.word in ("loss", "losses") and not _is_loss_of(tokens, place):
            continue
        if token.word in _RIVAL and following and following.stem not in GOODS:
            continue  # competitive baselines are rivals, competitive accuracy is parity
        sign = turned * _SIGNS[denied[place]]
        if sign != 1:
            sides = tuple(Side(side.group, side.sign * sign) for side in sides)
        turned = 1
        found.append(Polar(token.word, token.stem, tokens, place, sides))
    return found


def _graded(tokens: Sequence[Form], place: int) -> tuple[Side, ...] | None:
    """Return the sides of "stable" for "stabler than"."""
    word = tokens[place].word
    if not any(token.word == "than" for token in tokens[place + 1 : place + 6]):
        return None
    return SIDES.get(stem(word[:-2])) or SIDES.get(stem(word[:-1]))


def _is_degree(behind: Sequence[Form]) -> bool:
    """Say whether "more" or "less" stands before what has no opposite ("more cheerfully") or bounds a number."""
    if not behind:
        return False
    adverb = behind[0].word.endswith("ly") and behind[0].sides is None
    return adverb or (behind[0].word == "than" and behind[-1].word[0].isdigit())


def _is_the_most(tokens: Sequence[Form], place: int) -> bool:
    """Say whether "most" is an amount ("needs the most memory"); else it counts or compares."""
    if tokens[place].word != "most" or place < 2 or tokens[place - 1].word != "the":
        return False
    return tokens[place - 2].word.removesuffix("s") in _TAKING


def _is_loss_of(tokens: Sequence[Form], place: int) -> bool:
    """Say whether something is lost; a loss function is none."""
    behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
    ahead = tokens[place - 1] if place else None
    return behind in ("of", "in") or (ahead is not None and (ahead.stem in GOODS or ahead.word in _BEFORE_LOSS))


def _next(tokens: Sequence[Form], place: int) -> Form | None:
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following if following is not None and following.content else None
