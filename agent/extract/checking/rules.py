"""The rules, in the order in which they are told: one pure function each, whose findings are words for people.

To add a rule is to write one such function and to name it in `RULES`.
"""

import re
from collections.abc import Callable, Iterator

from agent.extract.amounts import changed_amounts, changed_bounds, changed_counts, changed_ranges
from agent.extract.checking.associations import turned_association
from agent.extract.checking.case import Case
from agent.extract.checking.certainty import assumed_only, told_as_cause, told_as_done, wished_for
from agent.extract.checking.clauses import read_clauses
from agent.extract.checking.comparison import read_comparisons
from agent.extract.checking.content import missing_words
from agent.extract.checking.crossing import crossed_clauses
from agent.extract.checking.direction import opposed_words
from agent.extract.checking.exchange import exchanged_terms
from agent.extract.checking.listing import changed_single, is_enumerated, is_reciprocal
from agent.extract.checking.naming import (
    is_named,
    is_other_form,
    sibling_of,
    strange_subject,
    turned_compounds,
)
from agent.extract.checking.negation import lone_negation, turned_negations, unsaid_denials
from agent.extract.checking.places import misplaced_names
from agent.extract.checking.quantifiers import changed_quantifiers
from agent.extract.checking.scope import inflated_words
from agent.extract.checking.slots import replaced_nouns
from agent.extract.checking.strangers import strange_best, strange_complements, strange_name, strange_rivals
from agent.extract.checking.turning import judge_comparisons
from agent.extract.checking.verbatim import is_verbatim
from agent.extract.evidence import read_evidence
from agent.extract.numbers import Quantity, is_printed, quantities
from agent.extract.pairing import misplaced_numbers, swapped_numbers
from agent.extract.words import names_of, parts, stem
from schemas.extraction import Finding, Rule

_ADDRESS = re.compile(
    r"!?\[[^\]]{0,80}\]\([^)\s]{1,300}\)?|\b(?:https?://|www\.|javascript:|data:\w+/)[^\s)>\]]{1,300}"
)
_ADDRESS_MARKS = ("](", "://", "www.", "javascript:", "data:")  # one of which every address holds
_AS_TOLD = {
    "likelier": "more likely",
    "unlikelier": "less likely",
    "valuable": "useful",
    "useless": "of little use",
    "preferred-to": "rather than",
    "causes": "leads to",
}
"""Words that stand for turns of phrase (`idioms`), and how people are told of them."""
_FEW_SENTENCES = 2  # beyond which what stands around a word is likely to stand around another by chance
_TOLD_ADDRESS = 80  # characters of an address that a finding names
_TOLD_WORDS = 5  # missing words that a finding names


def _numbers_occur(case: Case) -> Iterator[str]:
    """Rule 2: every number, unit and percentage is printed in the cited sentences."""
    found = quantities(case.statement)
    readings = case.cited.readings if found else frozenset()
    for quantity in found:
        if not is_printed(quantity, readings) and not _is_said_otherwise(case, quantity):
            yield f"the number {quantity.text} is not in {case.labels}"
    if any(word in text for word in ("single", "one", "lone") for text in (case.lowered, case.cited.lowered)):
        for said, printed in changed_single(case.lowered, case.cited.lowered):
            yield f"{case.labels} says {printed}, not {said}"


def _is_said_otherwise(case: Case, quantity: Quantity) -> bool:
    return is_enumerated(case.statement, quantity, case.cited.text) or is_reciprocal(
        case.statement, quantity, case.cited.text
    )


def _numbers_stay_put(case: Case) -> Iterator[str]:
    """Rule 2, second half: numbers stand with the words, ranges have the ends, bounds the side that is printed."""
    if not quantities(case.statement):
        return
    for one, other in swapped_numbers(case.statement, case.cited.text):
        yield f"the numbers {one} and {other} stand the other way round in {case.labels}"
    for printed in changed_ranges(case.statement, case.cited.text):
        yield f"the range {printed} has other ends in {case.labels}"
    for printed in changed_bounds(case.statement, case.cited.text):
        yield f"{case.labels} bounds {printed} from the other side: at most is not at least"
    for number, _, other in misplaced_numbers(case.statement, case.cited.text):
        yield f"{case.labels} says this of {other}, not of {number}"
    for number, counted in changed_counts(case.statement, case.cited.text):
        yield f"{case.labels} says {counted}, not {number}"
    for printed in changed_amounts(case.statement, case.cited.text):
        yield f"nothing changes {printed} in {case.labels}: a difference is not what a value changes from or to"


