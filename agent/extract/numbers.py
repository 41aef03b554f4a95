"""Quantities of a repaired text: value and unit, so that 2.5x, 2.5 times and 2.5-fold are one and 5% and 5 are not."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.patterns import by_letter
from agent.extract.checking.tokens import read_tokens

Reading = tuple[Decimal, str]
"""A value and its unit: one of the constants below, or a unit of measurement in lower case."""

BARE, PERCENT, POINTS, TIMES, POWER = "", "%", "points", "x", "^"

_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: Decimal(value) for value, word in enumerate(_ONES.split())}
_SMALL |= {word: Decimal(10 * value) for value, word in enumerate(_TENS.split(), start=2)}
_SMALL |= {f"{ten}-{one}": _SMALL[ten] + _SMALL[one] for ten in _TENS.split() for one in _ONES.split()[1:10]}
_SMALL["dozen"] = Decimal(12)
_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_SUFFIXES = {"K": 3, "k": 3, "M": 6, "m": 6, "B": 9, "b": 9, "T": 12}
_PHRASES: dict[str, tuple[Reading, ...]] = {
    **{word: ((Decimal(2), TIMES), (Decimal(100), PERCENT)) for word in ("double", "doubles", "doubled", "doubling")},
    **{word: ((Decimal(3), TIMES),) for word in ("thrice", "triple", "triples", "tripled", "tripling")},
    **{word: ((Decimal(4), TIMES),) for word in ("quadruple", "quadruples", "quadrupled", "quadrupling")},
    **{word: ((Decimal(50), PERCENT), (Decimal("0.5"), BARE)) for word in ("half", "halves")},
    **{word: ((Decimal(50), PERCENT), (Decimal(2), TIMES)) for word in ("halve", "halved", "halving")},
    **{f"{word}fold": ((value, TIMES),) for word, value in _SMALL.items()},
    "hundredfold": ((Decimal(100), TIMES),),
    "twice": ((Decimal(2), TIMES),),
}
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
for _part, _of in _PARTS.items():
    for _word, _count in (("a", 1), *((one, value) for value, one in enumerate(_ONES.split()[1:_of], start=1))):
        _share = Decimal(_count) / _of
        _readings: tuple[Reading, ...] = ((_share * 100, PERCENT), (_share, BARE))
        _PHRASES[f"{_word} {_part}{'s' if _count > 1 else ''}"] = _readings
_MEASURES = (
    "ms|ns|μs|µs|GB|MB|KB|TB|GHz|MHz|kHz|Hz|kg|mm|cm|km|nm|dB|eV|keV|MeV|GeV|TeV|fps|FLOPs|"
    "milliseconds?|msec|gigabytes?|megabytes?"
)
_SPELT_OUT = {"milliseconds": "ms", "millisecond": "ms", "msec": "ms", "gigabyte": "gb", "gigabytes": "gb"}
_SPELT_OUT |= {"megabyte": "mb", "megabytes": "mb", **dict.fromkeys(("s", "sec", "h", "hr", "min"), "")}

_WORDS = "|".join(sorted([*_SMALL, *_SCALES], key=len, reverse=True))
_PHRASE = "|".join(phrase.replace(" ", "[ -]") for phrase in sorted(_PHRASES, key=len, reverse=True))
_DIGIT = re.compile(r"\d")
NUMBER_WORDS = frozenset(
    word for listed in (*_SMALL, *_SCALES, *_PHRASES, "order") for word in listed.replace("-", " ").split()
) | {f"{word}s" for word in (*_SMALL, *_SCALES)}
"""Words of which numbers are made, in lower case."""
_TELLING = NUMBER_WORDS - {"a"}  # no number is made without one of these or a digit
_OPENINGS = "|".join(
    by_letter(sorted({word[:2] for word in (*_SMALL, *_SCALES, *_PHRASES, "an", "one")}))
)  # what a number may begin with, so that most words are passed over at once
_NUMBER = re.compile(
    rf"""(?<![\w.])(?=[\d.]|{_OPENINGS})(?:
      (?P<phrase>(?:{_PHRASE})\b)
    | (?P<order>an|a|one)(?=[ -]order[ -]of[ -]magnitude)
    | (?P<words>(?:{_WORDS})(?:[ ](?:{_WORDS}))*)(?:s?\b)
    | (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,30}})?(?![\d,])|\d{{0,30}}\.\d{{1,30}}|\d{{1,30}})
      (?P<suffix>(?-i:[KkMmBbT])(?![^\W_])|[ ](?:hundred|thousand|million|billion|trillion)\b)?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_UNITS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("order", re.compile(r"[ -]?orders?[ -]of[ -]magnitude\b")),
    (
        POINTS,
        re.compile(r" ?pp\b|[ -]?(?:%|percent|percentage|per cent)?(?:[ -][A-Za-z0-9@-]{1,20}){0,2}?[ -]points?\b"),
    ),
    (PERCENT, re.compile(r" ?%|[ -]?(?:percent|per cent|pct)\b")),
    (TIMES, re.compile(r" ?[x×](?![^\W_])|[ -]?(?:times|fold)\b")),
    ("measure", re.compile(rf"[ -]?({_MEASURES})\b")),
    ("letters", re.compile(r"([^\W\d_]+)")),
)
_IN_NAME = re.compile(r"[A-Z][^\s(/,]*-$")
_CONNECTED = re.compile(r" ?(?:-|to|and|or|,|, and|/|vs\.?|versus|against|through) ?[+-]?")
_RANGED = re.compile(r" ?(?:-|to|vs\.?|versus|against) ?[+-]?")


