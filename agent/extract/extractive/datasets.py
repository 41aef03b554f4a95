"""Find the named datasets, benchmarks and corpora of an abstract, with the sentences that print them."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agent.extract.extractive.coined import MARKS, PROPER, STOP_NAMES
from agent.extract.extractive.gazetteer import find_known
from agent.extract.extractive.introduced import described_names, introduced_names
from agent.extract.extractive.lexicon import one_of
from agent.extract.extractive.models import MOST_NAMES, is_model
from agent.extract.extractive.passages import count_printed, read_own
from agent.extract.sentences import NumberedText
from schemas.answer import DatasetAnswer, DatasetRole
from schemas.extraction import Role

_KIND = one_of("naming", "kinds")
_NAMED = r"(?:(?=[A-Z])(?=[A-Z][a-z./*’'^+-]{0,30}[A-Z0-9])[\w+./*’'^-]{2,50}|(?=[a-z]{1,20}[A-Z0-9])[\w+-]{2,50})"
_ITEM = rf"(?:{_NAMED}(?: (?:{_NAMED}|v?\d[\w.]*))?|{PROPER}(?: {PROPER}){{1,2}})"
_KIND_WORD = re.compile(rf"\b{_KIND}\b")
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<name>(?:{PROPER} ){{0,3}}(?:{_NAMED}|{PROPER}))(?:"
    rf" \([\w-]{{2,12}}\))? (?P<more>(?:[a-z-]+ ){{0,2}})(?P<kind>{_KIND})\b"
)
_LIST_AFTER = re.compile(
    rf"\b(?:{_KIND})(?: (?:such as|including|like|namely|called|named)|,? (?:i\.e\."
    r"|e\.g\.),?|:|,? including|, such as|, namely| \((?:e\.g\.,? |i\.e\.,? |including |such as )) ?"
)
_JOINED_BEFORE = re.compile(rf"(?:^|[\s(])(?P<name>{_NAMED})(?:, and |, | and | & )$")
_JOINED_AFTER = re.compile(
    rf"(?:, and |, | and (?:on )?| & )(?P<name>{_NAMED})(?=[\s,.;)]|$)(?! (?:models?|encoders?|backbones?))"
)
_LOWER_TAIL = re.compile(r"(?: [a-z-]{2,20}){0,2}$")
_FIRST_NAME = re.compile(_ITEM)
_LAST_NAME = re.compile(rf"(?<![\w-])(?:{_NAMED}|{PROPER} {PROPER})$")
_LONGEST_LIST = 300
"""Characters looked at before or after a word such as "benchmarks" for a list of names."""
_LONGEST_ITEM = 50
_SPLIT = re.compile(r",? and |, | & ")
_SCORED_ON = re.compile(
    rf"(?:\d ?\\?%|\b{one_of('naming', 'scores')}) (?:[\w.-]+ ){{0,3}}?on (?:the (?:\w+ )?)?{MARKS}"
    rf"(?P<name>{_NAMED})(?![\w-])(?! (?:and \w+ )?(?:models?|baselines?|backbones?|architectures?|tasks?|agents?))"
)
_ENDED = re.compile(rf"(?<![\w-])(?P<name>[A-Z][\w-]*{one_of('naming', 'dataset endings')}(?:-[\w.]+)?)(?![\w-])")
_CAPITAL_KIND = re.compile(
    r"(?<![\w-])(?P<name>(?!(?:The|Our|This|These|A|An|In|On|We|For) )(?:[A-Z][\w'’-]* ){1,4}"
    r"(?:Corpus|Tree[Bb]ank|Data ?[Ss]et|Database|Benchmark|Challenge)(?: \d[\d.]*)?)(?![\w-])"
)
_NO_DATASET = re.compile(
    rf"[A-Z]{{2,6}}s|(?:ROUGE|BLEU|F1|TREC_EVAL|II+)(?:-.*)?|.*-{one_of('naming', 'qualifying')}"
    rf"|{one_of('naming', 'languages')}(?:-to)?[-––]{one_of('naming', 'languages')}"
)
_EVALUATE = re.compile(rf"\b{one_of('naming', 'evaluate')}\b", re.IGNORECASE)
_TRAIN = re.compile(
    r"\b(?:(?:pre-?|fine-?|re)?-?(?:train|tun)(?:ed|ing|s)?|data from|corpus|corpora|learn\w* from|supervis\w+)\b",
    re.IGNORECASE,
)
_EDGE = ".,/'’*^-"


class _Span(NamedTuple):
    start: int
    end: int
    name: str


def find_datasets(text: NumberedText, roles: Sequence[Role], own_names: Sequence[str]) -> tuple[DatasetAnswer, ...]:
    """Return the named datasets in order of first appearance.

    What the paper introduces has the role `introduced` and may be one of its own names; no other own name is told.
    """
    places: dict[str, list[int]] = {}
    introduced = introduced_names(text, roles, own_names)
    for number, sentence in read_own(text, roles):
        names = dict.fromkeys((*_names_in(sentence), *(name for name in introduced if _prints(sentence, name))))
        for name in names:
            places.setdefault(name, []).append(number)
    for name in introduced:  # printed in the title alone
        places.setdefault(name, [])
    kept = [name for name in places if name in introduced or not _is_own(name, own_names)]
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


def _is_own(name: str, own_names: Sequence[str]) -> bool:
    return any(name == own or name.startswith((f"{own}-", f"{own} ")) for own in own_names)


def _prints(sentence: str, name: str) -> bool:
    return count_printed(sentence, name) > 0


def _is_within(name: str, other: str, places: dict[str, list[int]]) -> bool:
    return name != other and f" {name} " in f" {other} " and set(places[name]) <= set(places[other])


def _names_in(sentence: str) -> Iterator[str]:
    spans = [_Span(*hit) for hit in find_known(sentence, "datasets")]
    for start, end, _ in tuple(spans):
        spans.extend(_neighbours(sentence, start, end))
    spans.extend(_Span(*described) for described in described_names(sentence))
    spans.extend(_spans_of(_ENDED, sentence))
    spans.extend(_spans_of(_CAPITAL_KIND, sentence))
    if " on " in sentence:
        spans.extend(_spans_of(_SCORED_ON, sentence))
    if _KIND_WORD.search(sentence):
        spans.extend(_beside_kind(sentence))
    taken: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
        free = all(span.end <= other.start or span.start >= other.end for other in taken)
        if free and not is_model(span.name) and _NO_DATASET.fullmatch(span.name) is None:
            taken.append(span)
    yield from (span.name for span in sorted(taken))


def _spans_of(pattern: re.Pattern[str], sentence: str) -> Iterator[_Span]:
    for match in pattern.finditer(sentence):
        name = match.group("name").rstrip(_EDGE)
        if name not in STOP_NAMES:
            yield _Span(match.start("name"), match.start("name") + len(name), name)


def _beside_kind(sentence: str) -> Iterator[_Span]:
    for match in _BEFORE.finditer(sentence):
        name = _own_words(match.group("name"), sentence, match.start("name"))
        if name:
            start = match.end("name") - len(name)
            yield _Span(start, start + len(name), name)
    for start, item in (*_items_before(sentence), *_items_after(sentence)):
        if _own_words(item, sentence, start):
            yield _Span(start, start + len(item), item)


def _neighbours(sentence: str, start: int, end: int) -> Iterator[_Span]:
    # What is joined to a known dataset by "and" or a comma is another: "on FenQA and HotpotQA".
    before = _JOINED_BEFORE.search(sentence[max(0, start - _LONGEST_ITEM) : start])
    after = _JOINED_AFTER.match(sentence[end : end + _LONGEST_ITEM])
    for match, offset in ((before, max(0, start - _LONGEST_ITEM)), (after, end)):
        if match and (name := match.group("name").rstrip(_EDGE)) not in STOP_NAMES:
            yield _Span(offset + match.start("name"), offset + match.start("name") + len(name), name)


def _items_before(sentence: str) -> Iterator[tuple[int, str]]:
    # "on FenQA, MarshBench and Tarn-2 datasets": items are taken backwards from the word, while they look like names.
    for kind in _KIND_WORD.finditer(sentence):
        begin = max(0, kind.start() - _LONGEST_LIST)
        head = _LOWER_TAIL.sub("", sentence[begin : kind.start()].rstrip())
        taken: list[tuple[int, str]] = []
        for offset, piece in reversed(_pieces(head)):
            found = _FIRST_NAME.fullmatch(piece) if _is_item(piece) else _LAST_NAME.search(piece[-_LONGEST_ITEM:])
            if found is None:
                break
            item = found.group()
            taken.append((begin + offset + len(piece) - len(item), item))
            if item != piece:
                break
        if len(taken) > 1:
            yield from reversed(taken)


def _items_after(sentence: str) -> Iterator[tuple[int, str]]:
    for kind in _LIST_AFTER.finditer(sentence):
        for offset, piece in _pieces(sentence[kind.end() : kind.end() + _LONGEST_LIST]):
            match = _FIRST_NAME.match(piece)
            if match is None:
                break
            item = match.group().rstrip(_EDGE)
            yield kind.end() + offset, item
            if item != piece:
                break


def _pieces(passage: str) -> list[tuple[int, str]]:
    pieces, start = [], 0
    for match in _SPLIT.finditer(passage):
        pieces.append((start, passage[start : match.start()]))
        start = match.end()
    return [*pieces, (start, passage[start:])]


def _is_item(piece: str) -> bool:
    return len(piece) <= _LONGEST_ITEM and _FIRST_NAME.fullmatch(piece) is not None


def _own_words(name: str, sentence: str, start: int) -> str | None:
    words = name.split()
    while words and (words[0] in STOP_NAMES or (start == 0 and len(words) > 1 and words[0][1:].islower())):
        words = words[1:]
        start = -1
    if not words or all(word in STOP_NAMES for word in words):
        return None
    shown = " ".join(words)
    marked = sum(character.isupper() for character in shown) >= 2 or any(character.isdigit() for character in shown)
    if len(words) == 1 and not marked and (start == 0 or sentence[:start].rstrip().endswith((".", ":"))):
        return None
    return shown if marked or start > 0 else None


def _role(name: str, numbers: Sequence[int], text: NumberedText, roles: Sequence[Role]) -> DatasetRole:
    if numbers and all(roles[number - 1] == "background" for number in numbers):
        return "other"
    for number in numbers:
        sentence = text.sentence(number)
        before = sentence[max(0, sentence.find(name) - 90) : sentence.find(name)]
        if _TRAIN.search(before) and not _EVALUATE.search(before):
            return "trained"
    return "evaluated"
