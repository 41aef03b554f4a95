"""Find the named datasets, benchmarks and corpora of an abstract, with the sentences that print them."""

import re
from collections.abc import Sequence

from agent.extract.extractive.acronyms import spelt_out
from agent.extract.extractive.gazetteer import STOP_NAMES, Hit, load_names
from agent.extract.extractive.introduced import introduced_names
from agent.extract.extractive.models import MOST_NAMES, is_model
from agent.extract.extractive.plausible import is_institution, is_known_technique, is_symbol
from agent.extract.extractive.tagger import find_tagged
from agent.extract.lexicon import any_word, one_of
from agent.extract.passages import count_printed, read_own
from agent.extract.sentences import NumberedText
from schemas.answer import DatasetAnswer, DatasetRole
from schemas.extraction import Role

_NO_DATASET, _TRAIN, _KIND_BEFORE, _TOOL_BEHIND, _TOOL_BEFORE = (
    re.compile(one_of("naming", heading))
    for heading in ("no data set", "trained on", "kind before", "tool behind", "tool before")
)
_EVALUATE, _KIND = (
    re.compile(rf"\b{one_of('naming', heading)}\b", re.IGNORECASE) for heading in ("evaluate", "list introduced kinds")
)
_EXAMPLE = re.compile(r"(?:e\.? ?g\.?,?|for (?:example|instance),?) (?:the )?$", re.IGNORECASE)
_OF_DATA = (any_word("naming", "list kinds"), any_word("naming", "of data"))
_OF_DATA_CAPITALS = re.compile(r"\b(?:F1|BLEU|ROUGE|NLP|MT|QA|CNNs?|SOTA)\b")
_CAPITALIZED = re.compile(r"[A-Z][a-z]|[a-z][A-Z]")
_NEAR = 40
"""Characters behind an acronym in which a word of data speaks for it."""
_READ_BEFORE = 90
"""Characters before a name in which the words that tell its role are looked for."""


def find_datasets(text: NumberedText, roles: Sequence[Role], own_names: Sequence[str]) -> tuple[DatasetAnswer, ...]:
    """Return the named datasets in order of first appearance.

    What the paper introduces has the role `introduced` and may be one of its own names; no other own name is told.
    """
    places: dict[str, list[int]] = {}
    introduced = introduced_names(text, roles, own_names)
    of_data = _speaks_of_data(text)
    for number, sentence in read_own(text, roles):
        tagged = _names_in(sentence) if of_data else []
        names = dict.fromkeys((*tagged, *(name for name in introduced if count_printed(sentence, name))))
        for name in names:
            places.setdefault(name, []).append(number)
    for name in introduced:  # printed in the title alone, or where availability is told
        places.setdefault(name, [number for number, one in enumerate(text.sentences, 1) if count_printed(one, name)])
    kept = [name for name in places if name in introduced or not (_is_own(name, own_names) or _is_term(name, text))]
    kept = [name for name in kept if not any(_is_within(name, other, places) for other in kept)]
    answers = [
        DatasetAnswer(
            name=name,
            role="introduced" if name in introduced else _role(name, places[name], text, roles),
            sentences=tuple(dict.fromkeys(places[name])),
        )
        for name in kept
    ]
    return tuple(answers[:MOST_NAMES])


def _names_in(sentence: str) -> list[str]:
    hits = find_tagged(sentence)
    return [hit.name for hit in hits if not (hit.name in STOP_NAMES or is_model(hit.name) or _is_none(hit, sentence))]


def _is_none(hit: Hit, sentence: str) -> bool:
    # A date or a formula is one only where it is said to be: "the C4 corpus", "pretrained on C4".
    name = hit.name
    if _NO_DATASET.fullmatch(name) or is_institution(name):
        return True
    if name in load_names("datasets"):
        return False
    before = sentence[max(0, hit.start - _READ_BEFORE) : hit.start]
    return (
        is_known_technique(name)
        or (_KIND_BEFORE.search(before) is not None and _KIND.match(sentence, hit.end + 1) is not None)
        or (is_symbol(name) and f"{name} dataset" not in sentence)
        or _TOOL_BEHIND.match(sentence, hit.end) is not None
        or _TOOL_BEFORE.search(before) is not None
    )


def _speaks_of_data(text: NumberedText) -> bool:
    # What was learned are abstracts on learning from data: elsewhere capitals are substances, places and instruments.
    # One sentence is too little to judge by.
    whole = f"{text.title}\n{text.abstract}"
    return (
        len(text.spans) == 1
        or any(pattern.search(whole.lower()) for pattern in _OF_DATA)
        or _OF_DATA_CAPITALS.search(whole) is not None
    )


def _is_term(name: str, text: NumberedText) -> bool:
    # "general face recognition (GFR)": what is spelt in small letters is no data, unless a word of data stands there.
    place = text.abstract.find(f"({name})")
    if place < 0 or name in load_names("datasets"):
        return False
    long = spelt_out(text.abstract, place, name)
    if long is None or _CAPITALIZED.search(long):
        return False
    return not _KIND.search(long + text.abstract[place:][: len(name) + _NEAR])


def _is_own(name: str, own_names: Sequence[str]) -> bool:
    return any(name == own or name.startswith((f"{own}-", f"{own} ")) for own in own_names)


def _is_within(name: str, other: str, places: dict[str, list[int]]) -> bool:
    return name != other and f" {name} " in f" {other} " and set(places[name]) <= set(places[other])


def _role(name: str, numbers: Sequence[int], text: NumberedText, roles: Sequence[Role]) -> DatasetRole:
    if numbers and all(roles[number - 1] == "background" for number in numbers):
        return "other"
    for number in numbers:
        sentence = text.sentence(number)
        before = sentence[max(0, sentence.find(name) - _READ_BEFORE) : sentence.find(name)]
        if _TRAIN.search(before) and not _EVALUATE.search(before):
            return "trained"
    return "other" if numbers and all(_is_example(name, text.sentence(number)) for number in numbers) else "evaluated"


def _is_example(name: str, sentence: str) -> bool:
    return _EXAMPLE.search(sentence.partition(name)[0]) is not None and _EVALUATE.search(sentence) is None
