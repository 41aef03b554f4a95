"""What the errors of real servers mean, and what of their words is repeated."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.extract.model.faults import LONGEST_WORDS, fault_in_reply, fault_of_status, retry_after_s, words_of
from schemas.errors import FaultKind, RequestError
from schemas.outcome import Failed

PAGE = "<html><head><title>503 Service Temporarily Unavailable</title></head><body><center>nginx</center></body></html>"
PORTAL = "<!DOCTYPE html>\n<html><body>Sign in to the Marsh Hotel network</body></html>"


def openai(message: str, kind: str | None = None, code: object = None) -> dict[str, Any]:
    """Return an error in the form of the hosted service."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def vllm(message: str, status: int) -> dict[str, Any]:
    """Return an error in the form of vLLM and SGLang."""
    return {"object": "error", "message": message, "type": "BadRequestError", "param": None, "code": status}


MAXIMUM = "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens."

# ── kinds ──


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, openai("Incorrect API key provided.", "invalid_request_error", "invalid_api_key"), "unauthorized"),
        (401, {"error": "Unauthorized"}, "unauthorized"),
        (403, openai("Your project does not have access to this model."), "unauthorized"),
        (403, PAGE.replace("503", "403"), "unauthorized"),
        (404, openai("model 'fen' not found, try pulling it first", "api_error"), "unknown-model"),
        (404, {"detail": "Not Found"}, "unknown-model"),
        (400, openai("'temperature' does not support 0.1 with this model."), "rejected"),
        (400, {"error": "'response_format.type' must be 'json_schema' or 'text'"}, "rejected"),
        (400, openai("failed to parse grammar", code=400), "rejected"),
        (422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "strict"], "msg": "Extra inputs"}]}, "rejected"),
        (422, "Failed to deserialize the JSON body: missing field `value`", "rejected"),
        (429, openai("Rate limit reached for requests", "requests", "rate_limit_exceeded"), "rate-limited"),
        (429, None, "rate-limited"),
        (429, openai("You exceeded your current quota.", "insufficient_quota", "insufficient_quota"), "quota"),
        (429, openai("slow down", code="insufficient_quota"), "quota"),
        (402, {"error": {"code": 402, "message": "Insufficient credits."}}, "quota"),
        (402, openai("Insufficient Balance"), "quota"),
        (403, openai("Your credit balance is too low to access the API."), "quota"),
        (500, openai("the model stumbled", "server_error"), "broken"),
        (500, "Internal Server Error", "broken"),
        (500, {"error": "invalid JSON schema in format"}, "broken"),
        (500, openai("llama runner is loading the model"), "overloaded"),
        (502, "Bad Gateway", "overloaded"),
        (503, PAGE, "overloaded"),
        (503, openai("Loading model", "unavailable_error", 503), "overloaded"),
        (504, None, "overloaded"),
        (529, openai("Overloaded", "overloaded_error"), "overloaded"),
        (408, None, "timeout"),
        (425, None, "timeout"),
        (301, None, "moved"),
        (307, PAGE, "moved"),
    ],
)
def test_a_status_and_a_body_have_a_meaning(status: int, body: object, kind: FaultKind) -> None:
    fault = fault_of_status(status, {}, body)
    assert (fault.kind, fault.status) == (kind, status)
    assert str(status) in fault.message


@pytest.mark.parametrize(
    ("status", "body", "tokens"),
    [
        (400, openai(MAXIMUM, code="context_length_exceeded"), 4096),
        (400, vllm(MAXIMUM, 400), 4096),
        (400, {"error": {"type": "exceed_context_size_error", "message": "too much", "n_ctx": 2048}}, 2048),
        (400, {"type": "exceed_context_size_error", "message": "too much", "n_ctx": 2048, "code": 400}, 2048),
        (400, openai("request (5000 tokens) exceeds the available context size (2048 tokens)"), 2048),
        (400, vllm("The input (5000 tokens) is longer than the model's context length (8192 tokens).", 400), 8192),
        (400, openai("Requested tokens (5000) exceed context window of 512"), 512),
        (400, openai(f"litellm.ContextWindowExceededError: litellm.BadRequestError: {MAXIMUM}", code="400"), 4096),
        (400, openai("The model is loaded with context length of only 4096 tokens, which is not enough."), 4096),
        (400, openai("prompt is too long"), None),
        (400, openai("context length exceeded"), None),
        (413, openai("too many tokens"), None),
        (422, {"error": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096.",
               "error_type": "validation"}, 4096),
        (500, {"error": "the input length exceeds the context length"}, None),
        (400, {"error": {"message": MAXIMUM, "n_ctx": "many"}}, 4096),
        (400, {"error": {"message": "the context length is exceeded", "n_ctx": -1}}, None),
    ],
)  # fmt: skip
def test_a_full_context_is_known_by_its_words_and_tells_its_size(status: int, body: object, tokens: int | None) -> None:
    fault = fault_of_status(status, {}, body)
    assert (fault.kind, fault.context_tokens) == ("too-long", tokens)


@pytest.mark.parametrize(
    ("error", "kind", "tokens"),
    [
        ({"message": "model is loading", "type": "unavailable_error", "code": 503}, "overloaded", None),
        ({"message": MAXIMUM}, "too-long", 4096),
        ("The number of tokens to keep is greater than the context length.", "too-long", None),
        ({"message": "You exceeded your current quota"}, "quota", None),
        ({"type": "insufficient_quota"}, "quota", None),
        ({"message": "no slot"}, "not-an-answer", None),
        ({"code": 500}, "not-an-answer", None),
        ([], "not-an-answer", None),
        (3, "not-an-answer", None),
    ],
)
def test_an_error_in_a_reply_has_a_meaning(error: object, kind: FaultKind, tokens: int | None) -> None:
    fault = fault_in_reply(error)
    assert (fault.kind, fault.status, fault.context_tokens) == (kind, 200, tokens)
    assert fault.message.startswith("an error in a reply")


