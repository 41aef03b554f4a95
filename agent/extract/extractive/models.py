"""Find the named pretrained models and compared systems of an abstract."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.gazetteer import STOP_NAMES, find_known
from agent.extract.extractive.plausible import is_known_technique
from agent.extract.lexicon import one_of
from agent.extract.passages import count_printed, read_own
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_NAMES = 12
_FAMILY, _SIZED, _CONTEXT = (
    re.compile(one_of("naming", heading)) for heading in ("model of a family", "model with a size", "of models")
)
_RIVALS, _RIVAL = (re.compile(one_of("naming", heading)) for heading in ("compared with", "rival"))
_AMBIGUOUS = re.compile(rf"{one_of('naming', 'ambiguous families')}-?\d*")
_HARDWARE = re.compile(rf"\b{one_of('naming', 'hardware')}(?:®|\(R\)|\(TM\))? $")
_READ_BEFORE = 20


def find_models(
    text: NumberedText, roles: Sequence[Role], own_names: Sequence[str], datasets: Sequence[str]
) -> tuple[str, ...]:
    """Return named pretrained models and compared systems; what only the background mentions is left out."""
    found: dict[str, None] = {}
    for number, sentence in read_own(text, roles):
        if roles[number - 1] != "background":
            found.update(dict.fromkeys(_model_names(sentence, text.abstract)))
    if any(map(_AMBIGUOUS.fullmatch, found)) and not (_CONTEXT.search(text.title) or _CONTEXT.search(text.abstract)):
        found = {name: None for name in found if _AMBIGUOUS.fullmatch(name) is None}
    taken = frozenset(datasets)
    kept = [name for name in found if name not in taken and not any(_belongs(name, own) for own in own_names)]
    return tuple(kept[:MOST_NAMES])


def _belongs(name: str, own_name: str) -> bool:
    # A part of the own name, or the own name with a size or variant behind it.
    return name.startswith(own_name) or count_printed(own_name, name) > 0


def is_model(name: str) -> bool:
    """Say whether a name is that of a model family, with or without version and size."""
    return _FAMILY.fullmatch(name) is not None


def _model_names(sentence: str, abstract: str) -> Iterator[str]:
    spans = [(hit.start, hit.end) for hit in find_known(sentence, "models")]
    spans += [match.span() for match in _FAMILY.finditer(sentence) if match.group() not in STOP_NAMES]
    spans += [match.span("name") for match in _SIZED.finditer(sentence)]
    spans += _rivals(sentence, abstract)
    if not spans:
        return
    known_datasets = [(hit.start, hit.end) for hit in find_known(sentence, "datasets")]
    taken: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        inside = any(left <= start and end <= right for left, right in known_datasets)
        if not inside and all(end <= left or start >= right for left, right in taken) and not _is_part(sentence, start):
            taken.append((start, end))
    yield from (sentence[start:end] for start, end in sorted(taken))


def _rivals(sentence: str, abstract: str) -> Iterator[tuple[int, int]]:
    # Systems that nobody has listed, known by what is said: "faster than TarnSum", "outperforms the older ReedNet++".
    # What the abstract itself spells out is a term, or the authors' own.
    for compared in _RIVALS.finditer(sentence):
        for match in _RIVAL.finditer(sentence, *compared.span("with")):
            name = match[0].removesuffix("s")
            if not (name in STOP_NAMES or is_known_technique(name) or f"({name}" in abstract):
                yield match.span()


def _is_part(sentence: str, start: int) -> bool:
    # The end of a longer word, as in "pre-CLIP" or "mBERT": the name only qualifies another thing.
    # So are the symbol of a formula and the chip that is called so.
    before = sentence[max(0, start - 1) : start]
    is_symbol = before.isalnum() or before in ("-", "_", "\\", "^", "$", "{")
    return is_symbol or _HARDWARE.search(sentence[max(0, start - _READ_BEFORE) : start]) is not None