def _names_occur(case: Case) -> Iterator[str]:
    """Rule 3: every named thing is printed in the cited sentences, the title or elsewhere in the abstract."""
    for name in names_of(case.statement):
        if is_named(name, case.cited):
            continue  # and so in the whole text, which takes longer to search
        if not is_named(name, case.whole):
            yield f"the name {name} is printed nowhere in the text"
        elif (sibling := sibling_of(name, case.statement, case.cited)) is not None:
            yield f"{case.labels} prints {sibling}, not {name}"


def _names_stay_put(case: Case) -> Iterator[str]:
    """Rule 3, second half: no name stands where the cited sentences print another or speak of the paper's own."""
    for name, printed in dict.fromkeys(misplaced_names(case.statement, case.texts, _forms(case))):
        if sibling_of(name, case.statement, case.cited) is None and not _is_converse(name, printed, case):
            yield f"{case.labels} prints {printed} where the statement says {name}"
    if strange := strange_name(case.statement, case.cited, case.whole):
        yield f"{case.labels} says this of {strange[1]}, the statement of {strange[0]}"
    elif subject := strange_subject(case.statement, case.cited, case.whole.text):
        yield f"{case.labels} says this of the paper's own method, the statement of {subject}"


def _is_converse(name: str, printed: str, case: Case) -> bool:
    """Say whether two names of a statement only changed places with the word that compares them: "B trails A"."""
    if name not in case.statement or printed not in case.statement:
        return False
    said = read_clauses(case.statement)
    settled = judge_comparisons(said, case.clauses).settled
    keys, others = (frozenset(map(stem, parts(one.lower()))) for one in (name, printed))
    return any(
        comparison.place in settled
        and (comparison.word not in case.cited.lowered or _is_degree_turned(comparison.word, case))
        and any(
            not keys.isdisjoint(side) and not others.isdisjoint(other)
            for side, other in ((comparison.first, comparison.second), (comparison.second, comparison.first))
        )
        for comparison in read_comparisons(said)
    )


def _is_degree_turned(word: str, case: Case) -> bool:
    """Say whether a statement says "less stable" where the sentences say "more stable", or the other way round."""
    return (f"less {word}" in case.lowered) != (f"less {word}" in case.cited.lowered)


def _forms(case: Case) -> Callable[[str, str], bool]:
    """Return what says of a name of the statement and one of the sentences whether one text spells the other's out."""
    return lambda name, printed: is_other_form(name, printed, case.statement, case.cited)


def _compounds_stay_put(case: Case) -> Iterator[str]:
    """Rule 3, third part: no compound stands for one with the same second half: on-policy for off-policy."""
    for compound, printed in turned_compounds(case.statement, case.cited):
        yield f"{case.labels} prints {printed}, not {compound}"


def _terms_stay_put(case: Case) -> Iterator[str]:
    """Rule 3, terms: none stands where the cited sentences print another of its kind: recall for precision."""
    if len(case.numbers) > _FEW_SENTENCES:
        return
    found = dict.fromkeys(exchanged_terms(case.statement, case.texts, case.whole, _forms(case)))
    if found and swapped_numbers(case.statement, case.cited.text):
        return  # told already: their numbers changed places
    for term, printed in found:
        if not _is_converse(term, printed, case):
            yield f"{case.labels} prints {printed} where the statement says {term}"


def _nouns_stay_put(case: Case) -> Iterator[str]:
    """Rule 3, other words: no noun that the text never prints stands between the words where it prints another."""
    if len(case.numbers) > _FEW_SENTENCES:
        return
    for noun, printed in dict.fromkeys(replaced_nouns(case.statement, case.texts, case.cited, case.whole)):
        if not case.cited.abbreviates(noun) and not read_evidence(case.statement).abbreviates(printed):
            yield f"{case.labels} prints {printed} where the statement says {noun}"


def _clauses_stay_apart(case: Case) -> Iterator[str]:
    """Rule 3, clauses: what two clauses of a sentence say of two things is not told of the other one each."""
    found = tuple(crossed_clauses(case.lowered, case.cited.lowered)) if len(case.numbers) == 1 else ()
    if found and not swapped_numbers(case.statement, case.cited.text):  # which is told already
        for one, other in found:
            yield f"{case.labels} does not say {one} and {other} of one thing: its clauses set them apart"


def _rivals_are_compared(case: Case) -> Iterator[str]:
    """Rule 3, comparisons: nothing is compared that the cited sentences do not compare."""
    if len(case.numbers) > _FEW_SENTENCES or not case.has_own_words:
        return
    if best := strange_best(case.lowered, case.cited):
        yield f"{case.labels} says this of others, not of {best}"
    for noun, printed in dict.fromkeys(strange_complements(case.lowered, case.cited)):
        yield f"{case.labels} says {printed} where the statement says {noun}"
    for rival in dict.fromkeys(strange_rivals(read_clauses(case.statement), case.clauses, case.cited)):
        yield f"{case.labels} compares other things, not {rival}"


