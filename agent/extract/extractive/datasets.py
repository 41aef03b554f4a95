"""Find the named datasets, benchmarks and corpora of an abstract, with the sentences that print them."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.gazetteer import find_known
from agent.extract.extractive.models import MOST_NAMES, STOP_NAMES, is_model, read_own
from agent.extract.sentences import NumberedText
from schemas.answer import DatasetAnswer, DatasetRole
from schemas.extraction import Role

_KIND = (
    r"(?:data ?sets?|benchmarks?|corpus|corpora|test ?sets?|test suite|leaderboard|shared"
    r" tasks?|treebank|challenge|suite|testbed|collection)"
)
_NAMED = r"(?:(?=[A-Z])(?=[A-Z][a-z./*’'^+-]{0,30}[A-Z0-9])[\w+./*’'^-]{2,50}|(?=[a-z]{1,20}[A-Z0-9])[\w+-]{2,50})"
_PROPER = r"[A-Z][\w’'-]{0,40}"
_ITEM = rf"(?:{_NAMED}(?: (?:{_NAMED}|v?\d[\w.]*))?|{_PROPER}(?: {_PROPER}){{1,2}})"
_KIND_WORD = re.compile(rf"\b{_KIND}\b")
_BEFORE = re.compile(
    rf"(?<![\w-])(?P<name>(?:{_PROPER} ){{0,3}}(?:{_NAMED}|{_PROPER}))(?:"
    rf" \([\w-]{{2,12}}\))? (?P<more>(?:[a-z-]+ ){{0,2}})(?P<kind>{_KIND})\b"
)
_LIST_AFTER = re.compile(
    rf"\b(?:{_KIND})(?: (?:such as|including|like|namely|called|named)|,? (?:i\.e\."
    r"|e\.g\.),?|:|,? including|, such as|, namely| \((?:e\.g\.,? |i\.e\.,? |including "
    r"|such as )) ?"
)
_JOINED_BEFORE = re.compile(rf"(?:^|[\s(])(?P<name>{_NAMED})(?:, and |, | and | & )$")
_JOINED_AFTER = re.compile(
    rf"(?:, and |, | and | & )(?P<name>{_NAMED})(?=[\s,.;)]|$)(?! (?:models?|encoders?"
    r"|backbones?))"
)
_LOWER_TAIL = re.compile(r"(?: [a-z-]{2,20}){0,2}$")
_FIRST_NAME = re.compile(_ITEM)
_LAST_NAME = re.compile(rf"(?<![\w-])(?:{_NAMED}|{_PROPER} {_PROPER})$")
_LONGEST_LIST = 300
"""Characters looked at before or after a word such as "benchmarks" for a list of names."""
_LONGEST_ITEM = 50
_SPLIT = re.compile(r",? and |, | & ")
_SCORED_ON = re.compile(
    rf"\d ?(?:\\?%|points?|percent) (?:[a-z-]+ ){{0,3}}(?:on|for) (?:the"
    rf" )?(?P<name>{_NAMED})(?![\w-])(?! (?:and \w+ )?(?:models?|baselines?))"
)
_INTRODUCE = re.compile(
    r"\b(?:we|this (?:paper|work)|authors) (?:\w+ ){0,3}?(?:introduc\w+|present\w*"
    r"|propos\w+|releas\w+|creat\w+|construct\w*|curat\w+|build|built|collect\w*"
    r"|contribut\w+|develop\w*|compil\w+|annotat\w+|establish\w*|design\w*)\b|\b(?:called"
    r"|named|dubbed|termed)\b|\b(?:new|novel) (?:\w+ ){0,4}(?:dataset|benchmark|corpus)",
    re.IGNORECASE,
)
_TRAIN = re.compile(
    r"\b(?:(?:pre-?|fine-?|re)?-?(?:train|tun)(?:ed|ing|s)?|data from|corpus|corpora|learn\w* from|supervis\w+)\b",
    re.IGNORECASE,
)
_EVALUATE = re.compile(
    r"\b(?:evaluat\w+|test\w*|benchmark\w*|experiment\w*|results?|achiev\w+|outperform\w*"
    r"|accuracy|performance|improv\w+|show\w*|state-of-the-art|validat\w+|demonstrat\w+)\b",
    re.IGNORECASE,
)


def find_datasets(
    text: NumberedText, roles: Sequence[Role], own_names: Sequence[str], is_resource: bool
) -> tuple[DatasetAnswer, ...]:
    """Return the named datasets in order of first appearance; the paper's own resource has the role `introduced`."""
    places: dict[str, list[int]] = {}
    for number, sentence in read_own(text, roles):
        for name in _dataset_names(sentence):
            places.setdefault(name, []).append(number)
    own = frozenset(own_names)
    if is_resource and own_names and not own & places.keys():
        numbers = [number for number, sentence in read_own(text, roles) if own_names[0] in sentence]
        places = {own_names[0]: numbers, **places}
    kept = [name for name in places if name not in own or is_resource]
    kept = [
        name
        for name in kept
        if not any(
            name != other and f" {name} " in f" {other} " and set(places[name]) <= set(places[other]) for other in kept
        )
    ]
    answers = [
        DatasetAnswer(
            name=name,
            role=_dataset_role(name, places[name], text, roles, own),
            sentences=tuple(dict.fromkeys(places[name])),
        )
        for name in kept
    ]
    return tuple(answers[:MOST_NAMES])


