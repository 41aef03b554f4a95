"""A good answer ─▶ one with errors, the same for the same title, and the list of what was planted."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

PlantedKind = Literal["number", "polarity", "name", "invented", "out-of-range", "scope", "elsewhere"]

ERRORS_A_PAPER = 3
NAMES = ("BrindleMoor", "Quassel-9", "TarroWick", "VossNet", "Umbrelith")  # of other papers, all invented
DATASETS = ("QuoralBench", "TarnoMix-12", "HollowQA")  # invented
NOWHERE = 97  # the number of a sentence that no abstract has; larger where one might
_FLIPS = {
    "outperforms": "trails", "outperform": "trail", "improves": "degrades", "improve": "degrade",
    "improving": "degrading",
    "reduces": "increases", "reduce": "increase", "reducing": "increasing", "falls": "rises", "fall": "rise",
    "rises": "falls", "rise": "fall", "raises": "lowers", "lowers": "raises", "higher": "lower", "lower": "higher",
    "faster": "slower", "better": "worse", "more": "less", "fewer": "more", "gains": "loses", "increases": "decreases",
}  # fmt: skip
_FLIP = re.compile(rf"\b(?:{'|'.join(_FLIPS)})\b")
_NUMBER = re.compile(r"(?<![\w.-])\d+(?:\.\d+)?(?![\w.]*\w)")
_NAME = re.compile(r"\b(?:[A-Z][a-z]+[A-Z]\w*|[A-Z]{2,}[\w-]*|[A-Z]\w+-\d+)\b")
_SCOPE = re.compile(r"\b(?:on|over|across) (?:two|three|four|five|six|eight|ten|twenty|several|some|most|\d+) ")


class Planted(NamedTuple):
    """One error."""

    kind: PlantedKind
    text: str
    """The statement or name as the model wrote it, without label and sentence numbers."""
    mark: str
    """The wrong part of it: a number, a word, a name, the sentence cited."""


class _Text(NamedTuple):
    sentences: Mapping[int, str]
    whole: str
    seed: int


class _Claim(NamedTuple):
    text: str
    mark: str
    cited: int


def plant(title: str, sentences: Mapping[int, str], wire: Mapping[str, Any]) -> tuple[dict[str, Any], list[Planted]]:
    """Return the answer with up to three errors, and what they are; the kinds go round with the title."""
    seed = int.from_bytes(hashlib.sha256(title.encode("utf-8", "surrogatepass")).digest()[:6], "big")
    text = _Text(sentences, f"{title} {' '.join(sentences.values())}", seed)
    kinds = list(_PLANTERS)
    kinds = kinds[seed % len(kinds) :] + kinds[: seed % len(kinds)]
    claims, datasets, planted = list(wire["claims"]), list(wire["datasets"]), list[Planted]()
    for kind in kinds:
        if len(planted) == ERRORS_A_PAPER:
            break
        if kind == "invented":
            name = DATASETS[seed % len(DATASETS)]
            datasets.append(f"evaluated: {name}")
            planted.append(Planted(kind, name, name))
        elif claim := _PLANTERS[kind](text):
            claims.insert(seed % (len(claims) + 1), f"result: {claim.text} [{claim.cited}]")
            planted.append(Planted(kind, claim.text, claim.mark))
    return {**wire, "claims": claims, "datasets": datasets, "tldr": _tldr(wire, claims, planted, seed)}, planted


def _tldr(wire: Mapping[str, Any], claims: list[str], planted: list[Planted], seed: int) -> str:
    """Every third TL;DR repeats the first error among the claims."""
    wrong = next((one.text for one in planted if one.kind in ("number", "name", "polarity")), None)
    if wrong is None or seed % 3:
        return str(wire["tldr"])
    return next(claim for claim in claims if wrong in claim).partition(": ")[2]


def _number(text: _Text) -> _Claim | None:
    for cited, sentence in text.sentences.items():
        for match in _NUMBER.finditer(sentence):
            wrong = _changed(match.group())
            if not re.search(rf"(?<!\d){re.escape(wrong)}(?!\d)", text.whole):
                return _Claim(sentence[: match.start()] + wrong + sentence[match.end() :], wrong, cited)
    return None


def _changed(number: str) -> str:
    """12 ─▶ 21, 3.1 ─▶ 31, 44 ─▶ 47."""
    if "." in number:
        return number.replace(".", "").lstrip("0") or "7"
    turned = number[::-1].lstrip("0")
    return turned if turned and turned != number else str(int(number) + 3)


def _polarity(text: _Text) -> _Claim | None:
    for cited, sentence in text.sentences.items():
        if match := _FLIP.search(sentence):
            wrong = _FLIPS[match.group()]
            return _Claim(sentence[: match.start()] + wrong + sentence[match.end() :], wrong, cited)
        if " not " in sentence:
            return _Claim(sentence.replace(" not ", " ", 1), "not", cited)
    return None


def _name(text: _Text) -> _Claim | None:
    wrong = NAMES[text.seed % len(NAMES)]
    for cited, sentence in text.sentences.items():
        if match := _NAME.search(sentence):
            return _Claim(sentence[: match.start()] + wrong + sentence[match.end() :], wrong, cited)
    last = _last(text)
    return _Claim(f"{text.sentences[last].rstrip('.')} with {wrong}.", wrong, last) if last else None


def _out_of_range(text: _Text) -> _Claim | None:
    nowhere = max(NOWHERE, len(text.sentences) + 1)
    cited = _last(text)
    return _Claim(f"Overall, {text.sentences[cited]}", str(nowhere), nowhere) if cited and nowhere < 1000 else None


def _scope(text: _Text) -> _Claim | None:
    for cited, sentence in text.sentences.items():
        if match := _SCOPE.search(sentence):
            return _Claim(f"{sentence[: match.start()]}on all {sentence[match.end() :]}", "all", cited)
    last = _last(text)
    return _Claim(f"{text.sentences[last].rstrip('.')} on all tasks.", "on all tasks", last) if last else None


def _elsewhere(text: _Text) -> _Claim | None:
    for cited, sentence in text.sentences.items():
        others = [number for number in text.sentences if number != cited]
        if others and _NUMBER.search(sentence):
            other = others[text.seed % len(others)]
            return _Claim(f"Overall, {sentence}", str(other), other)
    return None


def _last(text: _Text) -> int | None:
    usable = [number for number, sentence in text.sentences.items() if any(map(str.isalnum, sentence))]
    return usable[-1] if usable else None


def _nothing(_: _Text) -> _Claim | None:
    return None


_PLANTERS: Mapping[PlantedKind, Callable[[_Text], _Claim | None]] = {
    "number": _number,
    "name": _name,
    "out-of-range": _out_of_range,
    "polarity": _polarity,
    "invented": _nothing,
    "scope": _scope,
    "elsewhere": _elsewhere,
}
