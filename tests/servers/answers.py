"""What an able model says: answers in the wire form that every check lets pass."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from agent.extract.extractive.claims import classify_claim
from agent.extract.extractive.engine import ExtractiveEngine
from agent.extract.sentences import NumberedText, number_sentences
from schemas.answer import Answer
from schemas.taxonomy import load_taxonomy
from tests.servers.library import Library

Wire = dict[str, Any]
"""`agent.extract.model.wire.WireAnswer` before it is one."""

MOST_CLAIMS = 4
LONGEST_SENTENCE = 1200  # characters; longer ones are not repeated
_RESULT = re.compile(
    r"\d|\b(?:outperform|improv|show|find|found|prove|reduc|rais|ris|fall|fell|cut|surpass|reach|gain|first)",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"\b(?:we (?:present|propose|introduce|train|build|develop|drop|keep)|which|by \w+ing)\b", re.IGNORECASE
)
_DATASET = re.compile(r"[A-Z][A-Za-z]*(?:QA|Bench|Set|Net)\b")
_OWN_NAME = re.compile(r"\b(?:present|propose|introduce)s? ([A-Z][\w-]*)")


def cite(text: str, numbers: Iterable[int]) -> str:
    """Return a statement with the numbers of its sentences behind it."""
    listed = ", ".join(map(str, numbers))
    return f"{text} [{listed}]" if listed else text


def to_wire(answer: Answer) -> Wire:
    """Return an answer in the form in which a model writes it.

    What the form cannot carry is lost: the sentences of datasets (they follow from the name), those of a method without
    a summary, key claims behind others, brackets with numbers at the end of a statement.
    """
    keys = [claim.key for claim in answer.claims]
    return {
        "contribution": answer.contribution,
        "task": answer.task or "",
        "names": list(answer.method.names),
        "method": cite(answer.method.summary, answer.method.sentences) if answer.method.summary else "",
        "claims": [f"{claim.kind}: {cite(claim.text, claim.sentences)}" for claim in answer.claims],
        "key": keys.index(False) if False in keys else len(keys),
        "datasets": [f"{dataset.role}: {dataset.name}" for dataset in answer.datasets],
        "models": list(answer.models),
        "topics": list(answer.topics),
        "tldr": cite(answer.tldr.text, answer.tldr.sentences) if answer.tldr else "",
    }


def good_answer(title: str, sentences: Mapping[int, str]) -> Wire:
    """Return an answer made of the prompt's own sentences."""
    usable = {number: text for number, text in sentences.items() if _is_usable(text)}
    claims = [number for number, text in usable.items() if _RESULT.search(text)][-MOST_CLAIMS:] or list(usable)[-1:]
    method = next((number for number, text in usable.items() if _METHOD.search(text)), None)
    whole = " ".join(usable.values())
    own = list(dict.fromkeys(name.rstrip("-") for name in _OWN_NAME.findall(whole)))[:1]
    return {
        "contribution": "method",
        "task": " ".join(_words(title)[:5]),
        "names": own,
        "method": cite(usable[method], [method]) if method else "",
        "claims": [f"{classify_claim(usable[number])}: {cite(usable[number], [number])}" for number in claims],
        "key": min(2, len(claims)),
        "datasets": [f"evaluated: {name}" for name in _named(whole, own)],
        "models": [],
        "topics": _topics(title),
        "tldr": cite(usable[claims[0]], claims[:1]) if claims else "",
    }


def echo_answer(title: str, sentences: Mapping[int, str], library: Library) -> Wire:
    """Return the embedded engine's own answer; a paper that the library does not have is read from the prompt."""
    shown = [sentences[number] for number in sorted(sentences)]
    known = library.paper(title, shown)
    text = number_sentences(known.title, known.abstract) if known else numbered(title, shown)
    return to_wire(_engine().answer(text)[1])


def numbered(title: str, sentences: Sequence[str]) -> NumberedText:
    """Return the text of a prompt with its sentences as they are numbered there."""
    spans, start = [], 0
    for sentence in sentences:
        spans.append((start, start + len(sentence)))
        start += len(sentence) + 1
    return NumberedText(title, " ".join(sentences), tuple(spans))


@cache
def _engine() -> ExtractiveEngine:
    return ExtractiveEngine(load_taxonomy())


def _is_usable(text: str) -> bool:
    return any(map(str.isalnum, text)) and len(text) <= LONGEST_SENTENCE and text.rstrip(" .")[-1] not in "])"


def _words(title: str) -> list[str]:
    tokens = (token.strip(".,:;!?()'\"") for token in title.rpartition(": ")[2].split())
    return [token for token in tokens if token.replace("-", "").isalpha() and token.isascii()]


def _topics(title: str) -> list[str]:
    words = [word.lower() for word in _words(title) if len(word) > 4]
    return [" ".join(words[start : start + 2]) for start in range(0, min(len(words), 6), 2)]


def _named(text: str, own: Sequence[str]) -> list[str]:
    tokens = dict.fromkeys(token.strip(".,;:()") for token in text.split())
    return [token for token in tokens if _DATASET.fullmatch(token) and token not in own][:4]