def _addresses_occur(case: Case) -> Iterator[str]:
    """Rule 3, fourth part: every address, and every link in markdown, is printed as it is in the cited sentences."""
    if not any(mark in case.statement for mark in _ADDRESS_MARKS):
        return
    for address in dict.fromkeys(_ADDRESS.findall(case.statement)):
        if address not in case.cited.text:
            yield f"{case.labels} does not print the address {address[:_TOLD_ADDRESS]}"


def _direction_agrees(case: Case) -> Iterator[str]:
    """Rule 4: no word, negation or comparison says the opposite of the cited sentences."""
    said, printed = read_clauses(case.statement), case.clauses
    comparisons = judge_comparisons(said, printed)
    found = False
    for word, other in dict.fromkeys(opposed_words(said, printed, comparisons.settled)):
        if comparisons.keeps(word, other):
            continue
        found = True
        there, here = _as_told(other, case.cited.lowered), _as_told(word, case.lowered)
        yield f"{case.labels} says {there}, the statement says {here}"
    for word, is_denied in dict.fromkeys(turned_negations(said, printed)):
        found = True
        who, other = ("the statement", case.labels) if is_denied else (case.labels, "the statement")
        yield f"{who} negates {word}, {other} does not"
    for word, _ in dict.fromkeys(comparisons.turned):
        found = True
        yield f"the two sides of {_as_told(word, case.lowered)} stand the other way round in {case.labels}"
    for word, other in dict.fromkeys(changed_quantifiers(case.lowered, case.cited.lowered)):
        found = True
        yield f"{case.labels} says {other}, the statement says {word}"
    if turned_association(case.lowered, [sentence.lowered for sentence in case.sentences]):
        found = True
        yield f"{case.labels} says that the one grows with the other or shrinks, the statement says the opposite"
    for word in () if found else dict.fromkeys(unsaid_denials(said, printed)):
        found = True
        yield f"{case.labels} negates {word}, the statement does not"
    if not found and (lone := lone_negation(said, printed, case.cited.lowered)):
        yield f"the statement negates {lone}, {case.labels} negates nothing"


def _as_told(word: str, lowered: str) -> str:
    """Return a word as a text prints it, or the turn of phrase that it stands for."""
    return word if word in lowered else _AS_TOLD.get(word, word)


def _scope_is_kept(case: Case) -> Iterator[str]:
    """Rule 5: nothing is told as general, certain, done or caused that the cited sentences tell as less."""
    for word in dict.fromkeys(inflated_words(case.lowered, case.cited.lowered)):
        yield f"{case.labels} does not say {word}"
    if told_as_done(case.lowered, [sentence.lowered for sentence in case.sentences]):
        yield f"{case.labels} calls it possible or hoped for, the statement tells it as a fact"
    elif wished_for(case.lowered, [sentence.lowered for sentence in case.sentences]):
        yield f"{case.labels} only hopes for it or believes it, the statement tells it as a fact"
    elif assumed_only(case.lowered, case.cited.lowered):
        yield f"{case.labels} assumes it, the statement says that it is shown"
    if cause := told_as_cause(case.lowered, case.cited.lowered):
        yield f"{case.labels} does not tell this as a cause: {cause}"


def _content_is_carried(case: Case) -> Iterator[str]:
    """Rule 6: most content words occur, by stem, in the cited sentences."""
    if missing := missing_words(case.statement, case.cited):
        yield f"{case.labels} says nothing of {', '.join(dict.fromkeys(missing[:_TOLD_WORDS]))}"


RULES: tuple[tuple[Rule, Callable[[Case], Iterator[str]]], ...] = (
    ("number", _numbers_occur),
    ("number", _numbers_stay_put),
    ("name", _names_occur),
    ("name", _names_stay_put),
    ("name", _compounds_stay_put),
    ("name", _terms_stay_put),
    ("name", _nouns_stay_put),
    ("name", _clauses_stay_apart),
    ("name", _rivals_are_compared),
    ("name", _addresses_occur),
    ("direction", _direction_agrees),
    ("scope", _scope_is_kept),
    ("content", _content_is_carried),
)
"""What a finding is called, and what finds it."""


def judge(case: Case) -> tuple[Finding, ...]:
    """Return what the rules find; a sentence carries itself, with or without an opening that changes nothing."""
    if is_verbatim(case.statement, case.texts):
        return ()
    return tuple(Finding(rule=name, message=message) for name, rule in RULES for message in rule(case))
