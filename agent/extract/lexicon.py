r"""What the engine knows, read from the data files of `extractive`: names, lists of words, and cues.

A data file has sections, `[heading]`, with one entry a line; `#` opens a comment. `[list x]` names a list that other
entries of the file use as `{x}`. An entry of a cue section is a regular expression over the sentence in lower case,
found only at the beginning of a word (`^`: of the sentence) and only up to the end of one.

So that a sentence is read once however many cues there are, cues are filed under the word that they begin with. When a
text shows that word for the first time, its cues are parted into a literal opening, such as "this paper ", and a rest;
equal rests are one pattern, and a cue that is one word needs none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from agent.extract.checking.patterns import by_letter

LONGEST_READ = 2000
"""Characters of one sentence that are looked at; longer ones are not prose."""

_CUE_FILES = ("roles", "claims", "contribution", "addressed", "method", "standing")
_HEADING = re.compile(r"\[(?P<heading>[^\]]+)\]")
_LIST = re.compile(r"\{(?P<name>[a-z][a-z ]*)\}")
_RUN = re.compile(r"[a-z -]*(?![?*+]|\{\d)")
_LETTER_MAYBE = re.compile(r"([a-z -])\?")
_LETTERS = re.compile(r"\[(-?[a-z ]+)\](?![?*+]|\{\d)")
_BRACKET = re.compile(r"\\.|\[[^\]]*\]|[()|]")
_TIMES = re.compile(r"\{0,(?P<most>\d)\}\??|[?*+]|\{\d")
_MOST_KNOWN = 20_000
_OPENING_WORDS = 2
_WORD = re.compile(r"\w+")
_DIGIT = "0"
_ANY = ""
_OPENS = "^"
_ENDS_WORD = r"(?!\w)"
_NO_LETTER = (" ", "-", ",", ":", r"\b", r"\(", _ENDS_WORD)
_OPEN_ENDS = ("$", ":", "/")


class Cue(NamedTuple):
    """One entry of a section, or what of it follows a literal opening."""

    file: str
    heading: str
    pattern: str


@cache
def read_sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the sections of a data file in order: heading -> entries; "" heads what stands before any heading."""
    sections: dict[str, list[str]] = {"": []}
    heading = ""
    for line in files("agent.extract.extractive").joinpath("data", f"{name}.txt").read_text("utf-8").splitlines():
        if match := _HEADING.fullmatch(line):
            heading = match.group("heading")
            sections.setdefault(heading, [])
        elif line and not line.startswith("#"):
            sections[heading].append(line)
    return {heading: tuple(entries) for heading, entries in sections.items()}


def one_of(name: str, heading: str) -> str:
    """Return a pattern that matches any entry of a section, for use inside other patterns."""
    return _group([_fill(entry, _lists(name)) for entry in read_sections(name)[heading]])


def any_word(name: str, heading: str) -> re.Pattern[str]:
    """Return a pattern that finds, as whole words, any entry of a section in a text that is in small letters.

    It does not begin with a border but looks back at one, so that most places of a text are passed over at once.
    """
    behind: dict[str, list[str]] = {}
    for entry in read_sections(name)[heading]:
        for opening, rest in _part(name, rf"{entry}\b", 1):
            behind.setdefault(opening[:1], []).append(_fill(opening[1:] + rest, _lists(name)))
    choices = (rf"{letter}(?<!\w.)" if letter else r"\b" for letter in behind)
    entries = (f"{choice}(?:{'|'.join(rests)})" for choice, rests in zip(choices, behind.values(), strict=True))
    return re.compile("|".join(entries))


@cache
def read_patterns(name: str, heading: str) -> tuple[re.Pattern[str], ...]:
    """Return the entries of a section as patterns, in order."""
    return tuple(re.compile(_fill(entry, _lists(name))) for entry in read_sections(name)[heading])


