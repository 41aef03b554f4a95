"""Rule 2, what is counted without a number: "two datasets" of two that are named, "a pair of nets" of a single one."""

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.extract.numbers import BARE, PERCENT, TIMES, Quantity, quantities
from agent.extract.words import FUNCTION_WORDS, stem

_MOST_LISTED = 6
_NOUNS = re.compile(r"(?: [\w-]+){1,4}")
_ITEM = r"[^,.;:()]{2,60}?"
_OPENING = r"(?:,| \(|:| -| namely| such as)(?: namely| the)? "
_WORD = re.compile(r"[a-z\d]+")
_BESIDE = "[Cc]ompared (?:to|with)|than|relative to|versus|vs|over|against"
_OWN_SIDE = re.compile(rf"\b(?:{_BESIDE})((?: [\w-]+){{1,4}})")
_OTHER_SIDE = re.compile(rf"\b(?:{_BESIDE}|without|surpass\w*|outperform\w*|beat\w*|exceed\w*)((?: [\w-]+){{1,4}})")
_ENUMERATOR = re.compile(r"\((?:\d|[ivx]{1,4}|[a-f])\)")
_FEW = "two|three|four|five|six|seven|eight|nine|ten|\\d+"
_SINGLE = re.compile(
    r"\b(?:(?:a|one|the) (?:single|lone|sole)|only one|just one"
    r"|one(?! of| can| may| more| another| hand| or))((?: [\w-]+){1,4})"
)
_SEVERAL = re.compile(
    rf"\b(?:a (?:pair|couple|trio|set|series|number|collection) of|{_FEW}|several|multiple|many|both|numerous)"
    r"((?: [\w-]+){1,4})"
)


def is_enumerated(statement: str, quantity: Quantity, cited: str) -> bool:
    """Say whether a small count of a repaired statement is that of things that it or the sentences name one by one."""
    value, unit = quantity.readings[0]
    if unit != BARE or value % 1 or not 2 <= value <= _MOST_LISTED:
        return False
    match = _NOUNS.match(statement, quantity.end)
    if match is None:
        return False
    count, lowered = int(value), cited.lower()
    nouns = [word for word in match.group().lower().split() if word.endswith("s") and len(word) > 3]
    if any(re.search(rf"\b(?:{_FEW})(?: [\w-]+){{0,3}} {re.escape(noun)}", lowered) for noun in nouns):
        return False  # the sentences count them otherwise
    if len(_ENUMERATOR.findall(lowered)) == count:
        return True
    items = rf"(?:{_ITEM}, ){{{count - 2}}}{_ITEM},? (?:and|or) (?:the )?[\w-]+"
    listed = re.match(rf"(?: [\w-]+){{1,4}}?{_OPENING}(?P<items>{items})", statement[quantity.end :])
    held = {stem(word) for word in re.findall(r"[a-z\d]+", lowered)}
    if listed and all(
        stem(word) in held for word in re.findall(r"[a-z\d]+", listed["items"].lower()) if word not in FUNCTION_WORDS
    ):
        return True
    for noun in nouns:
        each = re.findall(rf"\b{re.escape(_singular(noun))}\b", lowered)
        together = (
            rf"(?:[\w-]+(?: [\w-]+)?, ){{{count - 2}}}[\w-]+(?: [\w-]+)?,? and [\w-]+(?: [\w-]+)? {re.escape(noun)}"
        )
        if len(each) == count or re.search(rf"(?<!, ){together}", lowered):
            return True
    return False


def is_reciprocal(statement: str, quantity: Quantity, cited: str) -> bool:
    """Say whether a repaired statement tells of the other side that it has three times what one has a third of."""
    value, unit = quantity.readings[0]
    if unit not in (TIMES, PERCENT) or value <= 0:
        return False
    wanted = (Decimal(1) / value, BARE) if unit == TIMES else None
    if not any(
        reading == wanted or (wanted is None and reading[1] == TIMES and Decimal(100) / reading[0] == value)
        for other in quantities(cited)
        for reading in other.readings
        if reading[0]
    ):
        return False
    subject = _OWN_SIDE.sub("", statement[: quantity.start])
    others = " ".join(match.group(1) for match in _OTHER_SIDE.finditer(cited))
    return bool(_content(subject) & _content(others))


def _content(text: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(text.lower()) if word not in FUNCTION_WORDS}


def changed_single(said: str, printed: str) -> Iterator[tuple[str, str]]:
    """Yield what a statement tells as several and the sentences as one, or the other way round; in lower case."""
    for several, single, text in (
        (_SEVERAL.finditer(said), tuple(_SINGLE.finditer(printed)), printed),
        (_SEVERAL.finditer(printed), tuple(_SINGLE.finditer(said)), said),
    ):
        if not single:
            continue
        for match in several:
            for one in single:
                noun = _common_noun(match.group(1), one.group(1))
                if noun and not re.search(rf"\b{re.escape(noun)}(?:e?s)\b", text):
                    pair = (_up_to(noun, match.group()), _up_to(noun, one.group()))
                    yield pair if text is printed else pair[::-1]


def _up_to(noun: str, counted: str) -> str:
    words = counted.split()
    last = next((place for place, word in enumerate(words) if _singular(word) == noun), len(words))
    return " ".join(words[: last + 1])


def _common_noun(plural: str, single: str) -> str:
    """Return the singular noun that both texts print first, or ""."""
    nouns = {_singular(word) for word in plural.split() if word.endswith("s") and len(word) > 3}
    return next((word for word in single.split() if word in nouns), "")


def _singular(noun: str) -> str:
    return f"{noun[:-3]}y" if noun.endswith("ies") else noun.removesuffix("s")
