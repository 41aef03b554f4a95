"""Reply ─▶ `WireAnswer`: instructor reads what it is measured to read; the rest is found by our own reader.

As JSON_SCHEMA and TOOLS, instructor's parser fails on think blocks, fences and text around the object, on keys too
many or too few, on half characters and on replies that a server calls cut though the object is whole, and it lets
duplicate keys pass (the last one wins). Those go the second road: the last balanced object that validates, never a
scalar, never a text that was cut. As MD_JSON it would find some of them, but it takes the last value whatever it is:
`[1]` of `{…} see [1]`, a draft in thoughts behind the answer. `tests/test_model_parse.py` measures all of it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple, NoReturn, get_args

from pydantic import ValidationError

from agent.extract.model.render import visible
from agent.extract.model.wire import MOST_ITEMS, WireAnswer
from schemas.answer import Contribution
from schemas.exchange import Reply

Road = Literal["instructor", "own", "none"]
MOST_READ = 256 * 1024
"""Characters of a reply that are looked at."""
MOST_STARTS = 200
"""Braces tried as the start of an object."""
LONGEST_REFUSAL = 300  # characters
MOST_SCANNED = 4 * MOST_READ
"""Characters read in vain, all starts together: a text of nothing but starts is read in no time."""
DEEPEST = 8
"""Levels of lists in a value that are read."""
_THOUGHT = re.compile(r"<(/?)(?:think|thinking|reasoning)>", re.IGNORECASE)
KINDS: tuple[Contribution, ...] = get_args(Contribution)
_NAMES = frozenset(WireAnswer.model_fields)
_LABELS = ("kind", "role", "type", "label")
_SAID = ("text", "claim", "statement", "name", "summary", "value", "term")
_NUMBERS = ("sentences", "sentence", "evidence", "cites", "citations")


class Parsed(NamedTuple):
    """What a reply holds."""

    answer: WireAnswer | None
    road: Road
    problem: str = ""
    """Why there is no answer, for people and for a repair."""


@lru_cache(maxsize=64)  # a reply is looked at for its form, for its faults and for what it says
def parse(reply: Reply) -> Parsed:
    """Read a reply."""
    text = _spoken(reply)
    if not text.strip():
        return Parsed(None, "none", "the reply was empty")
    if _is_clean(text) and (answer := _by_instructor(reply, text)):
        return Parsed(answer, "instructor")
    near = [
        found for found in objects(text, thoughts=not is_cut(reply)) if len(_NAMES & found.keys()) >= len(_NAMES) // 2
    ]
    if answer := next(filter(None, map(_wire, near)), None):
        return Parsed(answer, "own")
    if is_cut(reply):
        return Parsed(None, "none", "the reply was cut before its end")
    if near:
        return Parsed(None, "none", f"its `contribution` was none of {', '.join(KINDS)}")
    return Parsed(None, "none", "the reply held no JSON object of the form that was asked for")


def is_cut(reply: Reply) -> bool:
    """Say whether a server ended a reply for want of room."""
    return reply.finish_reason == "length"


def refused(reply: Reply) -> str | None:
    """Return why a model would not speak; None if it did."""
    if reply.finish_reason == "content_filter":
        return "the server's content filter stopped the answer"
    if reply.refusal and not reply.content.strip():
        return visible(reply.refusal)[:LONGEST_REFUSAL] or "the model refused"
    return None


def _spoken(reply: Reply) -> str:
    """Return where the object stands: the tool's arguments, else the content, else a field for reasoning.

    What was thought before a reply was cut is a draft.
    """
    for text in (reply.tool_arguments, reply.content, None if is_cut(reply) else reply.reasoning):
        if text and text.strip():
            return text[:MOST_READ]
    return ""


def _is_clean(text: str) -> bool:
    """Say whether a text is one JSON object without a key that stands twice: instructor's own ground."""
    stripped = text.strip()
    if not (stripped.startswith("{") and stripped.endswith("}")):
        return False
    try:
        _DECODER.decode(stripped)
    except (ValueError, RecursionError):
        return False
    return True


