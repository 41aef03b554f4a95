"""Is a statement carried by the sentences it cites? One pure function a rule; no finding means yes.

A rule sees the statement and the text in the forms of `Case` and says what it found in words for people. To add a rule
is to write one such function and to name it in `RULES`.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.checking.clauses import Clauses, read_clauses
from agent.extract.checking.comparison import judge_comparisons
from agent.extract.checking.direction import lone_negation, opposed_words, turned_negations
from agent.extract.checking.places import misplaced_names
from agent.extract.checking.scope import inflated_words, told_as_cause, told_as_done
from agent.extract.evidence import Evidence, join_evidence, read_evidence
from agent.extract.numbers import is_printed, quantities
from agent.extract.pairing import changed_bounds, changed_ranges, swapped_numbers
from agent.extract.sentences import NumberedText
from agent.extract.words import (
    FUNCTION_WORDS,
    name_core,
    parts,
    repaired,
    squeezed,
    stem,
    words,
)
from schemas.extraction import Finding

_LONGEST_NAME = 200  # characters; a name is shorter, and patterns stay small
# Share of a statement's content words that the cited sentences may lack. Faithful gists of annotated claims lack up
# to 0.47, statements with the evidence of others 0.62 and more.
_MOST_MISSING = 0.55
_COMPOUND = re.compile(r"(?<![\w-])([A-Za-z]+)-([A-Za-z]+)(?![\w-])")
_ADDRESS = re.compile(
    r"!?\[[^\]]{0,80}\]\([^)\s]{1,300}\)?|\b(?:https?://|www\.|javascript:|data:\w+/)[^\s)>\]]{1,300}"
)
_TOLD_ADDRESS = 80  # characters of an address that a finding names
_TOLD_WORDS = 5  # missing words that a finding names


class Case(NamedTuple):
    """What a rule judges."""

    statement: str
    """Repaired."""
    cited: Evidence
    """The cited sentences, joined."""
    whole: Evidence
    """Title and abstract."""
    numbers: tuple[int, ...]
    """1-based numbers of the cited sentences, each once, in order."""

    sentences: tuple[Evidence, ...]
    """The cited sentences."""
    clauses: tuple[Clauses, ...]
    """Of each cited sentence."""

    @property
    def labels(self) -> str:
        """The cited sentences for people: "s3, s5"."""
        return ", ".join(f"s{number}" for number in self.numbers)


def check_statement(statement: str, cited: Sequence[int], text: NumberedText) -> tuple[Finding, ...]:
    """Compare a statement with the sentences it cites.

    Args:
        statement: One sentence or part of one, in anybody's words.
        cited: 1-based numbers of sentences of `text`; any number may be wrong.
        text: What the statement is about.

    Returns:
        Why the statement is not carried, rule by rule; empty if it is.
    """
    if not any(letter.isalnum() for letter in statement):
        return (Finding(rule="length", message="the statement is empty"),)
    if findings := _cited_exist(cited, text):
        return findings
    numbers = tuple(sorted(set(cited)))
    view = _view(text)
    statement = repaired(statement)
    if any(view.sentences[number - 1].text == statement for number in numbers):
        return ()  # the sentence itself
    sentences = tuple(view.sentences[number - 1] for number in numbers)
    clauses = tuple(read_clauses(sentence.text) for sentence in sentences)
    case = Case(statement, _cited(text, numbers), view.whole, numbers, sentences, clauses)
    return tuple(finding for rule in RULES for finding in rule(case))


def occurs(name: str, text: NumberedText) -> tuple[int, ...] | None:
    """Find where a name is printed as whole words; dashes, blanks, quotes and a first capital are folded.

    "Llama" is not printed by "Llama-3" nor "FenQA" by "Tiny-FenQA": those are names of other things.

    Returns:
        The 1-based numbers of the sentences that print it, () if only the title does, None if nothing does.
    """
    pattern = _name_pattern(name)
    if pattern is None:
        return None
    view = _view(text)
    found = tuple(n for n, sentence in enumerate(view.sentences, 1) if pattern.search(sentence.text))
    return found if found or pattern.search(view.title) else None


class _View(NamedTuple):
    title: str
    sentences: tuple[Evidence, ...]
    whole: Evidence


@lru_cache(maxsize=64)
def _view(text: NumberedText) -> _View:
    sentences = tuple(read_evidence(sentence) for sentence in text.sentences)
    return _View(repaired(text.title), sentences, join_evidence((read_evidence(text.title), *sentences)))


@lru_cache(maxsize=1024)
def _cited(text: NumberedText, numbers: tuple[int, ...]) -> Evidence:
    sentences = _view(text).sentences
    return join_evidence(tuple(sentences[number - 1] for number in numbers))


@lru_cache(maxsize=1024)
def _name_pattern(name: str) -> re.Pattern[str] | None:
    plain = repaired(name) if len(name) <= _LONGEST_NAME else ""
    if not any(letter.isalnum() for letter in plain):
        return None
    pieces = [piece for piece in re.split(r"[ -]+", plain) if piece]
    first = pieces[0]
    head = re.escape(first)
    if first[0].isalpha() and first[1:2].islower():  # never for acronyms: MATH is not Math
        head = f"[{re.escape(first[0].upper() + first[0].lower())}]{re.escape(first[1:])}"
    body = "[ -]?".join([head, *map(re.escape, pieces[1:])])
    return re.compile(
        rf"(?<!\w)(?<![A-Z]-)(?<![A-Z][a-z]-)(?<![A-Z][a-z]{{3}}-){body}(?:'?s)?(?!\w|-\d|-[A-Z]{{1,4}}\b)"
    )


def _cited_exist(cited: Sequence[int], text: NumberedText) -> tuple[Finding, ...]:
    """Rule 1: the cited sentences exist, and one of them at least is not silenced."""
    if not cited:
        return (Finding(rule="sentence", message="no sentence is cited"),)
    last = len(text.spans)
    wrong = sorted({number for number in cited if not 1 <= number <= last})
    if wrong:
        return tuple(
            Finding(rule="sentence", message=f"there is no s{number}: the abstract has {last} sentences")
            for number in wrong[:3]
        )
    if all(start == end for start, end in (text.spans[number - 1] for number in cited)):
        labels = ", ".join(f"s{number}" for number in sorted(set(cited)))
        return (Finding(rule="sentence", message=f"{labels} speaks to its reader, so it carries no statement"),)
    return ()


def _numbers_occur(case: Case) -> tuple[Finding, ...]:
    """Rule 2: every number, unit and percentage is printed in the cited sentences."""
    return tuple(
        Finding(rule="number", message=f"the number {quantity.text} is not in {case.labels}")
        for quantity in quantities(case.statement)
        if not is_printed(quantity, case.cited.readings)
    )


def _numbers_stay_put(case: Case) -> tuple[Finding, ...]:
    """Rule 2, second half: numbers stand with the words, and ranges have the ends, with which they are printed."""
    swapped = tuple(
        Finding(rule="number", message=f"the numbers {one} and {other} stand the other way round in {case.labels}")
        for one, other in swapped_numbers(case.statement, case.cited.text)
    )
    changed = tuple(
        Finding(rule="number", message=f"the range {printed} has other ends in {case.labels}")
        for printed in changed_ranges(case.statement, case.cited.text)
    )
    bounds = tuple(
        Finding(rule="number", message=f"{case.labels} bounds {printed} from the other side: at most is not at least")
        for printed in changed_bounds(case.statement, case.cited.text)
    )
    return swapped + changed + bounds


def _names_occur(case: Case) -> tuple[Finding, ...]:
    """Rule 3: every named thing is printed in the cited sentences, the title or elsewhere in the abstract."""
    found = []
    for name in dict.fromkeys(filter(None, map(name_core, words(case.statement)))):
        if not _is_named(name, case.whole):
            found.append(Finding(rule="name", message=f"the name {name} is printed nowhere in the text"))
        elif (sibling := _sibling(name, case)) is not None:
            message = f"{case.labels} prints {sibling}, not {name}"
            found.append(Finding(rule="name", message=message))
    return tuple(found)


def _names_stay_put(case: Case) -> tuple[Finding, ...]:
    """Rule 3, fourth part: no name stands where the cited sentences print another."""
    cited = [sentence.text for sentence in case.sentences]

    def is_other_form(name: str, printed: str) -> bool:
        own = not case.cited.prints(squeezed(name)) and _is_named(name, case.cited)
        return own or _is_named(printed, read_evidence(case.statement))

    places = dict.fromkeys(misplaced_names(case.statement, cited, is_other_form))
    return tuple(
        Finding(rule="name", message=f"{case.labels} prints {printed} where the statement says {name}")
        for name, printed in places
    )


def _addresses_occur(case: Case) -> tuple[Finding, ...]:
    """Rule 3, third part: every address, and every link in markdown, is printed as it is in the cited sentences."""
    return tuple(
        Finding(rule="name", message=f"{case.labels} does not print the address {address[:_TOLD_ADDRESS]}")
        for address in dict.fromkeys(_ADDRESS.findall(case.statement))
        if address not in case.cited.text
    )


def _is_named(name: str, evidence: Evidence) -> bool:
    joined = squeezed(name)
    single = joined.removesuffix("s")
    if not joined or any(map(evidence.prints, (joined, single, f"{joined}s"))) or evidence.abbreviates(single):
        return True
    return all(stem(part) in evidence.stems for part in parts(name))


def _sibling(name: str, case: Case) -> str | None:
    """Return the name in the cited sentences that differs from `name` in figures only, if `name` is not there."""
    if not any(letter.isdigit() for letter in name) or _is_named(name, case.cited):
        return None
    said = {squeezed(other) for other in filter(None, map(name_core, words(case.statement)))}
    letters = _letters(name)
    for other in filter(None, map(name_core, words(case.cited.text))):
        if len(letters) > 1 and _letters(other) == letters and squeezed(other) not in said:
            return other
    return None


def _compounds_stay_put(case: Case) -> tuple[Finding, ...]:
    """Rule 3, second half: no compound stands for one with the same second half: on-policy for off-policy."""
    said = {tuple(map(stem, pair)): "-".join(pair) for pair in _COMPOUND.findall(case.statement)}
    printed = {tuple(map(stem, pair)): "-".join(pair) for pair in _COMPOUND.findall(case.cited.text)}
    found = []
    for (first, second), compound in said.items():
        if case.cited.prints("".join(parts(compound)).lower()) or {first, second} <= case.cited.stems:
            continue
        for (other_first, other_second), other in printed.items():
            if second == other_second and first not in case.cited.stems and (other_first, other_second) not in said:
                found.append(Finding(rule="name", message=f"{case.labels} prints {other}, not {compound}"))
                break
    return tuple(found)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _content_is_carried(case: Case) -> tuple[Finding, ...]:
    """Rule 6: most content words occur, by stem, in the cited sentences; words of one acronym carry each other."""
    content = [part for part in parts(case.statement) if part.isalpha() and len(part) > 1]
    expanded = _expanded(content, case.cited.acronyms)
    content = [part for part in content if part.lower() not in FUNCTION_WORDS]
    missing = [part for part in content if part not in expanded and not _is_carried(part, case.cited)]
    if len(missing) <= _MOST_MISSING * len(content):
        return ()
    told = ", ".join(dict.fromkeys(missing[:_TOLD_WORDS]))
    return (Finding(rule="content", message=f"{case.labels} says nothing of {told}"),)


def _is_carried(part: str, evidence: Evidence) -> bool:
    return stem(part) in evidence.stems or evidence.abbreviates(part.lower().removesuffix("s"))


def _expanded(content: Sequence[str], acronyms: frozenset[str]) -> frozenset[str]:
    """Return the words of the statement that spell out an acronym of the cited sentences."""
    found: set[str] = set()
    letters = "".join(part[0].lower() for part in content)
    for acronym in acronyms:
        start = letters.find(acronym)
        if start >= 0:
            found.update(content[start : start + len(acronym)])
    return frozenset(found)


def _direction_agrees(case: Case) -> tuple[Finding, ...]:
    """Rule 4: no word, negation or comparison says the opposite of the cited sentences."""
    said = read_clauses(case.statement)
    comparisons = judge_comparisons(said, case.clauses)
    found = [
        Finding(rule="direction", message=f"{case.labels} says {printed}, the statement says {word}")
        for word, printed in dict.fromkeys(opposed_words(said, case.clauses, comparisons.settled))
    ]
    for key, denied in turned_negations(said, case.clauses):
        who, other = ("the statement", case.labels) if denied else (case.labels, "the statement")
        message = f"{who} negates {key}, {other} does not"
        found.append(Finding(rule="direction", message=message))
    if not found and (word := lone_negation(said, case.clauses, [sentence.text for sentence in case.sentences])):
        found.append(Finding(rule="direction", message=f"the statement negates {word}, {case.labels} negates nothing"))
    for word, printed in comparisons.turned:
        found.append(Finding(rule="direction", message=f"the two sides of {word} stand the other way round in {case.labels}"))
    return tuple(found)


def _scope_is_kept(case: Case) -> tuple[Finding, ...]:
    """Rule 5: nothing is told as general, certain, done or caused that the cited sentences tell as less."""
    found = [
        Finding(rule="scope", message=f"{case.labels} does not say {word}")
        for word in dict.fromkeys(inflated_words(case.statement, case.cited.text))
    ]
    sentences = [sentence.text for sentence in case.sentences]
    if told_as_done(case.statement, sentences):
        found.append(Finding(rule="scope", message=f"{case.labels} calls it possible or hoped for, the statement tells it as a fact"))
    if word := told_as_cause(case.statement, case.cited.text):
        found.append(Finding(rule="scope", message=f"{case.labels} finds things together, the statement tells a cause: {word}"))
    return tuple(found)


RULES: tuple[Callable[[Case], tuple[Finding, ...]], ...] = (
    _numbers_occur,
    _numbers_stay_put,
    _names_occur,
    _names_stay_put,
    _compounds_stay_put,
    _addresses_occur,
    _direction_agrees,
    _scope_is_kept,
    _content_is_carried,
)