@lru_cache(maxsize=4096)
def find_cues(sentence: str) -> frozenset[str]:
    """Return the sections of cues that a sentence shows, as "file/heading"."""
    return _search(sentence, _filed(_CUE_FILES))


@lru_cache(maxsize=1024)
def opens_with(passage: str, heading: str) -> bool:
    """Say whether a passage begins with a cue of a section that is found only there (`^`)."""
    first = _WORD.search(lowered := passage[:LONGEST_READ].lower())
    found: set[str] = set()
    if first is not None:
        _look(_OPENS + first[0], lowered, first, _filed(_CUE_FILES), found)
    return heading in found


@lru_cache(maxsize=256)
def find_title_cues(title: str) -> frozenset[str]:
    """Return the sections of cues for titles that a title shows."""
    return _search(title, _filed(("titles",)))


Begun = dict[str, list[tuple[str, list[Cue]]]]
"""Cues of one first word: the letter that follows, "" for any -> openings with what may stand behind each."""


class _Filed(NamedTuple):
    words: dict[str, list[Cue]]
    """By the whole word that they begin with; those that only open a sentence behind `^`."""
    beginnings: dict[str, list[Cue]]
    """By what a word begins with."""
    anywhere: list[Cue]
    known: dict[str, Begun]
    """By word, gathered when it is first met; by the first word of a sentence, behind `^`."""


def _search(passage: str, filed: _Filed) -> frozenset[str]:
    lowered = passage[:LONGEST_READ].lower()
    found: set[str] = set()
    known = filed.known
    for match in _WORD.finditer(lowered):
        if known.get(match[0], True):  # most words begin no cue
            _look(match[0], lowered, match, filed, found)
    if first := _WORD.search(lowered):
        _look(_OPENS + first[0], lowered, first, filed, found)
    found.update(cue.heading for cue in filed.anywhere if _compile(cue.file, cue.pattern).search(lowered))
    return frozenset(found)


def _look(key: str, lowered: str, word: re.Match[str], filed: _Filed, found: set[str]) -> None:
    start, behind = word.start(), word.end() + 1
    begun = filed.known.get(key)
    begun = _gather(key, filed) if begun is None else begun
    for letter in (_ANY, lowered[behind : behind + 1]):
        for opening, cues in begun.get(letter, ()):
            if lowered.startswith(opening, start):
                end = start + len(opening)
                for file, heading, rest in cues:
                    if heading not in found and (not rest or _compile(file, rest).match(lowered, end)):
                        found.add(heading)


@cache
def _compile(file: str, pattern: str) -> re.Pattern[str]:
    # Not before a word is met with which it begins: all of them take a tenth of a second.
    return re.compile(_fill(pattern, _lists(file)))


def _gather(key: str, filed: _Filed) -> Begun:
    if len(filed.known) >= _MOST_KNOWN:
        filed.known.clear()
    word = key.removeprefix(_OPENS)
    opens = key[: len(key) - len(word)]
    heads = (_ANY, _DIGIT) if word[0].isdigit() else [word[:size] for size in range(len(word) + 1)]
    openings: dict[str, list[Cue]] = {}
    for cue in chain(filed.words.get(key, ()), *(filed.beginnings.get(opens + head, ()) for head in heads)):
        for opening, rest in _part(cue.file, cue.pattern, _OPENING_WORDS):
            is_said = opening == word and rest == _ENDS_WORD
            openings.setdefault(opening, []).append(cue._replace(pattern="" if is_said else rest))
    begun: Begun = {}
    for opening, cues in openings.items():
        begun.setdefault(opening[len(word) + 1 :][:1], []).append((opening, cues))
    filed.known[key] = begun
    return begun


@cache
def _filed(names: tuple[str, ...]) -> _Filed:
    filed = _Filed({}, {}, [], {})
    for name in names:
        for heading, entries in read_sections(name).items():
            if heading and not heading.startswith("list "):
                for entry in entries:
                    _file(name, heading, entry, filed)
    return filed