def _by_instructor(reply: Reply, text: str) -> WireAnswer | None:
    from instructor import Mode
    from instructor.core.exceptions import IncompleteOutputException
    from instructor.processing import process_response
    from openai.types.chat import ChatCompletion

    called = reply.tool_arguments is not None and text == reply.tool_arguments
    message: dict[str, Any] = {"role": "assistant", "content": None if called else text}
    if called:
        function = {"name": WireAnswer.__name__, "arguments": text}
        message["tool_calls"] = [{"id": "1", "type": "function", "function": function}]
    completion = ChatCompletion.construct(choices=[{"finish_reason": reply.finish_reason, "message": message}])
    try:
        read = process_response(
            completion, response_model=WireAnswer, stream=False, mode=Mode.TOOLS if called else Mode.JSON_SCHEMA
        )
    except (ValidationError, IncompleteOutputException):
        return None
    return read if isinstance(read, WireAnswer) else None


def objects(text: str, *, thoughts: bool = True) -> Iterator[dict[str, Any]]:
    """Yield the JSON objects of a text that are whole, the last one first; what they hold inside after them.

    Args:
        text: Of a reply.
        thoughts: Look into blocks of thoughts if nothing stands outside of them.
    """
    text = text[:MOST_READ]
    found: list[dict[str, Any]] = []
    for part in dict.fromkeys((_without_thoughts(text), text if thoughts else "")):
        found = list(_scan(part))
        if found:
            break
    for whole in reversed(found):
        yield whole
        yield from (inner for inner in whole.values() if isinstance(inner, dict))


def _without_thoughts(text: str) -> str:
    """Return a text without its blocks of thoughts; one that never began starts with the text, one may never end.

    No pattern with `.*?` between the marks: a reply of nothing but marks would be read once a mark.
    """
    said, start = list[str](), 0
    began: int | None = None
    for mark in _THOUGHT.finditer(text):
        if not mark[1]:
            began = mark.start() if began is None else began
            continue
        if began is None:
            said.clear()
        else:
            said.append(text[start:began])
        start, began = mark.end(), None
    return "".join(said) + text[start:began]


def _scan(text: str) -> Iterator[dict[str, Any]]:
    place, starts, in_vain = text.find("{"), 0, 0
    while place >= 0 and starts < MOST_STARTS and in_vain < MOST_SCANNED:
        starts += 1
        try:
            value, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            in_vain += (error.pos if isinstance(error, json.JSONDecodeError) else len(text)) - place
            end = place + 1
        else:
            yield value
        place = text.find("{", end)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)


def _wire(value: Mapping[str, Any]) -> WireAnswer | None:
    """Read an object of about the right form: unknown keys are passed over, missing ones are empty.

    Returns:
        None if it does not name a kind of contribution.
    """
    said = {name: _shaped(name, value.get(name)) for name in WireAnswer.model_fields}
    try:
        return WireAnswer.model_validate(said)
    except ValidationError:
        return None


def _shaped(name: str, value: object) -> object:
    if name == "contribution":
        said = _line(value).lower()
        return min((one for one in KINDS if one in said), key=said.index, default=said)
    if name == "key":
        found = re.search(r"\d{1,2}", _line(value))
        return int(found.group()) if found else 1
    if WireAnswer.model_fields[name].annotation is str:
        return _line(value)
    items = value if isinstance(value, list) else [] if value is None else [value]
    return [_line(item) for item in items[:MOST_ITEMS]]


def _line(value: object, levels: int = DEEPEST) -> str:
    """Return an item as a line; small models write objects where a line was asked for."""
    if isinstance(value, Mapping):
        said = next((str(value[key]) for key in _SAID if isinstance(value.get(key), str)), "")
        label = next((f"{value[key]}: " for key in _LABELS if isinstance(value.get(key), str)), "")
        numbers: object = next((value[key] for key in _NUMBERS if key in value), [])
        listed = [str(one) for one in (numbers if isinstance(numbers, list) else [numbers]) if str(one).isdigit()]
        return label + said + (f" [{', '.join(listed)}]" if listed and said else "")
    if isinstance(value, list):
        return " ".join(_line(item, levels - 1) for item in value[:MOST_ITEMS]) if levels else ""
    return "" if value is None else str(value)