def _dataset_names(sentence: str) -> Iterator[str]:
    spans: list[tuple[int, int, str]] = [(hit.start, hit.end, hit.name) for hit in find_known(sentence, "datasets")]
    kind = _KIND_WORD.search(sentence)
    spans += [span for start, end, _ in tuple(spans) for span in _neighbours(sentence, start, end)]
    for match in _BEFORE.finditer(sentence) if kind else ():
        name = _own_words(match.group("name"), sentence, match.start("name"))
        if name:
            start = match.end("name") - len(name)
            spans.append((start, start + len(name), name))
    for match in _SCORED_ON.finditer(sentence):
        name = match.group("name").rstrip(".,/'’*^-")
        if name not in STOP_NAMES:
            spans.append((match.start("name"), match.start("name") + len(name), name))
    if kind:
        for start, item in (*_items_before(sentence), *_items_after(sentence)):
            if _own_words(item, sentence, start):
                spans.append((start, start + len(item), item))
    taken: list[tuple[int, int]] = []
    for start, end, name in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= left or start >= right for left, right in taken) and not is_model(name):
            taken.append((start, end))
    yield from (sentence[start:end] for start, end in sorted(taken))


def _neighbours(sentence: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    # What is joined to a known dataset by "and" or a comma is another: "on FenQA and HotpotQA".
    before = _JOINED_BEFORE.search(sentence[max(0, start - _LONGEST_ITEM) : start])
    after = _JOINED_AFTER.match(sentence[end : end + _LONGEST_ITEM])
    for match, offset in ((before, max(0, start - _LONGEST_ITEM)), (after, end)):
        if match and (name := match.group("name").rstrip(".,/'’*^-")) not in STOP_NAMES:
            yield offset + match.start("name"), offset + match.start("name") + len(name), name


def _items_before(sentence: str) -> Iterator[tuple[int, str]]:
    # "on FenQA, MarshBench and Tarn-2 datasets": items are taken backwards from the word, while they look like names.
    for kind in _KIND_WORD.finditer(sentence):
        begin = max(0, kind.start() - _LONGEST_LIST)
        head = _LOWER_TAIL.sub("", sentence[begin : kind.start()].rstrip())
        pieces = _pieces(head)
        taken: list[tuple[int, str]] = []
        for offset, piece in reversed(pieces):
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
            item = match.group().rstrip(".,/'’*^-")
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


def _dataset_role(
    name: str, numbers: Sequence[int], text: NumberedText, roles: Sequence[Role], own: frozenset[str]
) -> DatasetRole:
    if name in own:
        return "introduced"
    sentences = [text.sentence(number) for number in numbers]
    for sentence in sentences:
        before = sentence[: sentence.find(name)]
        opening = _INTRODUCE.search(before)
        if opening and len(before) - opening.end() < 60 and not _EVALUATE.search(before[opening.end() :]):
            return "introduced"
    if numbers and all(roles[number - 1] == "background" for number in numbers):
        return "other"
    for sentence in sentences:
        before = sentence[max(0, sentence.find(name) - 90) : sentence.find(name)]
        if _TRAIN.search(before) and not _EVALUATE.search(before):
            return "trained"
    return "evaluated"
