"""Rule 4, associations: "the more A, the less B" is not "A is positively associated with B"."""

import re
from collections.abc import Sequence

from agent.extract.checking.patterns import any_of
from agent.extract.words import FUNCTION_WORDS, stem

_UP = r"(?:more|higher|larger|greater|longer|bigger|stronger|better|faster|wider|deeper|heavier|older|richer|denser)"
_DOWN = r"(?:less|lower|fewer|smaller|shorter|weaker|worse|slower|narrower|lighter|poorer|sparser|younger)"
_BOTH = rf"(?:{_UP}|{_DOWN})"
_PAIRED = re.compile(rf"\bthe (?P<first>{_BOTH})\b[^.;]{{2,120}}?,? the (?P<second>{_BOTH})\b")
_RISING = r"(?:increas|ris|grow|climb|rais|improv|lengthen)(?:e|es|s|ing)?"
_FALLING = r"(?:decreas|fall|shrink|drop|declin|lower|reduc|diminish|shorten|worsen)(?:e|es|s|ing)?"
_WITH = re.compile(
    rf"\b(?:(?P<up>{_RISING})|(?P<down>{_FALLING})) (?:\w+ly )?with (?:the |an? |its |their )?(?!a |an |\d)"
)
_AS = re.compile(
    rf"\bas (?:the |an? )?[^,.;]{{2,60}}? (?:(?P<first_up>{_RISING})|(?P<first_down>{_FALLING}))s?\b,[^,.;]{{2,60}}? "
    rf"(?:(?P<second_up>{_RISING})|(?P<second_down>{_FALLING}))s?\b"
)
_WHEN = re.compile(
    rf"(?:(?P<first_up>{_RISING})|(?P<first_down>{_FALLING}))s? as (?:the |an? )?[^,.;]{{2,60}}? "
    rf"(?:(?P<second_up>{_RISING})|(?P<second_down>{_FALLING}))s?\b"
)
_POSITIVE = any_of(
    "positively_(?:associated|correlated|related|linked) "
    "positive_(?:association|correlation|relationship|relation|link)"
    " (?:directly_)?proportional_to goes?_hand_in_hand go_hand_in_hand correlates?_positively"
)
_NEGATIVE = any_of(
    "(?:negatively|inversely)_(?:associated|correlated|related|linked|proportional) anticorrelated anti-correlated"
    " (?:negative|inverse)_(?:association|correlation|relationship|relation|link) correlates?_(?:negatively|inversely)"
)
_SIGNS = ((_POSITIVE, 1), (_NEGATIVE, -1))
_GATE = any_of(
    r"positive(?:ly)? negative(?:ly)? inverse(?:ly)? anti-?correlated proportional hand_in_hand with as "
    r"the_more the_less "
    r"the_\w+er"
)
_WORD = re.compile(r"[a-z]+")
_SHARED = 2  # stems of content that both texts hold
_GRADES = re.compile(rf"{_BOTH}|positive|negative|inverse|more|less")


def turned_association(said: str, printed: Sequence[str]) -> bool:
    """Say whether a statement tells two things to grow together of which the sentences say the opposite, or so."""
    if _GATE.search(said) is None or (sign := _sign(said)) == 0:
        return False
    signs = {_sign(sentence): sentence for sentence in printed}
    if sign in signs or -sign not in signs:
        return False
    return len(_content(said) & _content(signs[-sign])) >= _SHARED


def _sign(text: str) -> int:
    """Return +1 if things are said to grow together, -1 if one shrinks as the other grows, 0 if neither or both."""
    found = {sign for pattern, sign in _SIGNS if pattern.search(text)}
    for match in _PAIRED.finditer(text):
        found.add(_grade(match["first"]) * _grade(match["second"]))
    for pattern in (_AS, _WHEN) if " as " in f" {text}" else ():
        for match in pattern.finditer(text):
            found.add(1 if bool(match["first_up"]) == bool(match["second_up"]) else -1)
    for match in _WITH.finditer(text):
        found.add(1 if match["up"] else -1)
    return found.pop() if len(found) == 1 else 0


def _grade(word: str) -> int:
    return 1 if re.fullmatch(_UP, word) else -1


def _content(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(_GRADES.sub(" ", text)) if word not in FUNCTION_WORDS}
