r"""What the engine knows, read from the data files of `extractive`: names, lists of words, and cues.

A data file has sections, `[heading]`, with one entry a line; `#` opens a comment. `[list x]` names a list that other
entries of the file use as `{x}`. An entry of a cue section is a regular expression over the sentence in lower case,
found only at the beginning of a word (`^`: of the sentence) and only up to the end of one.

So that a sentence is read once however many cues there are, cues are filed under the letters they begin with, and a
word of the sentence looks up only those that begin as it does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from agent.extract.checking.patterns import by_letter

LONGEST_READ = 2000
"""Characters of one sentence that are looked at; longer ones are not prose."""

_CUE_FILES = ("roles", "claims", "contribution", "addressed", "method", "standing")
_HEADING = re.compile(r"\[(?P<heading>[^\]]+)\]")
_LIST = re.compile(r"\{(?P<name>[a-z][a-z ]*)\}")
_CHOICE = re.compile(r"\(\?:(?P<choice>[\w |-]*)\)(?![?*+{])")
_LONGEST_HEAD = 5
_MOST_KNOWN = 20_000
_HEAD = re.compile(rf"[a-z]{{1,{_LONGEST_HEAD}}}(?![?*{{])|[a-z]")
_BEYOND_OPENING = re.compile(r"[^a-z -]|.(?=[?*+{])")
_WORD = re.compile(r"\w+")
_DIGIT = "0"
_ANY = ""
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
    sections = read_sections(name)
    return _group([_fill(entry, sections) for entry in sections[heading]])


@cache
def read_patterns(name: str, heading: str) -> tuple[re.Pattern[str], ...]:
    """Return the entries of a section as patterns, in order."""
    sections = read_sections(name)
    return tuple(re.compile(_fill(entry, sections)) for entry in sections[heading])


@lru_cache(maxsize=4096)
def find_cues(sentence: str) -> frozenset[str]:
    """Return the sections of cues that a sentence shows, as "file/heading"."""
    return _search(sentence, _filed(_CUE_FILES))


@lru_cache(maxsize=256)
def find_title_cues(title: str) -> frozenset[str]:
    """Return the sections of cues for titles that a title shows."""
    return _search(title, _filed(("titles",)))


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    # Not before a word is met with which it begins: all of them take most of a second.
    return re.compile(pattern)


class _Group(NamedTuple):
    """Cues that are filed under the same letters."""

    openings: tuple[str, ...]
    """What they begin with: most words need no closer look."""
    pattern: str
    """Matches where one of them does."""
    cues: list[Cue]


class _Filed(NamedTuple):
    opening: dict[str, list[Cue]]
    within: dict[str, list[Cue]]
    anywhere: list[Cue]
    groups: dict[str, _Group]
    """Those of `within` that were looked up so far, by their letters."""
    known: dict[str, tuple[_Group, ...]]
    """What `groups` holds for the first letters of a word, gathered when the first such word is met."""


def _search(passage: str, filed: _Filed) -> frozenset[str]:
    lowered = passage[:LONGEST_READ].lower()
    found: set[str] = set()
    known = filed.known
    for word in _WORD.finditer(lowered):
        start, end = word.span()
        letters = lowered[start : min(start + _LONGEST_HEAD, end)]
        if letters not in known:
            _gather(letters, filed)
        for openings, pattern, cues in known[letters]:
            if lowered.startswith(openings, start) and _compile(pattern).match(lowered, start):
                _match(cues, lowered, start, found)
    if first := _WORD.search(lowered):
        start = first.start()
        letters = lowered[start : min(start + _LONGEST_HEAD, first.end())]
        for head in _heads(letters):
            _match(filed.opening.get(head, ()), lowered, start, found)
    found.update(heading for heading, pattern in filed.anywhere if _compile(pattern).search(lowered))
    return frozenset(found)


def _match(cues: Sequence[Cue], lowered: str, start: int, found: set[str]) -> None:
    for heading, pattern in cues:
        if heading not in found and _compile(pattern).match(lowered, start):
            found.add(heading)


def _gather(letters: str, filed: _Filed) -> None:
    if len(filed.known) >= _MOST_KNOWN:
        filed.known.clear()
    heads = [head for head in _heads(letters) if head in filed.within]
    for head in heads:
        if head not in filed.groups:
            cues = filed.within[head]
            openings = {_BEYOND_OPENING.split(cue.pattern, maxsplit=1)[0] for cue in cues}
            filed.groups[head] = _Group(tuple(openings), "|".join(cue.pattern for cue in cues), cues)
    filed.known[letters] = tuple(filed.groups[head] for head in heads)


def _heads(letters: str) -> Sequence[str]:
    return (_ANY, _DIGIT) if letters[0].isdigit() else [letters[:size] for size in range(len(letters) + 1)]


@cache
def _filed(names: tuple[str, ...]) -> _Filed:
    filed = _Filed({}, {}, [], {}, {})
    for name in names:
        sections = read_sections(name)
        for heading, entries in sections.items():
            if heading and not heading.startswith("list "):
                for entry in entries:
                    _file(f"{name}/{heading}", entry, sections, filed)
    return filed


def _file(heading: str, entry: str, sections: Mapping[str, tuple[str, ...]], filed: _Filed) -> None:
    place = filed.opening if entry.startswith("^") else filed.within
    for form in _forms(entry.removeprefix("^"), sections):
        head = _HEAD.match(form)
        end = "" if form.endswith(_OPEN_ENDS) else r"(?!\w)"
        cue = Cue(heading, _fill(form, sections) + end)
        if head is not None or form.startswith(r"\d"):
            place.setdefault(head.group() if head else _DIGIT, []).append(cue)
        elif entry.startswith("^"):
            place.setdefault(_ANY, []).append(cue)
        else:
            filed.anywhere.append(cue)


def _forms(entry: str, sections: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    # An entry that begins with a choice is one entry for each of its words, so that each is filed under its letters.
    match = _LIST.match(entry) or _CHOICE.match(entry)
    if match is None:
        yield entry
        return
    choice = match.groupdict().get("choice")
    for form in choice.split("|") if choice is not None else sections[f"list {match.group('name')}"]:
        yield from _forms(form + entry[match.end() :], sections)


def _fill(entry: str, sections: Mapping[str, tuple[str, ...]]) -> str:
    while match := _LIST.search(entry):
        entry = entry[: match.start()] + _group(sections[f"list {match.group('name')}"]) + entry[match.end() :]
    return entry


def _group(entries: Sequence[str]) -> str:
    return f"(?:{'|'.join(by_letter(entries))})"