def _file(name: str, heading: str, entry: str, filed: _Filed) -> None:
    opens = entry[: entry.startswith(_OPENS)]
    whole = entry.removeprefix(_OPENS) + ("" if entry.endswith(_OPEN_ENDS) else _ENDS_WORD)
    for opening, rest in _part(name, whole, 1):
        cue = Cue(name, f"{name}/{heading}", opening + rest)
        word = opening.partition(" ")[0].partition("-")[0]
        if word:
            ends = len(opening) > len(word) or not any(_begin(name, rest))
            (filed.words if ends else filed.beginnings).setdefault(opens + word, []).append(cue)
        elif opens or rest.startswith(r"\d"):
            filed.beginnings.setdefault(opens + (_DIGIT if rest.startswith(r"\d") else _ANY), []).append(cue)
        else:
            filed.anywhere.append(cue)


def _part(file: str, pattern: str, words: int, opening: str = "") -> Iterator[tuple[str, str]]:
    """Yield openings of at most so many whole words with the rest behind each: they match what the pattern does.

    A choice between words, or endings of a word, makes more openings.
    """
    run = _RUN.match(pattern)
    opening, rest = (opening + run[0], pattern[run.end() :]) if run else (opening, pattern)
    forms = _choose(file, rest) if opening.count(" ") + opening.count("-") < words else ()
    firsts = _begin(file, rest) if forms else ()
    if any(firsts) and "?" not in firsts:
        for form in forms:
            yield from _part(file, form, words, opening)
    else:
        yield opening, rest


def _begin(file: str, pattern: str) -> set[str]:
    """Return what a pattern may begin with: letters, "" for the end of a word, "?" for anything else."""
    if forms := _choose(file, pattern):
        return set().union(*(_begin(file, form) for form in forms))
    return {"" if pattern.startswith(_NO_LETTER) else pattern[0] if pattern[0].isalpha() else "?"}


def _choose(file: str, pattern: str) -> tuple[str, ...]:
    """Return the forms of a pattern that begins with a choice, one without it each; none where it begins with none."""
    if match := _LETTER_MAYBE.match(pattern):
        choices, end = [match[1], ""], match.end()
    elif match := _LETTERS.match(pattern):
        choices, end = list(match[1]), match.end()
    elif match := _LIST.match(pattern):
        choices, end = list(read_sections(file)[f"list {match['name']}"]), match.end()
    elif pattern.startswith("(?:"):
        choices, end = _read_choice(pattern)
        if times := _TIMES.match(pattern, end):
            if not times["most"] and times[0] != "?":
                return ()
            again = f"{pattern[:end]}{{0,{int(times['most']) - 1}}}" if times["most"] else ""
            choices, end = [*(choice + again for choice in choices), ""], times.end()
    else:
        return ()
    return tuple(choice + pattern[end:] for choice in choices)


def _read_choice(pattern: str) -> tuple[list[str], int]:
    """Return what a group, with which the pattern begins, lets choose from, and where it ends."""
    choices: list[str] = []
    depth, start = 0, len("(?:")
    for mark in _BRACKET.finditer(pattern):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if depth == 0 or (depth == 1 and mark[0] == "|"):
            choices.append(pattern[start : mark.start()])
            start = mark.end()
        if depth == 0:
            break
    return choices, start


@cache
def _lists(name: str) -> Mapping[str, str]:
    sections = read_sections(name)
    return {heading[5:]: _group(entries) for heading, entries in sections.items() if heading.startswith("list ")}


def _fill(entry: str, lists: Mapping[str, str]) -> str:
    while match := _LIST.search(entry):
        entry = entry[: match.start()] + lists[match.group("name")] + entry[match.end() :]
    return entry


def _group(entries: Sequence[str]) -> str:
    return f"(?:{'|'.join(by_letter(entries))})"
