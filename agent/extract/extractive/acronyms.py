"""Match an acronym with the words that spell it."""

import re
from collections.abc import Sequence

from agent.extract.lexicon import one_of

_HEAD = re.compile(rf" {one_of('naming', 'list heads')}$")
LONGEST_EXPANSION = 150
"""Characters before a bracketed acronym in which its long form is looked for."""

_CAPITALS = re.compile(r"(?<!\w)[A-Z]{2,4}(?!\w)")
_SMALL = frozenset("of for with via and by from to in on the a as".split())


def spelt_out(passage: str, end: int, acronym: str) -> str | None:
    """Return the words before a bracket at `end` that spell the acronym in it; None if none do.

    No comma or stop stands among them; a word such as "model" may stand behind them.
    """
    words = re.split(r"[^\w ^+/’'-]", passage[max(0, end - LONGEST_EXPANSION) : end].rstrip())[-1]
    return matching_words(words, acronym) or matching_words(_HEAD.sub("", words), acronym)


def matching_words(words: str, acronym: str) -> str | None:
    """Return the last words whose initials spell the acronym (small words may be passed over); None if none do.

    The initials of hyphenated parts count; an acronym may take further letters from inside a word, or begin with a
    whole one (LampWR: Lamp with wide reach).
    """
    letters = [letter.lower() for letter in acronym.rstrip("s") if letter.isalnum()]
    tokens = words.split()
    if len(letters) < 2 or not tokens:
        return None
    for size in range(1, min(len(tokens), len(letters) + 4) + 1):
        tail = tokens[-size:]
        if tail[0] in _SMALL or tail[0][:1].lower() != letters[0]:
            continue
        if any(_spells(form, letters) for form in _forms(" ".join(tail))) or _begins_with_word(tail, acronym):
            return " ".join(tail).strip(",;: ")
    return None


def _forms(words: str) -> tuple[str, ...]:
    # An acronym among the words may give all of its letters: "reed-bound QA (RBQA)".
    parted = _CAPITALS.sub(lambda match: " ".join(match[0]), words)
    return (words,) if parted == words else (words, parted)


def _begins_with_word(words: Sequence[str], acronym: str) -> bool:
    rest = acronym.removeprefix(words[0])
    named = [word for word in words[1:] if word not in _SMALL]
    return len(words[0]) > 2 and rest != acronym and len(rest) > 1 and _spells(" ".join(named), rest.lower())


def _spells(words: str, letters: Sequence[str]) -> bool:
    # Every letter of the acronym in order; each word of substance begins with the next letter,
    # extra letters come from inside. The later parts of a hyphenated word may be passed over.
    parts = [part.lower() for part in re.split(r"[-/ ]", words) if part]
    joined = {number for number, mark in enumerate(re.findall(r"[-/ ]", words), 1) if mark != " "}
    place = 0
    for number, part in enumerate(parts):
        if place < len(letters) and part[0] == letters[place]:
            place += 1
            inner = 1
            while (
                place < len(letters)
                and (found := part.find(letters[place], inner)) > 0
                and part[0] != letters[place]
                and not _begins_later(parts, part, letters[place])
            ):
                place, inner = place + 1, found + 1
        elif number not in joined and part not in _SMALL:
            return False
    return place == len(letters)


def _begins_later(parts: Sequence[str], part: str, letter: str) -> bool:
    later = parts[parts.index(part) + 1 :]
    return bool(later) and later[0][0] == letter