# ── words ──


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (None, ""),
        ({}, ""),
        (b"bytes", ""),
        (3, ""),
        ("Bad\n  Gateway\t", "Bad Gateway"),
        ({"error": None, "message": "no slot"}, "no slot"),
        ({"error": {"message": None, "code": "no_slot"}}, "no_slot"),
        ({"error": {"message": {"text": "no slot"}, "detail": "it is full"}}, "it is full"),
        ({"detail": [{"loc": ["body", "temperature"], "msg": "too low", "input": "secret prompt"}, {"msg": "bad"}]},
         "body.temperature: too low; bad"),
        ({"error": {"error": {"message": "inner"}}}, "inner"),
        (["one", {"message": "two"}], "one; two"),
        (PAGE, "a page of HTML"),
        (PORTAL, "a page of HTML"),
        ({"message": PORTAL}, "a page of HTML"),
        ("no\x1b[2J \u202eslot\ud800", "no[2J slot"),
    ],
)  # fmt: skip
def test_the_words_of_an_error_are_found_in_every_form(body: object, words: str) -> None:
    assert words_of(body) == words


def test_long_words_end_with_a_word() -> None:
    words = words_of("Bearer " + "x" * 180 + " sk-secret-key-of-forty-characters-or-more")
    assert words == "Bearer " + "x" * 180
    assert len(words_of("x" * 1000)) == LONGEST_WORDS


def deep(levels: int) -> object:
    """Return errors in errors."""
    body: object = "no slot"
    for _ in range(levels):
        body = {"error": [body]}
    return body


@pytest.mark.parametrize("levels", [1, 10, 900])
def test_an_error_in_errors_without_end_is_survived(levels: int) -> None:
    assert fault_of_status(500, {}, deep(levels)).kind == "broken"
    assert fault_in_reply(deep(levels)).kind == "not-an-answer"


BODIES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.integers() | st.text(max_size=600) | st.just(PAGE) | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "message", "detail", "code", "type", "n_ctx", "loc", "msg"]), inner)
    ),
    max_leaves=8,
)


@given(st.integers(300, 599), BODIES)
@example(400, {"error": {"message": "context length is 99999999999999999999"}})
def test_any_error_is_told_in_few_printable_words(status: int, body: object) -> None:
    for fault in (fault_of_status(status, {}, body), fault_in_reply(body)):
        assert len(words_of(body)) <= LONGEST_WORDS
        assert len(fault.message) <= LONGEST_WORDS + 60
        assert fault.message.isprintable()
        assert Failed(reason=fault.kind, detail=fault.message).model_dump_json()


def test_a_prompt_that_a_server_sends_back_is_not_repeated() -> None:
    body = {"detail": [{"loc": ["body"], "msg": "too much", "input": {"messages": [{"content": "ABSTRACT"}]}}]}
    assert "ABSTRACT" not in fault_of_status(422, {}, body).message


def test_a_key_that_a_server_sends_back_is_not_repeated_in_part() -> None:
    key = "CANARY-" + "k" * 60
    for blanks in range(0, 220, 20):
        fault = fault_of_status(401, {}, f"{'x ' * blanks}headers were: authorization: Bearer {key}")
        assert key in fault.message or "CANARY" not in fault.message  # whole, it is blotted out by the transport


# ── Retry-After ──

NOW = datetime(2026, 5, 18, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "1"}, 1.0),
        ({"retry-after": " 2.5 "}, 2.5),
        ({"RETRY-AFTER": "600"}, 600.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "1e400"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "9" * 5000}, None),
        ({"Retry-After": "Mon, 18 May 2026 07:00:30 GMT"}, 30.0),
        ({"Retry-After": "Mon, 18 May 2026 07:00:30 -0000"}, 30.0),
        ({"Retry-After": "Mon, 18 May 2026 09:00:30 +0200"}, 30.0),
        ({"Retry-After": "Mon, 18 May 2026 06:59:00 GMT"}, None),
        ({"Retry-After": "Mon, 18 May 99999 07:00:30 GMT"}, None),
        ({"Retry-After": "Mon, 18 May 2026 07:00:30 +99999999"}, None),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"Retry-After-Ms": "250", "Retry-After": "60"}, 0.25),
        ({"retry-after-ms": "-1"}, None),
        ({"retry-after-ms": "soon", "Retry-After": "60"}, 60.0),
    ],
)
def test_a_wait_is_read_in_every_form(headers: Mapping[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers, NOW) == seconds


@given(st.integers(0, 10**6))
def test_a_date_is_as_many_seconds_away(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert retry_after_s({"Retry-After": date}, NOW) == seconds


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ [+-]?\w+"))
def test_any_wait_can_be_read(value: str) -> None:
    for name in ("Retry-After", "retry-after-ms"):
        seconds = retry_after_s({name: value}, NOW)
        assert seconds is None or 0 <= seconds < float("inf")


@pytest.mark.parametrize(("status", "expected"), [(429, 7.0), (503, 7.0), (500, 7.0), (301, None)])
def test_a_fault_carries_the_wait(status: int, expected: float | None) -> None:
    fault = fault_of_status(status, {"Retry-After": "7"}, None)
    assert isinstance(fault, RequestError)
    assert fault.retry_after_s == expected
