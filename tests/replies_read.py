"""Replies in every form that models were seen to give: what the tests of reading share."""

import json
from typing import Literal, NamedTuple

from agent.extract.model.parse import parse
from agent.extract.model.wire import WireAnswer
from schemas.exchange import Reply
from tests.talks import wire

GOOD = json.dumps(wire())
DRAFT = json.dumps(wire(task="a draft"))


def changed(name: str, value: str) -> str:
    """Return the good answer with a piece of JSON in the place of a field's value."""
    return json.dumps(wire(**{name: "@"})).replace('"@"', value, 1)


# ── which road a reply takes ──

Reading = Literal["right", "wrong", "fails"]


class Kind(NamedTuple):
    """A kind of reply, and what becomes of it when instructor alone reads it."""

    reply: Reply
    asked: Reading
    """In the mode that such a reply is asked for in: TOOLS if a tool was called, else JSON_SCHEMA."""
    searched: Reading
    """In the mode MD_JSON, which looks for JSON in a text."""


def reply(content: str, finish: str = "stop", **fields: str) -> Reply:
    """Return a reply of a model."""
    return Reply(content=content, finish_reason=finish, **fields)


INSTRUCTOR = {
    "clean": Kind(reply(GOOD), "right", "right"),
    "clean, spread over lines": Kind(reply(json.dumps(wire(), indent=2) + "\n"), "right", "right"),
    "clean, empty fields": Kind(reply(json.dumps({**wire(), "models": None})), "wrong", "wrong"),
    "tool's arguments": Kind(Reply(tool_arguments=GOOD, finish_reason="tool_calls"), "right", "fails"),
    "tool's arguments beside text": Kind(reply("I call it now.", "tool_calls", tool_arguments=GOOD), "right", "fails"),
}
OWN = {
    "thoughts": Kind(reply(f"<think>Hm, {{maybe}}.</think>\n{GOOD}"), "fails", "right"),
    "thoughts that never began": Kind(reply(f"Hm, {{maybe}}.</think>\n{GOOD}"), "fails", "right"),
    "a draft in the thoughts": Kind(reply(f"<think>{DRAFT}</think>{GOOD}"), "fails", "right"),
    "a draft in thoughts that never began": Kind(reply(f"{DRAFT}</THINK>{GOOD}"), "fails", "right"),
    "a draft in thoughts behind the answer": Kind(reply(f"{GOOD}<thinking>{DRAFT}</thinking>"), "fails", "wrong"),
    "thoughts that never end": Kind(reply(f"<think>Hm, {{maybe}}.\n{GOOD}"), "fails", "right"),
    "a fence": Kind(reply(f"```json\n{GOOD}\n```"), "fails", "right"),
    "a fence without a word": Kind(reply(f"```\n{GOOD}\n```"), "fails", "right"),
    "text before": Kind(reply(f"Sure! Here it is:\n{GOOD}"), "fails", "right"),
    "text behind": Kind(reply(f"{GOOD}\nAnything else?"), "fails", "right"),
    "a draft before": Kind(reply(f"{DRAFT}\nOr better:\n{GOOD}"), "fails", "right"),
    "a number of a sentence behind": Kind(reply(f"{GOOD} [1]"), "fails", "fails"),
    "a number of a sentence behind text": Kind(reply(f"Here: {GOOD} see [1]."), "fails", "fails"),
    "another object behind": Kind(reply(f'{GOOD}\n{{"done": true}}'), "fails", "fails"),
    "a list around": Kind(reply(f"[{GOOD}]"), "fails", "fails"),
    "an object around": Kind(reply(f'{{"answer": {GOOD}}}'), "fails", "fails"),
    "a call of a tool as text": Kind(
        reply(f'<tool_call>\n{{"name": "Answer", "arguments": {GOOD}}}\n</tool_call>'), "fails", "fails"
    ),
    "a fence in a tool's arguments": Kind(
        Reply(tool_arguments=f"```json\n{GOOD}\n```", finish_reason="tool_calls"), "fails", "fails"
    ),
    "a key too many": Kind(reply(json.dumps({**wire(), "score": 10})), "fails", "fails"),
    "a key too few": Kind(reply(json.dumps({k: v for k, v in wire().items() if k != "key"})), "fails", "fails"),
    "objects in the place of lines": Kind(
        reply(
            json.dumps(
                wire(
                    names=[{"name": "Mossgate"}],
                    claims=[
                        {"kind": "result", "text": wire()["claims"][0][8:-4], "sentences": [3]},
                        {"label": "finding", "claim": wire()["claims"][1][9:-4], "evidence": 1},
                    ],
                )
            )
        ),
        "fails",
        "fails",
    ),
    "a capital in the kind": Kind(reply(json.dumps(wire(contribution="Method"))), "fails", "fails"),
    "the number of key claims in words": Kind(reply(json.dumps(wire(key="1 of them"))), "fails", "fails"),
    "too large a number": Kind(reply(changed("key", "1e999")), "fails", "fails"),
    "a byte order mark": Kind(reply(f"\ufeff{GOOD}"), "fails", "right"),
    "whole, though called cut": Kind(reply(GOOD, "length"), "fails", "fails"),
    "a whole call, though called cut": Kind(Reply(tool_arguments=GOOD, finish_reason="length"), "fails", "fails"),
    "half a character": Kind(reply(GOOD.replace("question", "question\\ud800", 1)), "fails", "fails"),
}
NONE = {
    "nothing": Kind(reply(""), "fails", "fails"),
    "blanks": Kind(reply(" \n" * 3000, "length"), "fails", "fails"),
    "prose": Kind(reply("This paper is about {trees}."), "fails", "fails"),
    "a number": Kind(reply("3"), "fails", "fails"),
    "a text": Kind(reply('"method"'), "fails", "fails"),
    "a list of numbers": Kind(reply("[1, 2]"), "fails", "fails"),
    "another object": Kind(reply('{"summary": "trees", "score": 7}'), "fails", "fails"),
    "a key twice": Kind(reply(f'{GOOD[:-1]}, "tldr": "It wins everywhere [1]"}}'), "wrong", "wrong"),
    "no number": Kind(reply(changed("key", "NaN")), "fails", "fails"),
    "an endless number": Kind(reply(changed("key", "-Infinity")), "fails", "fails"),
    "5,000 digits": Kind(reply(changed("key", "9" * 5000)), "fails", "fails"),
    "20,000 levels": Kind(reply(changed("task", "[" * 20_000 + "]" * 20_000)), "fails", "fails"),
    "100,000 braces": Kind(reply("{" * 100_000), "fails", "fails"),
    "cut": Kind(reply(GOOD[:200], "length"), "fails", "fails"),
    "cut, and not called so": Kind(reply(GOOD[:-1]), "fails", "fails"),
    "cut thoughts": Kind(reply("<think>First the method, then the", "length"), "fails", "fails"),
    "a draft in cut thoughts": Kind(reply(f"<think>{DRAFT}, or", "length"), "fails", "fails"),
    "a draft in cut thoughts of their own": Kind(reply("", "length", reasoning=f"{DRAFT}, or"), "fails", "fails"),
    "single quotes": Kind(reply(str(wire())), "fails", "fails"),
    "an unknown kind": Kind(reply(json.dumps(wire(contribution="benchmark"))), "fails", "fails"),
    "no kind": Kind(reply(json.dumps(wire(contribution=None))), "fails", "fails"),
}


# ── what our reader makes of what it finds ──


def read(**changes: object) -> WireAnswer:
    """Return what our reader makes of an answer with something changed and a fence around it."""
    found = parse(reply(f"```json\n{json.dumps(wire(**changes))}\n```"))
    assert found.road == "own"
    assert found.answer
    return found.answer
