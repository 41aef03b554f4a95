r"""What the engine knows, read from the data files beside it: names, lists of words, and cues.

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

LONGEST_READ = 2000
"""Characters of one sentence that are looked at; longer ones are not prose."""

_CUE_FILES = ("roles", "claims", "contribution", "addressed", "method", "standing")
_HEADING = re.compile(r"\[(?P<heading>[^\]]+)\]")
_LIST = re.compile(r"\{(?P<name>[a-z][a-z ]*)\}")
_HEAD = re.compile(r"[a-z]{1,3}(?![?*])|[a-z]{1,2}(?![?*])|[a-z]")
_WORD = re.compile(r"\w+")
_DIGIT = "0"
_ANY = ""
_OPEN_ENDS = ("$", ":", "/")


class Cue(NamedTuple):
    """One entry of a section."""

    heading: str
    pattern: re.Pattern[str]


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


@lru_cache(maxsize=4096)
def find_cues(sentence: str) -> frozenset[str]:
    """Return the sections of cues that a sentence shows, as "file/heading"."""
    return _search(sentence, _filed(_CUE_FILES))


@lru_cache(maxsize=256)
def find_title_cues(title: str) -> frozenset[str]:
    """Return the sections of cues for titles that a title shows."""
    return _search(title, _filed(("titles",)))


class _Filed(NamedTuple):
    opening: dict[str, list[Cue]]
    within: dict[str, list[Cue]]
    anywhere: list[Cue]


def _search(passage: str, filed: _Filed) -> frozenset[str]:
    lowered = passage[:LONGEST_READ].lower()
    found: set[str] = set()
    opens = True
    for word in _WORD.finditer(lowered):
        start = word.start()
        for head in _heads(word.group()):
            for heading, pattern in filed.opening.get(head, ()) if opens else ():
                if heading not in found and pattern.match(lowered, start):
                    found.add(heading)
            for heading, pattern in filed.within.get(head, ()):
                if heading not in found and pattern.match(lowered, start):
                    found.add(heading)
        opens = False
    found.update(heading for heading, pattern in filed.anywhere if pattern.search(lowered))
    return frozenset(found)


def _heads(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return (_ANY, _DIGIT)
    return (_ANY, word[:1], word[:2], word[:3])[: len(word) + 1]


@cache
def _filed(names: tuple[str, ...]) -> _Filed:
    filed = _Filed({}, {}, [])
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
        cue = Cue(heading, re.compile(_fill(form, sections) + end))
        if head is not None or form.startswith(r"\d"):
            place.setdefault(head.group() if head else _DIGIT, []).append(cue)
        elif entry.startswith("^"):
            place.setdefault(_ANY, []).append(cue)
        else:
            filed.anywhere.append(cue)


def _forms(entry: str, sections: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    # An entry that begins with a list is one entry for each of its words, so that each is filed under its letters.
    match = _LIST.match(entry)
    if match is None:
        yield entry
        return
    for form in sections[f"list {match.group('name')}"]:
        yield from _forms(form + entry[match.end() :], sections)


def _fill(entry: str, sections: Mapping[str, tuple[str, ...]]) -> str:
    while match := _LIST.search(entry):
        entry = entry[: match.start()] + _group(sections[f"list {match.group('name')}"]) + entry[match.end() :]
    return entry


def _group(entries: Sequence[str]) -> str:
    return f"(?:{'|'.join(entries)})"
