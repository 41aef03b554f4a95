"""The key of an answer: what was asked of which model, and nothing else."""

from hashlib import sha256

import pytest

from cache.answers import answer_key
from schemas.exchange import Message

# ── the key ──

MESSAGES = (Message(role="system", content="Read."), Message(role="user", content="Fénlight gains 3 %."))
SAMPLING: dict[str, float | int | str | None] = {"temperature": 0.0, "seed": 7, "top_p": None}


def test_key_is_that_of_the_canonical_request() -> None:
    text = (
        '{"max_tokens":900,"messages":[{"content":"Read.","role":"system"},'
        '{"content":"F\\u00e9nlight gains 3 %.","role":"user"}],"model":"qwen3:4b",'
        '"sampling":{"seed":7,"temperature":0.0,"top_p":null},"schema":"abc"}'
    )
    assert answer_key(MESSAGES, "abc", "qwen3:4b", SAMPLING, 900) == sha256(text.encode()).hexdigest()


def test_key_knows_no_order_of_sampling() -> None:
    turned = dict(reversed(SAMPLING.items()))
    keys = {answer_key(list(MESSAGES), "abc", "m", order, 900) for order in (SAMPLING, turned)}
    assert len(keys) == 1


def test_key_differs_for_every_component() -> None:
    asked = [
        (MESSAGES, "abc", "m", SAMPLING, 900),
        (MESSAGES[::-1], "abc", "m", SAMPLING, 900),
        (MESSAGES[:1], "abc", "m", SAMPLING, 900),
        ((MESSAGES[0], Message(role="assistant", content=MESSAGES[1].content)), "abc", "m", SAMPLING, 900),
        (MESSAGES, "abd", "m", SAMPLING, 900),
        (MESSAGES, "m", "abc", SAMPLING, 900),
        (MESSAGES, "abc", "n", SAMPLING, 900),
        (MESSAGES, "abc", "m", {**SAMPLING, "temperature": 0.1}, 900),
        (MESSAGES, "abc", "m", {**SAMPLING, "more": None}, 900),
        (MESSAGES, "abc", "m", SAMPLING, 901),
    ]
    assert len({answer_key(*components) for components in asked}) == len(asked)


def test_key_of_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        answer_key(MESSAGES, "abc", "m", {"temperature": float("nan")}, 900)