class Quantity(NamedTuple):
    """A number as printed, with all the ways in which it may be read.

    Attributes:
        joined: It stands in one list or range with the quantity before it: "86 to 90%".
    """

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...]
    joined: bool = False


@lru_cache(maxsize=4096)
def quantities(text: str, *, in_names: bool = False) -> tuple[Quantity, ...]:
    """Return the quantities of a repaired text, in order; those inside names (Llama-7B) only if `in_names`.

    "one" and "zero" count only with a unit. A bare number that is joined to one with a unit ("86 to 90%",
    "36.2 and 18.5 points") may be read with that unit too.

    >>> [quantity.readings for quantity in quantities("10.6-fold")]
    [((Decimal('10.6'), 'x'),)]
    """
    if _DIGIT.search(text) is None and _TELLING.isdisjoint(read_tokens(text).vocabulary):
        return ()
    read = (_quantity(text, match, in_names=in_names) for match in _NUMBER.finditer(text))
    found = [quantity for quantity in read if quantity]
    for position in range(len(found) - 2, -1, -1):
        this, following = found[position], found[position + 1]
        if _CONNECTED.fullmatch(text, this.end, following.start):
            found[position + 1] = following._replace(joined=True)
            if this.readings[0][1] == BARE:
                inherited = tuple((this.readings[0][0], unit) for _, unit in following.readings if unit != BARE)
                found[position] = this._replace(readings=(*this.readings, *inherited))
    return tuple(found)


def is_range(text: str, start: Quantity, end: Quantity) -> bool:
    """Say whether two neighbouring quantities are a range, a change or a comparison: "61 to 68%", "61% vs 68%"."""
    return _RANGED.fullmatch(text, start.end, end.start) is not None


def is_printed(quantity: Quantity, readings: Iterable[Reading]) -> bool:
    """Say whether one of the quantity's readings is among those printed; a bare number may stand for points."""
    printed = set(readings)
    for value, unit in quantity.readings:
        if (value, unit) in printed:
            return True
        if unit in (BARE, POINTS) and ((value, BARE) in printed or (value, POINTS) in printed):
            return True
        if unit == BARE and value % 1 and (value, PERCENT) in printed:
            return True  # "from 31.2 to 24.9": nothing else has so many digits
    return False


def say_the_same(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities may be read as one value; a bare number may stand for points."""
    return any(
        value == other_value and (unit == other_unit or {unit, other_unit} <= {BARE, POINTS})
        for value, unit in one.readings
        for other_value, other_unit in other.readings
    )


def share_unit(one: Quantity, other: Quantity) -> bool:
    """Say whether two quantities may be read in one unit; a bare number may stand for points."""
    units, others = ({unit for _, unit in quantity.readings} for quantity in (one, other))
    return bool(units & others) or units | others <= {BARE, POINTS}


def _quantity(text: str, match: re.Match[str], *, in_names: bool) -> Quantity | None:
    start, end = match.span()
    is_word = match["phrase"] or match["words"]
    if is_word and is_word[0].isupper() and not in_names and _IN_NAME.search(text[max(0, start - 40) : start]):
        return None  # the Big-Five
    if match["phrase"]:
        readings = _PHRASES[match["phrase"].lower().replace("-", " ")]
        return Quantity(match.group(), start, end, readings)
    if match["order"]:
        return Quantity("an order of magnitude", start, end, ((Decimal(10), TIMES),))
    unit, end = _unit(text, end)
    if match["words"]:
        value = _word_value(match["words"].lower())
        if unit == BARE and value <= 1:
            return None
    else:
        value = Decimal(match["digits"].replace(",", ""))
        if suffix := match["suffix"]:
            value = value.scaleb(_SUFFIXES[suffix] if suffix in _SUFFIXES else _SCALES[suffix.strip().lower()])
        before = text[max(0, start - 3) : start]
        if re.search(r"\^[(-]*$", before):
            unit = POWER
        elif not in_names and unit == BARE and _IN_NAME.search(text[max(0, start - 40) : start]):
            return None
    if text[max(0, start - 10) : start].endswith("factor of "):
        unit = TIMES
    if unit == "order":
        value, unit = Decimal(10) ** min(int(value), 30), TIMES
    return Quantity(text[start:end].strip(), start, end, ((value, unit),))


def _unit(text: str, end: int) -> tuple[str, int]:
    for unit, pattern in _UNITS:
        if match := pattern.match(text, end):
            if unit in ("measure", "letters"):
                unit = match.group(1).lower()
            return _SPELT_OUT.get(unit, unit), match.end()
    return BARE, end


def _word_value(words: str) -> Decimal:
    total = Decimal(0)
    current = Decimal(0)
    for word in words.split():
        if word in _SCALES:
            current = max(current, Decimal(1)).scaleb(_SCALES[word])
            if _SCALES[word] > 2:
                total, current = total + current, Decimal(0)
        else:
            current += _SMALL[word]
    return total + current
