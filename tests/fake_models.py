"""What the tests of the fake server ask, and what they make of its answers."""

import http.client
from datetime import date
from functools import cache
from pathlib import Path

from agent.extract.model.shape import schema_text, wire_schema
from agent.extract.model.wire import WireAnswer
from agent.read import read_file
from prompts import load_prompt
from schemas.answer import Answer
from tests.servers import FakeServer
from tests.servers.client import Messages, about, said

ROOT = Path(__file__).resolve().parents[1]
TITLE = "Fernwick: Pruning Quiet Trees for Marsh Surveys"
ABSTRACT = (
    "Marsh surveys are slow. We propose Fernwick, which drops quiet trees by counting leaves. "
    "It is 3.1x faster than Brill on ReedBench and improves accuracy by 12%. "
    "The gain does not shrink on three rivers."
)
PAPER = about(TITLE, ABSTRACT)
PROBE = {
    "type": "object",
    "properties": {
        "k7f3": {"type": "string", "enum": ["qx1", "qx2"]},
        "rows": {"type": "array", "items": {"type": "object", "properties": {"n4": {"type": "integer"}}}},
    },
    "required": ["k7f3", "rows"],
    "additionalProperties": False,
}
MET = {"k7f3": "qx2", "rows": [{"n4": 1}]}
GREET: Messages = [{"role": "user", "content": load_prompt("probe").text}]
TOLD: Messages = [{"role": "user", "content": load_prompt("probe_told").filled(schema=schema_text(PROBE))}]
WHOLE = wire_schema(WireAnswer)


def answer(server: FakeServer, model: str, messages: Messages = PAPER) -> Answer:
    return WireAnswer.model_validate_json(said(server, model, messages)["content"]).answer()


@cache
def example_papers() -> tuple[tuple[str, str], ...]:
    pages = sorted((ROOT / "examples").glob("*.txt"))
    entries = [entry for page in pages for entry in read_file(page, today=date(2027, 2, 2)).entries]
    return tuple((entry.title, entry.abstract) for entry in entries if entry.abstract)


STATUSES = """
rate-limited 429 | rate-limited-once 429 | rate-limited-long 429 | rate-limited-negative 429 | quota 429
error-500 500 | error-500-once 500 | error-502-once 502 | error-503-html 503 | context 400 | unknown-model 404
unauthorized 401 | forbidden 403 | html-200 200 | empty-200 200 | cut-json-200 200 | no-choices 200
error-in-200 200 | error-in-200-once 200 | redirect 307 | flaky 200 | echo-headers-400 400 | echo-headers-401 401
"""


SOCKET_FAULTS: list[tuple[str, type[Exception]]] = [
    ("reset", ConnectionResetError),
    ("close", http.client.RemoteDisconnected),
    ("hang", TimeoutError),
    ("drip", TimeoutError),
    ("cut-body", http.client.IncompleteRead),
    ("cut-chunks", http.client.IncompleteRead),
]


CONTENTS = {
    "think": "{maybe} the method, then the claims.\n</think>\n\n{",
    "think-unopened": "First {maybe}",
    "fenced": "```json\n{",
    "array-after": "} see [1]",
    "tool-text": "<tool_call>",
    "duplicate-keys": ', "tldr": "It wins',
    "nan": '"key": NaN',
    "extra-key": "reviewer_score",
    "wrong-schema": "summary",
    "big-integer": "9" * 5000,
    "deep": '{"a":' * 20_000,
    "prose": "I think",
    "echo-canary": "Zorvex",
    "echo-headers": "accept-encoding: identity",
    "whitespace-loop": "{ \n \n",
    "byte-order-mark": "\ufeff{",
}
