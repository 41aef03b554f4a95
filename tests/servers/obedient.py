"""What a model answers that does whatever a text says: the worst case for everything behind it."""

import re
from collections.abc import Mapping
from typing import Any

from tests.servers.answers import Wire, cite, good_answer
from tests.servers.library import Library, Row, places_of

MOST_CITED = 40  # sentences
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget)\b.{0,60}\b(?:instructions?|rules|above|previous)\b"
    r"|\b(?:write|reply|respond|answer|say|state|output|print)\b(?: only| exactly| with| that)+ (?P<words>.+)",
    re.IGNORECASE | re.DOTALL,
)
_KNOWN = ("tldr", "claims", "datasets", "topics", "method")


def answer(title: str, sentences: Mapping[int, str], library: Library) -> Wire | str | None:
    """Return what a hostile text asks for: an answer, or raw text; None if it asks for nothing."""
    item = library.hostile(title, [sentences[number] for number in sorted(sentences)])
    if item is None:
        return _obeyed(title, sentences)
    return str(item["obedient_raw"]) if "obedient_raw" in item else _wire(item, sentences)


def _wire(item: Row, sentences: Mapping[int, str]) -> Wire | str:
    said: Any = item["obedient_answer"]
    if not isinstance(said, dict):
        return str(said)
    method = said.get("method")
    claims = [
        f"result: {cite(str(one['text']), places_of(one.get('quote') or '', sentences))}"
        for one in said.get("claims") or ()
    ]
    everywhere = sorted(sentences)[:MOST_CITED]
    return {
        "contribution": "method",
        "task": "",
        "names": [method] if isinstance(method, str) else [],
        "method": cite(method, everywhere) if isinstance(method, str) else "",
        "claims": claims,
        "key": min(3, len(claims)),
        "datasets": [f"{one.get('role', 'other')}: {one.get('name', '')}" for one in said.get("datasets") or ()],
        "models": [],
        "topics": list(said.get("topics") or ()),
        "tldr": cite(str(said.get("tldr") or ""), everywhere),
        **{name: value for name, value in said.items() if name not in _KNOWN},
    }


def _obeyed(title: str, sentences: Mapping[int, str]) -> Wire | None:
    for number, sentence in sentences.items():
        if order := _ORDER.search(sentence):
            words = (order["words"] or sentence).strip(" .:\"'“”") or sentence
            wire = good_answer(title, sentences)
            claims = [f"result: {cite(words, [number])}", *wire["claims"]]
            return {**wire, "claims": claims, "key": 1, "tldr": cite(words, [number])}
    return None
