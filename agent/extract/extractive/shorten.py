"""Shorten a sentence in its author's own words: rhetoric and asides go, what is asserted stays.

The result is a subsequence of the sentence's words. What holds a number, a name, a condition, a hedge, a negation or
the other side of a comparison is never cut (`kept` in data/shorten.txt).
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from agent.extract.check import check_statement
from agent.extract.extractive.opening import is_conclusion, is_droppable, strip_marker, strip_opening
from agent.extract.lexicon import one_of
from agent.extract.sentences import NumberedText

__all__ = ["SHORTEST_WORDS", "count_words", "is_well_formed", "shorten", "shorten_or_quote", "strip_opening"]

SHORTEST_WORDS = 5
"""A remainder of fewer words says too little to stand alone."""
AIMED_WORDS = 23
"""A statement is cut down to this many words where that leaves its meaning."""
_STEPS = 6

_I = re.IGNORECASE


def _of(heading: str) -> str:
    return one_of("shorten", heading)


_CONCLUDING = re.compile(rf"(?:, | -- | — |; ){_of('closing participles')} [^;]*$", _I)
_CLOSING = re.compile(rf"(?:, | -- | — ){_of('closing clauses')} [^;]*$", _I)
_RESUMES = re.compile(
    rf", (?:and (?:an?|(?:\w+ ){{1,3}}(?:is|are|has|have|can|will))|(?:and |but )?{_of('resuming')})\b", _I
)
"""Behind a clause in the middle the sentence goes on: "agents, which learn, need to act"."""
_EXAMPLES = re.compile(
    rf"(?:, | \(){_of('examples')},? [^;()]*?(?:\)|(?=$|, (?:show|demonstrat|which|while|with|we|our)))", _I
)
_GLUED = re.compile(r"(?<=[a-z)])[.!] ?(?=[A-Z][a-z]+ [a-z]).*$", re.DOTALL)
_PARENTHESIS = re.compile(r" \((?P<inner>[^()]{1,200})\)")
_ASIDE = re.compile(_of("asides"), _I)
_SHORT_FORM = re.compile(r"[A-Za-z][\w&/-]{0,14}s?")
_RHETORIC = re.compile(_of("rhetoric"), _I)
_MID_AIR = re.compile(rf"(?:[,:;(—–-]|\b{_of('mid-air')})\.?$", _I)
_NO_CLAUSE = re.compile(rf"{_of('clause openings')}\b[^,]*", _I)
"""Without a comma, what opens so has lost the clause that it belongs to."""
_LONGEST_END = 20
"""Characters in which a word of mid-air and its full stop fit."""
_LONGEST_SPELT = 80
"""Characters in which a short form may be spelt out."""
_NUMBER = re.compile(r"\d[\d.,]*")
_SPACES = re.compile(r"\s+")
_COUNTED = re.compile(r"[^\W_]\S*")


@lru_cache(maxsize=256)
def shorten(text: NumberedText, number: int, longest_words: int = AIMED_WORDS) -> str:
    """Return the longest form of sentence `number` (1-based) of at most `longest_words` words, else the shortest.

    Rhetoric always goes; asides and closing clauses go only while the sentence is too long. The whole sentence is
    returned where nothing shorter is well formed and passes the checks.
    """
    whole = text.sentence(number)
    for candidate in _candidates(whole, longest_words):
        if candidate != whole and is_well_formed(candidate, whole) and _is_carried(candidate, number, text):
            return candidate
    return whole


def shorten_or_quote(text: NumberedText, number: int, most_words: int) -> str:
    """Return a form of sentence `number` of at most `most_words` words.

    Where none passes it is the whole sentence, without its opening if the rest stands alone.
    """
    short = shorten(text, number)
    if len(short.split()) <= most_words:
        return short
    whole = text.sentence(number)
    rest = _finish(strip_opening(whole))
    return rest if whole.endswith(rest[1:]) and is_well_formed(rest, whole) else whole


@lru_cache(maxsize=1024)
def count_words(text: str) -> int:
    """Count the words of a text as a reader would: runs without blanks that hold a letter or digit."""
    return len(_COUNTED.findall(text))


def is_well_formed(text: str, whole: str = "") -> bool:
    """Say whether brackets and quotation marks are balanced and the text neither begins nor ends in mid-air.

    What the sentence that it was cut from, `whole`, does itself is no fault.
    """
    return count_words(text) >= SHORTEST_WORDS and all(fault(whole) for fault in _FAULTS if fault(text))


_FAULTS: tuple[Callable[[str], object], ...] = (
    lambda text: any(text.count(left) != text.count(right) for left, right in ("()", "[]", "{}", "“”")),
    lambda text: (text.count('"') | text.count("$")) % 2,
    lambda text: _MID_AIR.search(text[-_LONGEST_END:]),
    _NO_CLAUSE.fullmatch,
)


def _is_carried(candidate: str, number: int, text: NumberedText) -> bool:
    # Words were only taken away, so only the places of numbers towards each other can have suffered.
    if len(_NUMBER.findall(candidate)) < 2 or candidate[1:].rstrip(".") in text.sentence(number):
        return True
    return not check_statement(candidate, (number,), text)


def _candidates(whole: str, longest_words: int) -> Iterator[str]:
    # Best first: as short as needed, then each step undone in turn.
    ladder = [_RHETORIC.sub("", strip_opening(whole))]
    for step in (_drop_glued, _drop_examples, _drop_parentheses, *(_STEPS * [_drop_closing])):
        if count_words(ladder[-1]) <= longest_words:
            break
        shorter = step(ladder[-1])
        if shorter != ladder[-1]:
            ladder.append(shorter)
    yield from (_finish(form) for form in reversed(ladder))
    yield _finish(strip_marker(whole))


def _drop_glued(sentence: str) -> str:
    # "... of features.Experiments show ...": the first of two sentences between which a blank is missing.
    match = _GLUED.search(sentence)
    return sentence[: match.start()] + "." if match and is_well_formed(sentence[: match.start()]) else sentence


def _drop_examples(sentence: str) -> str:
    body = sentence.rstrip(" .")
    match = _EXAMPLES.search(body)
    if match is None or _RESUMES.search(match.group()) or not is_droppable(match.group(), names=True):
        return sentence
    return f"{body[: match.start()]}{body[match.end() :]}."


def _drop_parentheses(sentence: str) -> str:
    def _shown(match: re.Match[str]) -> str:
        inner = match.group("inner").strip()
        if _SHORT_FORM.fullmatch(inner) and _is_short_for(inner, sentence[: match.start()]):
            rest = sentence[: match.start()] + sentence[match.end() :]
            return "" if re.search(rf"(?<!\w){re.escape(inner.rstrip('s'))}", rest) is None else match.group(0)
        return "" if _ASIDE.match(inner) and is_droppable(inner) else match.group(0)

    return _PARENTHESIS.sub(_shown, sentence)


def _is_short_for(short: str, before: str) -> bool:
    # "electronic records (ER)", not "our baseline (FenNet)", which is a name.
    spelt = re.search(rf"\b{short[0]}.*", before[-_LONGEST_SPELT:], _I)
    left = iter(spelt[0].casefold() if spelt else "")
    return any(map(str.isupper, short[1:] or short)) and all(
        letter.casefold() in left for letter in (short[0], *filter(str.isupper, short[1:]))
    )


def _drop_closing(sentence: str) -> str:
    body = sentence.rstrip(" .")
    cuts = [match for match in _CONCLUDING.finditer(body) if is_conclusion(match.group())]
    cuts += [match for match in _CLOSING.finditer(body) if is_droppable(match.group()[2:])]
    for match in sorted(cuts, key=lambda match: -match.start()):
        if is_well_formed(body[: match.start()]) and _RESUMES.search(match.group()) is None:
            return body[: match.start()] + "."
    return sentence


def _finish(sentence: str) -> str:
    text = _SPACES.sub(" ", sentence).strip(" ,;:")
    text = re.sub(r" (?=[,.;:](?:\s|$))", "", text)
    if text and text[0].islower() and not re.match(r"[a-z]+[A-Z0-9]", text):
        text = text[0].upper() + text[1:]
    return text
