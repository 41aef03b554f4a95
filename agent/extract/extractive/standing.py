"""Does a statement stand on its own, away from the sentences around it? Patterns are read from data/standing.txt."""

import re

from agent.extract.extractive.opening import strip_opening
from agent.extract.lexicon import find_cues, one_of, opens_with

_I = re.IGNORECASE
_POINTING = re.compile(rf"{one_of('standing', 'list pointing words')}(?![\w-])")
_POINTING_INSIDE = re.compile(
    rf"\b(?:aforementioned|(?:this|these|those|such an?|such) (?!{one_of('standing', 'list own work')}\b)"
    r"(?P<named>[\w-]+(?: [\w-]+)?))"
)
_POINTING_LATER = re.compile(
    r"(?:with|on|in|for|under|without|across|over|at|by|from|compared|since|because|as|when|if|once)\b"
    r"(?:[^;]{1,120}?,|[^,;]{1,30}?) "
    r"(?:it|they|these|the latter|the former)\b"
)
_SHORTEST_NOUN = 4
_GENERIC = re.compile(rf"{one_of('standing', 'list generic')}(?: .*)?")
_ITEM = re.compile(r"\W*(?:\d{1,2}|i{1,3}|iv|vi{0,3}|[a-h])[).:]\s", _I)
_HANGING_END = re.compile(r"(?:[:;,]|\b(?:and|or))\W*$")
_STATES = re.compile(rf"\b{one_of('standing', 'list finite')}\b", _I)
_RELATIVE = re.compile(r"\b(?:which|that|where|who|when)\b", _I)


def is_dangling(statement: str) -> bool:
    """Say whether a statement begins with a word that points to a sentence before it."""
    return _POINTING.match(statement.lower()) is not None


def refers_back(statement: str, title: str = "") -> bool:
    """Say whether a statement points, after its beginning, to something that neither it nor the `title` names."""
    lowered = statement.lower()
    return _POINTING_LATER.match(lowered) is not None or _points(lowered, title)


def _points(statement: str, title: str) -> bool:
    return not all(_is_named_before(match, title) for match in _POINTING_INSIDE.finditer(statement))


def _is_named_before(pointing: re.Match[str], title: str) -> bool:
    # A title names "these marsh fires"; "this method" may be another than its method, "such fires" are of a kind.
    before = pointing.string[: pointing.start()].casefold()
    named = (pointing.group("named") or "").casefold().split()
    words = [word for word in named if len(word) >= _SHORTEST_NOUN]
    if any(word[:5] in before for word in words):
        return True
    entitled = title.casefold() if pointing.group().casefold().startswith("th") else ""
    return _GENERIC.fullmatch(" ".join(words)) is None and bool(words) and all(word[:5] in entitled for word in words)


def is_fragment(sentence: str) -> bool:
    """Say whether a sentence is an item of a list that says nothing alone, or ends before it says it."""
    item = _ITEM.match(sentence)
    says_nothing = item and _STATES.search(_RELATIVE.split(sentence[item.end() :], maxsplit=1)[0]) is None
    return bool(says_nothing) or _HANGING_END.search(sentence.rstrip()[-8:]) is not None


def is_aside(sentence: str) -> bool:
    """Say whether a sentence tells of plans, beliefs, aims or the paper's own order, so that it asserts no finding."""
    return "standing/aside" in find_cues(sentence) or opens_with(strip_opening(sentence), "standing/aside")


def stands_alone(sentence: str, title: str = "") -> bool:
    """Say whether nothing in a sentence, with its opening or without, needs more than the `title` before it."""
    rest = strip_opening(sentence)
    return not (is_fragment(sentence) or is_dangling(rest) or refers_back(rest, title) or _points(sentence, title))
