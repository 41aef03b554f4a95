"""What our own reader finds in a reply, and makes of it."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.extract.derive import derive
from agent.extract.model.parse import KINDS, MOST_READ, MOST_STARTS, is_cut, objects, parse, refused
from agent.extract.model.wire import MOST_ITEMS, WireAnswer
from schemas.exchange import Reply
from schemas.extraction import Provenance
from tests.replies_read import DRAFT, GOOD, INSTRUCTOR, NONE, OWN, Kind, changed, read, reply
from tests.talks import SUBJECT, TEXT, WRONG, said, wire


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ({"kind": "result", "text": "it wins", "sentences": [1, 2]}, "result: it wins [1, 2]"),
        ({"type": "finding", "statement": "it wins", "citations": ["2"]}, "finding: it wins [2]"),
        ({"claim": "it wins", "sentence": 3}, "it wins [3]"),
        ({"text": "it wins", "sentences": [{"n": 1}, "s2"]}, "it wins"),
        ({"sentences": [1]}, ""),
        ({"text": 3}, ""),
        (["it wins", "[1]"], "it wins [1]"),
        (7, "7"),
        (True, "True"),
        (None, ""),
        ([[[["deep"]]]], "deep"),
    ],
)
def test_a_value_of_another_form_becomes_a_line(value: object, line: str) -> None:
    assert read(claims=[value]).claims == (line,)
    assert read(task=value).task == line


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Method", "method"),
        ("a new method", "method"),
        ("Empirical Study", "empirical study"),
        ("Survey of methods", "survey"),
        ({"type": "theory"}, "theory"),
        (["resource", "system"], "resource"),
    ],
)
def test_the_kind_that_is_named_first_is_taken(value: object, kind: str) -> None:
    assert read(contribution=value).contribution == kind


@pytest.mark.parametrize(
    ("value", "key"), [("2", 2), ("two or 3", 3), (2.0, 2), ([2], 2), (None, 1), (True, 1), ({}, 1), ("none", 1)]
)
def test_the_number_of_key_claims_is_found(value: object, key: int) -> None:
    assert read(key=value, score=1).key == key


def test_half_the_keys_make_an_answer() -> None:
    names = list(WireAnswer.model_fields)
    half = {name: wire()[name] for name in names[:5]}
    less = {name: wire()[name] for name in names[:4]}
    found = parse(reply(json.dumps(half))).answer
    assert found
    assert (found.tldr, found.key, found.topics) == ("", 1, ())
    assert parse(reply(json.dumps(less))).answer is None


def test_a_repair_is_told_which_kinds_there_are() -> None:
    problem = parse(NONE["an unknown kind"].reply).problem
    assert all(kind in problem for kind in KINDS)


@pytest.mark.parametrize("levels", [10, 500, 900, 980])
@pytest.mark.parametrize("field", WireAnswer.model_fields)
@pytest.mark.parametrize(("begin", "end"), [("[", "]"), ('{"text":', "}")])
def test_levels_without_end_are_survived(field: str, levels: int, begin: str, end: str) -> None:
    inner = begin * levels + '"x"' + end * levels
    assert parse(reply(changed(field, inner))).road in ("own", "none")
    assert parse(reply(changed(field, f"[{inner}]"))).road in ("own", "none")


def test_endless_lists_are_cut() -> None:
    found = read(claims=[["it wins"] * 100] * 100, models=list(range(1000)))
    assert (len(found.claims), len(found.models)) == (MOST_ITEMS, MOST_ITEMS)


# ── objects in a text ──


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1} {"b": 2}', [{"b": 2}, {"a": 1}]),
        ('{"a": {"b": 2}}', [{"a": {"b": 2}}, {"b": 2}]),
        ('{x} {"a": 1} {', [{"a": 1}]),
        ('{"a": 1, "a": 2}', []),
        ('{"a": {"b": 1}, "a": 2}', [{"b": 1}]),
        ('{"a": NaN} {"b": Infinity}', []),
        ('{"a": "</think>"}', [{"a": "</think>"}]),
        ('<think>{"a": 1}</think>', [{"a": 1}]),
        ('<think>{"a": 1}</think>{"b": 2}', [{"b": 2}]),
        ('{"a": 1}</think>{"b": 2}', [{"b": 2}]),
        ('{"a": 1}<think>{"b": 2}</think>{"c": 3}', [{"c": 3}, {"a": 1}]),
        ('<think>x<think>{"a": 1}</think>{"b": 2}', [{"b": 2}]),
        ('{"a": 1}<think>{"b": 2}', [{"a": 1}]),
        ('<think>{"b": 2}', [{"b": 2}]),
        ('<think>x</think>{"a": 1}<think>{"b": 2}</think>', [{"a": 1}]),
        ('<reasoning>{"a": 1}</reasoning>{"b": 2}', [{"b": 2}]),
        ("", []),
    ],
)
def test_whole_objects_are_found_the_last_one_first(text: str, found: list[dict[str, Any]]) -> None:
    assert list(objects(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "<think>" * (MOST_READ // 7),
        "<think></think>" * (MOST_READ // 15),
        "</think>" * (MOST_READ // 8),
        "<think>x</reasoning>" * (MOST_READ // 20),
        '{"k":[' * MOST_STARTS + "1," * (MOST_READ // 2),
        '{"k":[' * MOST_STARTS + '{"a":1},' * (MOST_READ // 8),
        '{"k":"' * MOST_STARTS + "a" * MOST_READ,
        '{"a":' * (MOST_READ // 5),
        "{" * MOST_READ,
        GOOD[:-1] + " " * 30_000_000,
        json.dumps(wire(tldr="quiet trees " * 2_500_000)),
        "\ufeff" * MOST_READ,
    ],
    ids=lambda text: text[:12],
)
def test_a_reply_made_to_be_slow_is_read_to_its_end(text: str) -> None:
    assert parse(reply(text)).answer is None
    assert parse(Reply(tool_arguments=text)).answer is None


def test_a_reply_of_long_beginnings_is_not_searched_to_its_end() -> None:
    long = "1," * (MOST_READ // 3)
    assert parse(reply('{"k":[' + long + GOOD)).road == "own"
    assert parse(reply('{"k":[' * 10 + long + GOOD)).road == "none"


PIECES = st.sampled_from(
    [GOOD, DRAFT, GOOD[:-1], GOOD[1:], "<think>", "</think>", "```json\n", "```", "{", "}", "[", "]", '"', ",", "NaN",
     "\ufeff", "\ud800", "\\ud800", "Sure: ", '{"answer": ', "1e999", " [1]"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=8).map("".join)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)


@given(TEXTS, TEXTS | st.none(), TEXTS | st.none(), st.sampled_from(["stop", "length", "tool_calls", "", None]))
@example("</think>", None, None, None)
def test_any_reply_can_be_read(content: str, arguments: str | None, reasoning: str | None, finish: str | None) -> None:
    read = parse(Reply(content=content, tool_arguments=arguments, reasoning=reasoning, finish_reason=finish))
    assert (read.answer is None) is (read.road == "none") is bool(read.problem)
    if read.answer:
        read.answer.answer()
        read.answer.model_dump_json()


@given(st.fixed_dictionaries(dict.fromkeys(WireAnswer.model_fields, JSON)))
def test_any_object_with_the_keys_can_be_read(value: dict[str, Any]) -> None:
    read = parse(reply(json.dumps({**value, "contribution": "method"})))
    assert read.answer or "NaN" in json.dumps(value) or "Infinity" in json.dumps(value)


@given(st.sampled_from([*INSTRUCTOR.values(), *OWN.values()]), st.text(alphabet=" \n\t", max_size=5))
def test_blanks_around_a_reply_change_nothing(kind: Kind, blanks: str) -> None:
    content, arguments = kind.reply.content, kind.reply.tool_arguments
    padded = {
        "content": f"{blanks}{content}{blanks}" if not content.startswith("\ufeff") else content + blanks,
        "tool_arguments": arguments and f"{blanks}{arguments}{blanks}",
    }
    assert parse(kind.reply.model_copy(update=padded)) == parse(kind.reply)


# ── half characters ──


@pytest.mark.parametrize("escape", ["\\ud800", "\\udfff", "\\ud83d", "\\u0000", "\\u001b[2J", "\\u202e"])
def test_no_half_or_hidden_character_gets_into_an_extraction(escape: str) -> None:
    lines = {name: json.dumps(value)[1:-1] for name, value in wire().items() if isinstance(value, str)}
    spoiled = json.dumps(wire(contribution="method"))
    for name in ("task", "method", "tldr"):
        spoiled = spoiled.replace(lines[name], f"{escape}{lines[name]}{escape}", 1)
    spoiled = spoiled.replace("On FenQA", f"On {escape}FenQA").replace("evaluated: ", f"evaluated: {escape}")
    found = parse(reply(spoiled)).answer
    assert found
    made = Provenance(engine="model", engine_version="1")
    told = derive(TEXT, SUBJECT.roles, found.answer(), SUBJECT.taxonomy, made).model_dump_json()
    assert not [one for one in json.loads(told)["claims"] if not one["text"].isprintable()]
    assert escape.lower() not in told.lower()


# ── refusals and cuts ──


@pytest.mark.parametrize(
    ("answered", "reason"),
    [
        (said(), None),
        (Reply(content=""), None),
        (Reply(content="I'm sorry, I can't help with that."), None),
        (Reply(refusal="I can't\nhelp."), "I can't help."),
        (Reply(content=" ", refusal="No."), "No."),
        (Reply(content=GOOD, refusal="No."), None),
        (Reply(content="", finish_reason="content_filter"), "the server's content filter stopped the answer"),
        (Reply(content="It is", finish_reason="content_filter"), "the server's content filter stopped the answer"),
        (Reply(refusal="\u200b"), "the model refused"),
        (Reply(refusal="N\ud800o\x1b."), "No."),
    ],
)
def test_a_refusal_is_told_by_field_or_filter(answered: Reply, reason: str | None) -> None:
    assert refused(answered) == reason


def test_a_refusal_is_told_in_few_words() -> None:
    assert len(refused(Reply(refusal="no " * 10_000)) or "") <= 300


def test_a_server_says_that_it_cut_a_reply() -> None:
    assert is_cut(reply("", "length"))
    assert not is_cut(reply(GOOD[:-1]))
    assert "cut" in parse(NONE["cut"].reply).problem


def test_a_claim_that_is_wrong_is_read_all_the_same() -> None:
    found = parse(said(claims=[WRONG])).answer
    assert found
    assert found.claims == (WRONG,)
