"""Is a number of a statement told as the sentences tell it: as which end, bound, difference or count?

"from 61 to 68%" holds the end of "from 58 to 68%", "at least 5" the number of "at most 5", and yet they say something
else.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from agent.extract.numbers import BARE, Quantity, is_range, quantities, say_the_same
from agent.extract.words import FUNCTION_WORDS, stem

_UPPER = (
    "up to|at most|no more than|not more than|as (?:much|many|high|large) as|less than|fewer than|under|below|"
    "maximum of|a maximum|no larger than"
)
_LOWER = (
    "at least|no (?:less|fewer) than|not less than|more than|over|above|exceed(?:s|ing)?|minimum of|upwards of|"
    "greater than|as (?:low|little|few) as"
)
_BOUND = re.compile(rf"\b(?:(?P<upper>{_UPPER})|{_LOWER}) (?:a |an |the |about |roughly |only |\$|~)*$", re.IGNORECASE)
_SHARE = re.compile(r" (?:out )?of (?:the )?")
_COUNTED = re.compile(r"[ -](?P<noun>[a-z]{3,})")
_CHANGED = (
    "increas|decreas|rais|rise|rose|reduc|drop|fall|fell|gr[eo]w|improv|boost|lower|cut|climb|declin|shr[iua]nk|gain"
)
_CHANGE = re.compile(
    rf"\b(?:(?:{_CHANGED})\w*\b[^,;.]*? (?<!up )|from [^,;]*? )(?P<link>by|to|from) "
    r"(?:about |only |just |nearly |over )?$",
    re.IGNORECASE,
)
_LINK_REACH = 60  # characters before a number
_BOUND_REACH = 30  # characters before a number


def changed_ranges(statement: str, cited: str) -> tuple[str, ...]:
    """Return the ranges of a repaired statement ("61 to 68%") of which the sentences print another half or order."""
    said = list(_ranges(statement))
    printed = list(_ranges(cited)) if said else []
    found = []
    for start, end in said:
        same = [(low, high) for low, high in printed if say_the_same(start, low) and say_the_same(end, high)]
        half = [(low, high) for low, high in printed if say_the_same(start, low) != say_the_same(end, high)]
        turned = [(low, high) for low, high in printed if say_the_same(start, high) and say_the_same(end, low)]
        if not same and (half or turned):
            found.append(f"{start.text} to {end.text}")
    return tuple(found)


def changed_bounds(statement: str, cited: str) -> tuple[str, ...]:
    """Return the quantities of a repaired statement that it bounds from the other side: "at least" for "up to"."""
    bounded = [(quantity, bound) for quantity in quantities(statement) if (bound := _bound(statement, quantity))]
    if not bounded:
        return ()
    printed = quantities(cited)
    found = []
    for quantity, bound in bounded:
        bounds = {_bound(cited, other) for other in printed if say_the_same(quantity, other)}
        if bounds and bounds == {-bound}:
            found.append(quantity.text)
    return tuple(found)


def changed_amounts(statement: str, cited: str) -> tuple[str, ...]:
    """Return the quantities that a repaired statement tells as a difference ("by 9%"), not as an end, or so."""
    linked = [(quantity, link) for quantity in quantities(statement) if (link := _link(statement, quantity))]
    if not linked:
        return ()
    printed = quantities(cited)
    found = []
    for quantity, link in linked:
        links = {_link(cited, other) for other in printed if say_the_same(quantity, other)}
        if links and links <= ({"by"} if link != "by" else {"to", "from"}):
            found.append(f"{link} {quantity.text}")
    return tuple(found)


def changed_counts(statement: str, cited: str) -> Iterator[tuple[str, str]]:
    """Yield what a repaired statement counts otherwise, with what is printed: "three years", "two years"."""
    said = [(quantity, noun) for quantity in quantities(statement) if (noun := _counted(statement, quantity))]
    printed = [(other, _counted(cited, other)) for other in quantities(cited)] if said else []
    for quantity, noun in said:
        same = {found for other, found in printed if say_the_same(quantity, other)}
        others = [other for other, found in printed if found == noun and not say_the_same(quantity, other)]
        if same and noun not in same and "" not in same and len(others) == 1:
            end = _COUNTED.match(cited, others[0].end)
            yield statement[quantity.start : quantity.end], cited[others[0].start : end.end() if end else others[0].end]


def _counted(text: str, quantity: Quantity) -> str:
    """Return the stem of the noun right behind a bare quantity, or ""."""
    match = _COUNTED.match(text, quantity.end) if quantity.readings[0][1] == BARE else None
    return stem(match["noun"]) if match and match["noun"] not in FUNCTION_WORDS else ""


def _link(text: str, quantity: Quantity) -> str:
    """Return by, to or from if what changes does so by, to or from a quantity, else ""."""
    match = _CHANGE.search(text, max(0, quantity.start - _LINK_REACH), quantity.start)
    return match["link"].lower() if match else ""


def _bound(text: str, quantity: Quantity) -> int:
    """Return +1 for a lower bound, -1 for an upper one, 0 for none."""
    match = _BOUND.search(text[max(0, quantity.start - _BOUND_REACH) : quantity.start])
    if match is None:
        return 0
    return -1 if match["upper"] else 1


def _ranges(text: str) -> Iterator[tuple[Quantity, Quantity]]:
    found = quantities(text)
    for start, end in pairwise(found):
        counts = start.readings[0][1] == BARE == end.readings[0][1]
        if is_range(text, start, end) or (counts and _SHARE.fullmatch(text, start.end, end.start)):
            yield start, end
