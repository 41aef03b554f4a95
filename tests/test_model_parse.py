"""Which road a reply takes: what instructor reads rightly goes to it, the rest to our own reader."""

from typing import Any

import pytest
from instructor import Mode
from instructor.core.exceptions import IncompleteOutputException
from instructor.processing import process_response
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from agent.extract.model.parse import Parsed, parse
from agent.extract.model.wire import WireAnswer
from schemas.exchange import Reply
from tests.replies_read import DRAFT, GOOD, INSTRUCTOR, NONE, OWN, Kind, Reading

ANSWER = WireAnswer.model_validate_json(GOOD)


def rows(kinds: dict[str, Kind]) -> pytest.MarkDecorator:
    """Return a table as parameters of a test."""
    return pytest.mark.parametrize("kind", [pytest.param(kind, id=name) for name, kind in kinds.items()])


def reading(reply: Reply, mode: Mode) -> Reading:
    """Have instructor read a reply as the client gives it."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.content or None}
    if reply.tool_arguments is not None:
        function = {"name": "WireAnswer", "arguments": reply.tool_arguments}
        message["tool_calls"] = [{"id": "1", "type": "function", "function": function}]
    completion = ChatCompletion.construct(choices=[{"finish_reason": reply.finish_reason, "message": message}])
    try:
        read = process_response(completion, response_model=WireAnswer, stream=False, mode=mode)
    except (ValidationError, IncompleteOutputException, ValueError):
        return "fails"
    return "right" if read == ANSWER else "wrong"


def readings(kind: Kind) -> tuple[Reading, Reading]:
    """Return what becomes of a reply in the two modes."""
    asked = Mode.JSON_SCHEMA if kind.reply.tool_arguments is None else Mode.TOOLS
    return reading(kind.reply, asked), reading(kind.reply, Mode.MD_JSON)


@rows({**INSTRUCTOR, **OWN, **NONE})
def test_instructor_alone_reads_a_reply_as_the_table_says(kind: Kind) -> None:
    assert readings(kind) == (kind.asked, kind.searched)


@rows({name: kind for name, kind in INSTRUCTOR.items() if kind.asked == "right"})
def test_instructor_reads_what_it_reads_rightly(kind: Kind) -> None:
    assert parse(kind.reply) == Parsed(ANSWER, "instructor")


@rows(OWN)
def test_our_reader_reads_only_what_instructor_does_not(kind: Kind) -> None:
    assert kind.asked != "right"
    assert parse(kind.reply) == Parsed(ANSWER, "own")


@rows(NONE)
def test_a_reply_without_an_answer_gives_none_and_says_why(kind: Kind) -> None:
    read = parse(kind.reply)
    assert (read.answer, read.road) == (None, "none")
    assert read.problem


def test_an_empty_field_is_read_by_instructor() -> None:
    read = parse(INSTRUCTOR["clean, empty fields"].reply)
    assert read == Parsed(ANSWER.model_copy(update={"models": ()}), "instructor")


def test_an_answer_in_a_field_for_reasoning_is_handed_to_instructor_which_would_not_look_there() -> None:
    thought = Reply(content="", reasoning=GOOD, finish_reason="stop")
    assert reading(thought, Mode.JSON_SCHEMA) == reading(thought, Mode.MD_JSON) == "fails"
    assert parse(thought) == Parsed(ANSWER, "instructor")
    assert parse(Reply(content=" ", reasoning=f"Hm.\n{GOOD}")) == Parsed(ANSWER, "own")


def test_content_goes_before_reasoning() -> None:
    assert parse(Reply(content=GOOD, reasoning=DRAFT)) == Parsed(ANSWER, "instructor")
    assert parse(Reply(content="I cannot say.", reasoning=GOOD)).answer is None
