"""Measures on annotated abstracts: of roles, contribution, claims, the method and the TL;DR.

Each is a function of one case and returns its counts and, in words for people, what was wrong; None: this case has
nothing to measure. What only some annotators saw (`required: false`) is neither rewarded nor punished.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from agent.evaluate.cases import Case
from agent.evaluate.figures import Tally
from agent.extract.sentences import split_sentences
from schemas.extraction import Claim

MOST_TLDR_WORDS = 30


class Scored(NamedTuple):
    """What became of one case under one measure."""

    tally: Tally
    wrong: tuple[str, ...] = ()


Measure = Callable[[Case], Scored | None]


def boundaries(case: Case) -> Scored | None:
    """Compare the spans of sentences with the annotated ones."""
    if case.annotation.sentences is None:
        return None
    told, wanted = set(split_sentences(case.text.abstract)), set(case.annotation.sentences)
    right = len(told & wanted)
    wrong = (f"no sentence: {case.text.abstract[start:end]}" for start, end in sorted(told - wanted))
    return Scored(Tally(right, len(told), right, len(wanted)), tuple(wrong))


def roles(case: Case) -> Scored | None:
    """Count sentences whose role is the annotated one."""
    wanted = case.annotation.roles
    if wanted is None:
        return None
    pairs = list(enumerate(zip(case.roles, wanted, strict=True)))
    wrong = (f"{told}, not {right}: {case.sentence(place)}" for place, (told, right) in pairs if told != right)
    return Scored(_share(told == right for _, (told, right) in pairs), tuple(wrong))


def contribution(case: Case) -> Scored | None:
    """Say whether the contribution is an accepted one."""
    accepted = case.annotation.contribution
    if not accepted:
        return None
    told = case.extraction.contribution if case.extraction else None
    return _one(told in accepted, f"{told}, not {' or '.join(accepted)}")


def claim_sentences(case: Case) -> Scored | None:
    """Compare the sentences that told claims cite with those that carry one."""
    if case.annotation.claims is None:
        return None
    wanted = {claim.sentence for claim in case.annotation.claims if claim.required}
    optional = {claim.sentence for claim in case.annotation.claims} - wanted
    told = {place for claim in _claims(case) for place in case.cited(claim.sentences)}
    return _sentences(case, told - optional, wanted, "claim")


def key_claims(case: Case) -> Scored | None:
    """Compare the sentences of key claims, the one to three that a paper most wants remembered."""
    if case.annotation.claims is None:
        return None
    wanted = {claim.sentence for claim in case.annotation.claims if claim.key and claim.required}
    optional = {claim.sentence for claim in case.annotation.claims if not claim.required}
    told = {place for claim in _claims(case) if claim.key for place in case.cited(claim.sentences)}
    return _sentences(case, told - optional, wanted, "key claim")


def kinds(case: Case) -> Scored | None:
    """Count claims on annotated sentences whose kind is the annotated one."""
    wanted = {claim.sentence: claim.kind for claim in case.annotation.claims or ()}
    told = [(claim, sorted(case.cited(claim.sentences))[:1]) for claim in _claims(case)]
    pairs = [(claim, wanted[place[0]]) for claim, place in told if place and place[0] in wanted]
    if not pairs:
        return None
    wrong = (f"{claim.kind}, not {kind}: {claim.text}" for claim, kind in pairs if claim.kind != kind)
    return Scored(_share(claim.kind == kind for claim, kind in pairs), tuple(wrong))


def result_numbers(case: Case) -> Scored | None:
    """Count annotated numbers that stand in a told claim, TL;DR or method."""
    wanted = [metric.text for metric in case.annotation.metrics or () if metric.required]
    if not wanted:
        return None
    told = " ".join([*(claim.text for claim in _claims(case)), *_summaries(case)])
    missing = [text for text in wanted if _folded(text) not in _folded(told)]
    return Scored(_share(text not in missing for text in wanted), tuple(f"not told: {text}" for text in missing))


def own_name(case: Case) -> Scored | None:
    """Say whether the first name of the method is an accepted form, or none is told where there is none."""
    method = case.annotation.method
    if method is None:
        return None
    told = case.extraction.method_names[0].name if case.extraction and case.extraction.method_names else None
    right = told in (*method.names, *method.optional) if told else bool(case.extraction and not method.names)
    return _one(right, f"{told or 'none'}, not {' or '.join(method.names) or 'none'}")


def method_sentence(case: Case) -> Scored | None:
    """Say whether the first sentence that the method cites has the role method."""
    method = case.extraction.method if case.extraction else None
    if case.annotation.roles is None or method is None:
        return None
    place = min(case.cited(method.sentences), default=0)
    return _one(case.annotation.roles[place] == "method", f"{case.annotation.roles[place]}: {case.sentence(place)}")


def tldr_overlap(case: Case) -> Scored | None:
    """Return ROUGE-1 (F1 of words, Lin 2004) of the TL;DR with the nearest reference."""
    if not case.annotation.tldr:
        return None
    told = case.extraction.tldr.text if case.extraction and case.extraction.tldr else ""
    best = max(rouge_1(told, reference) for reference in case.annotation.tldr)
    return Scored(Tally(right=best, told=1), (f"{best:.2f}: {told or 'none'}",) if best < 0.3 else ())


def tldr_length(case: Case) -> Scored | None:
    """Say whether the TL;DR has at most 30 words."""
    if not (case.extraction and case.extraction.tldr):
        return None
    told = case.extraction.tldr.text
    return _one(len(told.split()) <= MOST_TLDR_WORDS, told)


def kept(case: Case) -> Scored | None:
    """Count what the engine said and the checks did not drop."""
    if case.extraction is None:
        return _one(right=False, wrong=case.reason)
    one = case.extraction
    items = [one.tldr, one.task, one.method, *one.method_names, *one.claims, *one.datasets, *one.models]
    told = sum(item is not None for item in items) + len(one.topics) + len(one.terms)
    wrong = tuple(f"{drop.field}: {drop.text} ({drop.findings[0].message})" for drop in one.dropped)
    return Scored(Tally(told, told + len(wrong)), wrong)


def rouge_1(text: str, reference: str) -> float:
    """Return the F1 of the words, in lower case, that two texts have in common.

    The figures of the rouge-score package without its stemmer; its own dependencies are larger than digest.

    >>> rouge_1("a fast parser", "A parser, fast and small")
    0.5
    """
    one, other = Counter(_words(text)), Counter(_words(reference))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _folded(text: str) -> str:
    return re.sub(r"[\s\\]", "", text)


def _claims(case: Case) -> tuple[Claim, ...]:
    return case.extraction.claims if case.extraction else ()


def _summaries(case: Case) -> list[str]:
    said = (case.extraction.tldr, case.extraction.method) if case.extraction else ()
    return [statement.text for statement in said if statement]


def _share(right: Iterable[bool]) -> Tally:
    held = list(right)
    return Tally(sum(held), len(held))


def _one(right: bool, wrong: str) -> Scored:
    return Scored(_share([right]), () if right else (wrong,))


def _sentences(case: Case, told: set[int], wanted: set[int], what: str) -> Scored:
    right = len(told & wanted)
    wrong = [f"no {what}: {case.sentence(place)}" for place in sorted(told - wanted)]
    wrong += [f"{what} not told: {case.sentence(place)}" for place in sorted(wanted - told)]
    return Scored(Tally(right, len(told), right, len(wanted)), tuple(wrong))
