"""Rule 3: which names a text prints, in whatever form, and which of its like stands in a name's stead."""

import re
from collections.abc import Iterator

from agent.extract.checking.patterns import any_of
from agent.extract.evidence import Evidence, read_evidence
from agent.extract.words import names_of, parts, squeezed, stem

_COMPOUND = re.compile(r"(?<![\w-])([A-Za-z]+)-([A-Za-z]+)(?![\w-])")
_OPENING_WORDS = 2  # of a statement, within which its subject begins
_OURS = any_of(
    r"""(?:our|the_proposed|this|the)_(?:\w+_)?(?:method|approach|model|framework|algorithm|system|technique)
    (?:our|the_proposed|this|the)_(?:\w+_)?(?:strategy|architecture|pipeline|tool)
    we_(?:\w+ly_|also_|can_)?(?:achieve|maintain|obtain|reach|attain|outperform|surpass|exceed|reduce|improve|gain|keep)"""
)
_CHRISTENED = any_of(
    """(?:propos|introduc|present|develop|design|call|nam|dub|term|releas|creat|construct)(?:e|es|ed|ing|s)? build built
    contribute"""
)
_BEFORE_SUBJECT = re.compile(r"^(?:With|On|In|For|Using|Across|Under|At) [^,]{1,60}, ")
_BEHIND_VERB = 110  # characters behind "we propose" within which the name of what is proposed stands


def is_named(name: str, evidence: Evidence) -> bool:
    """Say whether a text prints a name, its plural, its parts or the words that it abbreviates."""
    joined = squeezed(name)
    single = joined.removesuffix("s")
    if not joined or any(map(evidence.prints, (joined, single, f"{joined}s"))) or evidence.abbreviates(single):
        return True
    return all(stem(part) in evidence.stems for part in parts(name))


def is_other_form(name: str, printed: str, statement: str, cited: Evidence) -> bool:
    """Say whether a name of the statement is spelt out in the cited sentences, or `printed` in the statement."""
    spelt_out = not cited.prints(squeezed(name)) and is_named(name, cited)
    return spelt_out or is_named(printed, read_evidence(statement))


def sibling_of(name: str, statement: str, cited: Evidence) -> str | None:
    """Return the name in the cited sentences that differs from `name` in figures only, if `name` is not there."""
    if not any(letter.isdigit() for letter in name) or is_named(name, cited):
        return None
    said = set(map(squeezed, names_of(statement)))
    letters = _letters(name)
    for other in names_of(cited.text):
        if len(letters) > 1 and _letters(other) == letters and squeezed(other) not in said:
            return other
    return None


def turned_compounds(statement: str, cited: Evidence) -> Iterator[tuple[str, str]]:
    """Yield compounds with the printed one that has the same second half: on-policy for off-policy."""
    if "-" not in statement:
        return
    said = {tuple(map(stem, pair)): "-".join(pair) for pair in _COMPOUND.findall(statement)}
    if not said:
        return
    printed = {tuple(map(stem, pair)): "-".join(pair) for pair in _COMPOUND.findall(cited.text)}
    for (first, second), compound in said.items():
        if cited.prints("".join(parts(compound)).lower()) or {first, second} <= cited.stems:
            continue
        for (other_first, other_second), other in printed.items():
            if second == other_second and first not in cited.stems and (other_first, other_second) not in said:
                yield compound, other
                break


def strange_subject(statement: str, cited: Evidence, whole: str) -> str | None:
    """Return the name a statement begins with if the sentences speak of the paper's own method, named otherwise.

    `whole` is the repaired title and abstract.
    """
    statement = _BEFORE_SUBJECT.sub("", statement)
    opening = " ".join(statement.split(" ", _OPENING_WORDS)[:_OPENING_WORDS])
    name = next(iter(names_of(opening)), None)
    if name is None or is_named(name, cited) or _OURS.search(cited.lowered) is None:
        return None
    own = {key for match in _CHRISTENED.finditer(whole.lower()) for key in _names_behind(whole, match.end())}
    key = squeezed(name)
    if not own or any(key in other or other in key for other in own) or name in whole[: whole.find(". ")]:
        return None
    return name


def _names_behind(whole: str, start: int) -> Iterator[str]:
    return map(squeezed, names_of(f"x {whole[start : start + _BEHIND_VERB].partition('. ')[0]}"))


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())
