"""What `digest doctor` says of a server and its model."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from agent.doctor.trial import SAMPLE
from tests.asked import Desk
from tests.examined import KEY, named, silence, website
from tests.servers import FakeServer

DEAD = "http://127.0.0.1:9/v1"  # the port for discarding; nothing listens there


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_without_a_model_the_embedded_engine_is_told_of_and_nothing_is_made(desk: Desk) -> None:
    text = desk.run("doctor").out
    assert "made by the first build" in text
    assert "embedded engine" in text
    assert "digest doctor --find" in text
    assert not desk.home.folder.exists()


def test_a_server_that_works_is_told_of_with_everything_that_a_build_needs(desk: Desk) -> None:
    with FakeServer() as server:
        text = desk.run(*named(server, "good")).out
        (asked,) = server.asked()
    assert "llama-server b1-fake" in text
    assert "`good`, which the server lists" in text
    assert "json_schema, enforced" in text
    assert "found out now" in text
    assert "8,192 tokens, as the server says" in text
    assert "for the answer) fits" in text
    assert "passed every check" in text
    assert re.search(r"\d s, 1 request, \d+ tokens in, \d+ out", text)
    assert "papers an hour" in text
    assert f"digest build PAGES --base-url {server.base_url} --model good" in text
    assert asked.chat
    assert asked.chat.title == SAMPLE.title


def test_the_trial_keeps_nothing(desk: Desk) -> None:
    desk.home.make()
    with FakeServer() as server:
        desk.run(*named(server, "good"))
    assert [path.name for path in desk.home.folder.iterdir()] == ["servers.json"]


def test_the_lines_that_are_printed_are_settings(desk: Desk) -> None:
    with FakeServer() as server:
        options = ("--structured", "json_schema", "--context-tokens", "6000", "--timeout", "50")
        text = desk.run(*named(server, "good"), *options).out
        assert "--structured json_schema --context-tokens 6000 --timeout 50" in text
        lines = [line.strip() for line in text.splitlines() if re.match(r" +\w+ = ", line)]
        (desk.folder / "digest.toml").write_text("\n".join(lines), encoding="utf-8")
        again = desk.run("doctor").out
    assert tomllib.loads("\n".join(lines)) == {
        "base_url": server.base_url,
        "model": "good",
        "structured": "json_schema",
        "context_tokens": 6000,
        "timeout_s": 50,
    }
    assert "6,000 tokens, as you set it" in again
    assert re.search(r"use it +digest build PAGES$", again, re.MULTILINE)


def test_what_is_remembered_is_told_and_found_out_anew_when_asked(desk: Desk) -> None:
    desk.home.make()
    with FakeServer() as server:
        first = desk.run(*named(server, "good")).out
        second = desk.run(*named(server, "good")).out
        requests = len(server.requests)
        third = desk.run(*named(server, "good"), "--reprobe").out
        assert len(server.requests) > requests
    assert "found out now" in first
    assert re.search(r"remembered since \d{4}-", second)
    assert "found out now" in third


def test_json_holds_the_same_facts(desk: Desk) -> None:
    with FakeServer("vllm") as server:
        found = json.loads(desk.run(*named(server, "good"), "--json").out)
    assert found["home"] | {"exists": False, "from": "DIGEST_HOME"} == found["home"]
    seen = found["server"]
    assert (seen["kind"], seen["rung"], seen["enforced"], seen["is_listed"]) == ("vllm", "json_schema", True, True)
    assert (seen["trial"]["outcome"], seen["trial"]["kept"], seen["problem"]) == ("extracted", 3, None)
    assert seen["use"]["settings"] == [f'base_url = "{server.base_url}"', 'model = "good"']
    assert found["found"] is None


def test_a_key_is_told_by_its_variable_and_never_printed(desk: Desk) -> None:
    with FakeServer(key=KEY) as server:
        right = desk.run(*named(server, "good"), "-v", DIGEST_API_KEY=KEY)
        desk.run(*named(server, "good"), "--json", DIGEST_API_KEY=KEY)
        wrong = desk.run(*named(server, "good"), code=4, DIGEST_API_KEY="sk-another-0123456789")
        none = desk.run(*named(server, "good"), code=4, OPENAI_API_KEY=KEY)
    assert "the one in `DIGEST_API_KEY` is sent" in right.out
    assert "export DIGEST_MODEL=good" in right.out
    assert "base_url =" not in right.out  # a digest.toml may not choose who gets a key
    assert "goes to OpenAI alone" in none.out
    assert "set the key in `DIGEST_API_KEY`" in wrong.out
    for ran in (right, wrong, none):
        assert KEY not in ran.out + ran.told
        assert "sk-another" not in ran.out + ran.told


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("prose", "try another model"),
        ("refusal", "will not read an invented abstract"),
        ("length", "raise `max_tokens` in digest.toml"),
        ("unauthorized!", "set the key in `DIGEST_API_KEY`"),
        ("quota!", "nothing is left to spend"),
        ("html-200!", "usually ends in /v1"),
        ("dies!", "died when it was asked"),
        ("error-500", "run this again"),
    ],
)
def test_a_model_that_cannot_be_used_ends_with_4_and_says_what_to_do(desk: Desk, model: str, words: str) -> None:
    with FakeServer() as server:
        ran = desk.run(*named(server, model), code=4)
    assert words in ran.out
    assert "problem " in ran.out
    assert "use it" not in ran.out


def test_a_model_that_a_server_does_not_have_is_told_with_those_that_it_has(desk: Desk) -> None:
    with FakeServer("ollama", models=["qwen3:4b", "gemma3:1b"]) as server:
        text = desk.run(*named(server, "quen3:4b"), code=4).out
    assert "it has qwen3:4b, gemma3:1b" in text


def test_a_name_without_its_tag_is_a_listed_one(desk: Desk) -> None:
    with FakeServer("ollama", models=["good:latest"]) as server:
        assert "`good`, which the server lists" in desk.run(*named(server, "good")).out


def test_ollama_with_little_context_is_told_how_to_give_more(desk: Desk) -> None:
    with FakeServer("ollama") as server:
        told = desk.run(*named(server, "good")).out
    with FakeServer("ollama-cloud") as server:
        silent = desk.run(*named(server, "good")).out
    assert "4,096 tokens, as the server says" in told
    assert "2,048 tokens, assumed" in silent
    assert "answers have 1,148 tokens" in silent
    for text in (told, silent):
        assert "OLLAMA_CONTEXT_LENGTH=8192 ollama serve" in text


@pytest.mark.parametrize(
    ("kind", "words"),
    [("llama-server", "`llama-server -c 8192`"), ("vllm", "`vllm serve --max-model-len 8192`"), ("bare", "start the")],
)
def test_a_context_that_is_the_limit_is_told_with_how_to_give_more(desk: Desk, kind: str, words: str) -> None:
    with FakeServer(kind, context_tokens=2000) as server:
        little = desk.run(*named(server, "good"), "--context-tokens", "2000").out
        enough = desk.run(*named(server, "good"), "--context-tokens", "8000").out
    assert "answers have 1,100 tokens, and longer ones are cut" in little
    assert words in little
    assert "if it has more already, say so with `--context-tokens N`" in little
    assert words not in enough


def test_a_thinking_model_is_told_of_with_more_room_for_answers(desk: Desk) -> None:
    with FakeServer("ollama-cloud") as server:
        text = desk.run(*named(server, "think")).out
        assert "thinks" not in desk.run(*named(server, "good")).out
    assert "the model thinks before it answers" in text
    assert "max_tokens = 3000" in text
    assert "and give it a context of at least 3,900 tokens to have that room" in text
    assert "advisory: the model is only asked to keep to the form" in text


def test_an_answer_in_the_field_for_reasoning_is_no_thinking(desk: Desk) -> None:
    with FakeServer("sglang") as server:
        assert "thinks" not in desk.run(*named(server, "good")).out


def test_statements_that_fail_their_checks_are_told(desk: Desk) -> None:
    with FakeServer() as server:
        text = desk.run(*named(server, "careless")).out
    assert "did not:" in text
    assert "the name is printed neither in the title nor in the abstract" in text


def test_an_address_where_nothing_listens_is_told(desk: Desk) -> None:
    text = desk.run("doctor", "--base-url", DEAD, "--model", "good", code=4).out
    assert f"nothing answers at {DEAD}" in text
    assert f"nothing answers at {DEAD}" in desk.run("doctor", "--base-url", DEAD, code=4).out


def test_a_web_page_is_told_from_a_server_of_models(desk: Desk) -> None:
    with website() as address:
        text = desk.run("doctor", "--base-url", address, "--model", "good", code=4).out
        alone = desk.run("doctor", "--base-url", address, code=4).out
    assert "not as an OpenAI-compatible server" in text
    assert "is the address right?" in text
    assert "is the address right?" in alone


def test_a_port_that_only_listens_is_told(desk: Desk) -> None:
    with silence() as address:
        text = desk.run("doctor", "--base-url", address, "--model", "good", code=4).out
    assert "something listens" in text
    assert "loading a model" in text
