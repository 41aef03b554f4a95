r"""What the engine knows, read from the data files of `extractive`: names, lists of words, and cues.

A data file has sections, `[heading]`, with one entry a line; `#` opens a comment. `[list x]` names a list that other
entries of the file use as `{x}`. An entry of a cue section is a regular expression over the sentence in lower case,
found only at the beginning of a word (`^`: of the sentence) and only up to the end of one.

So that a sentence is read once however many cues there are, cues are filed under the letters they begin with, and a
word of the sentence looks up only those that begin as it does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from agent.extract.checking.patterns import by_letter

LONGEST_READ = 2000
"""Characters of one sentence that are looked at; longer ones are not prose."""

_CUE_FILES = ("roles", "claims", "contribution", "addressed", "method", "standing")
_HEADING = re.compile(r"\[(?P<heading>[^\]]+)\]")
_LIST = re.compile(r"\{(?P<name>[a-z][a-z ]*)\}")
_CHOICE = re.compile(r"\(\?:(?P<choice>[\w |?-]*)\)(?P<maybe>\??)(?![?*+{])")
_LAST_LETTER = re.compile(r"(?P<word>[a-z]{1,3})(?P<last>[a-z])\?(?![?*+{])")
_LONGEST_HEAD = 5
_MOST_KNOWN = 20_000
_MANY_LOOKS = 50
_HEAD = re.compile(rf"[a-z]{{1,{_LONGEST_HEAD}}}(?![?*{{])|[a-z]")
_BEYOND_OPENING = re.compile(r"[^a-z -]|.(?=[?*+{])")
_ALTERNATIVE = r" (?:[^()|]|\([^()]*\))*"
_OPTIONAL = rf"\(\?:{_ALTERNATIVE}(?:\|{_ALTERNATIVE})*\)(?:\?|\*|\{{0,\d\}})\??"
_BLANK_NEXT = re.compile(rf"(?:\(\?:)?(?:{_OPTIONAL})*\)? ")
"""Behind the opening of a cue: what begins with a blank in every case."""
_WORD = re.compile(r"\w+")
_DIGIT = "0"
_ANY = ""
_OPENS = "^"
_OPEN_ENDS = ("$", ":", "/")


class Cue(NamedTuple):
    """One entry of a section."""

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


@cache
def read_patterns(name: str, heading: str) -> tuple[re.Pattern[str], ...]:
    """Return the entries of a section as patterns, in order."""
    return tuple(re.compile(_fill(entry, _lists(name))) for entry in read_sections(name)[heading])


@lru_cache(maxsize=4096)
def find_cues(sentence: str) -> frozenset[str]:
    """Return the sections of cues that a sentence shows, as "file/heading"."""
    return _search(sentence, _filed(_CUE_FILES))


def opens_with(passage: str, heading: str) -> bool:
    """Say whether a passage begins with a cue of a section that is found only there (`^`)."""
    first = _WORD.search(lowered := passage[:LONGEST_READ].lower())
    found: set[str] = set()
    if first is not None:
        _look(_OPENS + first[0], lowered, first.start(), _filed(_CUE_FILES), found)
    return heading in found


@lru_cache(maxsize=256)
def find_title_cues(title: str) -> frozenset[str]:
    """Return the sections of cues for titles that a title shows."""
    return _search(title, _filed(("titles",)))


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    # Not before a word is met with which it begins: all of them take most of a second.
    return re.compile(pattern)


@dataclass(slots=True)
class _Group:
    """Cues that are filed under the same letters."""

    openings: tuple[str, ...]
    """What they begin with: most words need no closer look."""
    pattern: str
    """Matches where one of them does."""
    cues: tuple[tuple[Cue, str], ...]
    """Each with its opening."""
    looks: int = 0
    """How often it was looked at: a pattern of all of them pays only after some looks."""


class _Filed(NamedTuple):
    cues: dict[str, list[Cue]]
    """By the letters they begin with; those that only open a sentence behind `^`."""
    anywhere: list[Cue]
    known: dict[str, tuple[_Group, ...]]
    """What may begin with a word, gathered when the word is first met; as the first of a sentence, behind `^`."""


def _search(passage: str, filed: _Filed) -> frozenset[str]:
    lowered = passage[:LONGEST_READ].lower()
    found: set[str] = set()
    known = filed.known
    first = True
    for match in _WORD.finditer(lowered):
        word = match[0]
        if first:
            _look(_OPENS + word, lowered, match.start(), filed, found)
            first = False
        if known.get(word) != ():  # most words begin no cue
            _look(word, lowered, match.start(), filed, found)
    found.update(cue.heading for cue in filed.anywhere if _compile(cue.pattern).search(lowered))
    return frozenset(found)


def _look(key: str, lowered: str, start: int, filed: _Filed, found: set[str]) -> None:
    groups = filed.known.get(key)
    for group in _gather(key, filed) if groups is None else groups:
        if not lowered.startswith(group.openings, start):
            continue
        group.looks += 1
        if group.looks > _MANY_LOOKS and not _compile(group.pattern).match(lowered, start):
            continue
        for (heading, pattern), opening in group.cues:
            if heading not in found and lowered.startswith(opening, start) and _compile(pattern).match(lowered, start):
                found.add(heading)


def _gather(key: str, filed: _Filed) -> tuple[_Group, ...]:
    if len(filed.known) >= _MOST_KNOWN:
        filed.known.clear()
    word = key.removeprefix(_OPENS)
    opens = key[: len(key) - len(word)]
    heads = (_ANY, _DIGIT) if word[0].isdigit() else [word[:size] for size in range(min(len(word), _LONGEST_HEAD) + 1)]
    groups = (_group_of(tuple(filed.cues.get(opens + head, ()))) for head in heads)
    beyond = (f"{word} ", f"{word}-")
    filed.known[key] = tuple(
        group
        for group in groups
        if any(word.startswith(opening) or opening.startswith(beyond) for opening in group.openings)
    )
    return filed.known[key]


@cache
def _group_of(cues: tuple[Cue, ...]) -> _Group:
    openings = [_find_opening(cue.pattern) for cue in cues]
    pattern = "|".join(cue.pattern for cue in cues)
    return _Group(tuple(dict.fromkeys(openings)), pattern, tuple(zip(cues, openings, strict=True)))


def _find_opening(pattern: str) -> str:
    opening = _BEYOND_OPENING.split(pattern, maxsplit=1)[0]
    return f"{opening} " if _BLANK_NEXT.match(pattern, len(opening)) else opening


@cache
def _filed(names: tuple[str, ...]) -> _Filed:
    filed = _Filed({}, [], {})
    for name in names:
        sections = read_sections(name)
        for heading, entries in sections.items():
            if heading and not heading.startswith("list "):
                for entry in entries:
                    _file(name, heading, entry, filed)
    return filed


def _file(name: str, heading: str, entry: str, filed: _Filed) -> None:
    opens = entry[: entry.startswith(_OPENS)]
    for form in _forms(entry.removeprefix(_OPENS), read_sections(name), _lists(name)):
        head = _HEAD.match(form)
        cue = Cue(f"{name}/{heading}", form if form.endswith(_OPEN_ENDS) else rf"{form}(?!\w)")
        if head is not None or form.startswith(r"\d"):
            filed.cues.setdefault(opens + (head.group() if head else _DIGIT), []).append(cue)
        elif opens:
            filed.cues.setdefault(opens + _ANY, []).append(cue)
        else:
            filed.anywhere.append(cue)


def _forms(entry: str, sections: Mapping[str, tuple[str, ...]], lists: Mapping[str, str]) -> Iterator[str]:
    # An entry that begins with a choice is one entry for each of its words, so that each is filed under its letters.
    if match := _LIST.match(entry):
        choices = sections[f"list {match.group('name')}"]
    elif match := _CHOICE.match(entry):
        choices = (*match.group("choice").split("|"), *[""][: len(match.group("maybe"))])
    elif match := _LAST_LETTER.match(entry):
        choices = (match.group("word"), match.group("word") + match.group("last"))
    else:
        yield _fill(entry, lists)
        return
    rest = _fill(entry[match.end() :], lists)
    for choice in choices:
        yield from _forms(choice + rest, sections, lists)


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
