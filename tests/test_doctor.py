"""`digest doctor` before homes and servers of all kinds: what is told, what is contacted, what is kept."""

import asyncio
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from agent.doctor.nearby import PORTS, Stand, find_servers, look_at
from agent.doctor.trial import SAMPLE
from tests.asked import Desk
from tests.servers import FakeServer

KEY = "sk-quiet-marsh-0123456789"
DEAD = "http://127.0.0.1:9/v1"  # the port for discarding; nothing listens there


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def named(server: FakeServer, model: str) -> tuple[str, ...]:
    return "doctor", "--base-url", server.base_url, "--model", model


class Page(BaseHTTPRequestHandler):
    """A web page at every address."""

    def do_GET(self) -> None:
        """Send it."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Marsh Hotel</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def website() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


@contextmanager
def silence() -> Iterator[str]:
    """Listen, and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"


@pytest.fixture
def usual_port() -> int:
    """Return a port that is looked at and on which nothing listens here."""
    for port in PORTS:
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    pytest.skip("every usual port of servers is taken on this machine")


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


def test_a_thinking_model_is_told_of_with_more_room_for_answers(desk: Desk) -> None:
    with FakeServer("ollama-cloud") as server:
        text = desk.run(*named(server, "think")).out
        assert "thinks" not in desk.run(*named(server, "good")).out
    assert "the model thinks before it answers" in text
    assert "max_tokens = 3000" in text
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


def test_an_address_alone_gives_its_models_and_how_to_use_each(desk: Desk) -> None:
    models = ["nomic-embed-text", "qwen3:4b", "it's; rm -rf $HOME"]
    with FakeServer("lm-studio", models=models) as server:
        text = desk.run("doctor", "--base-url", server.base_url).out
        assert not any(one.chat and one.chat.user for one in server.requests)
    start = f"digest build PAGES --base-url {server.base_url} --model"
    assert [line.strip() for line in text.splitlines() if start in line] == [
        f"{start} " + "'it'\"'\"'s; rm -rf $HOME'",
        f"{start} nomic-embed-text",
        f"{start} qwen3:4b",
    ]
    assert "(LM Studio): 3 models" in text
    assert 'model = "qwen3:4b"' in text


def test_no_name_of_a_model_reaches_the_terminal_as_a_command(desk: Desk) -> None:
    with FakeServer("openai", models=["good", "\x1b]52;c;aGk=\x07", "two\nlines"]) as server:
        shown = desk.run(*named(server, "good")).out + desk.run("doctor", "--base-url", server.base_url).out
    assert not {"\x1b", "\x07"} & set(shown)
    assert "two" not in shown


def test_find_asks_usual_ports_what_they_are_and_sends_no_key(desk: Desk, usual_port: int) -> None:
    with FakeServer("vllm", models=["good"], port=usual_port) as server:
        text = desk.run("doctor", "--find", DIGEST_API_KEY=KEY, OPENAI_API_KEY=KEY).out
        assert server.requests
        assert not any("authorization" in one.headers for one in server.requests)
        assert not any(one.chat and one.chat.user for one in server.requests)
    assert f"http://127.0.0.1:{usual_port}/v1 (vLLM 0.15.1): 1 model" in text
    assert f"digest build PAGES --base-url http://127.0.0.1:{usual_port}/v1 --model good" in text
    assert "embedded engine" in text


def test_find_goes_on_where_a_model_is_named_without_a_server(desk: Desk, usual_port: int) -> None:
    with FakeServer("ollama", models=["good"], port=usual_port):
        text = desk.run("doctor", "--find", "--model", "good", code=2).out
    assert "a model is named, but no server that runs it" in text
    assert f"--base-url http://127.0.0.1:{usual_port}/v1 --model good" in text
    assert "no server that runs it" in desk.run("doctor", "--model", "good", code=2).told


def test_found_servers_come_in_the_order_of_the_ports_and_others_are_no_servers() -> None:
    with FakeServer("ollama") as one, FakeServer("llama-server") as two, website() as page, silence() as mute:
        ports = [int(address.split(":")[2].split("/")[0]) for address in (page, mute, two.base_url, one.base_url)]
        found = asyncio.run(find_servers([*ports, 9]))
    assert [(stand.kind, stand.is_api) for stand in found] == [
        ("unknown", False),
        ("llama-server", True),
        ("ollama", True),
    ]


def test_a_server_that_wants_a_key_says_so() -> None:
    stands = []
    for kind in ("openai", "gateway"):
        with FakeServer(kind, key=KEY) as server:
            stands.append(asyncio.run(look_at(server.base_url)))
    assert all(isinstance(stand, Stand) and stand.is_api and stand.wants_key for stand in stands)


def test_a_bare_server_that_lists_nothing_is_one_all_the_same() -> None:
    for kind in ("bare", "transformers"):
        with FakeServer(kind) as server:
            stand = asyncio.run(look_at(server.base_url))
        assert stand is not None
        assert (stand.is_api, stand.wants_key, stand.models) == (True, False, ())


def test_stores_are_counted(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good")
    desk.run("build", "page.txt")
    desk.run("fix", "mossgate", "--add-tag", "reading group")
    text = desk.run("doctor").out
    assert "4 papers" in text
    assert "4 by the embedded engine: extracted" in text
    assert "4 by `good`: extracted" in text
    assert re.search(r"answers +4 kept, \d+ KiB", text)
    assert "1 correction" in text


def test_a_kept_answer_that_cannot_be_used_is_told_and_is_no_failure(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good")
    with closing(sqlite3.connect(desk.home.answers / "cache.db")) as sql, sql:
        sql.execute("UPDATE Cache SET value = x'00' WHERE rowid = 1")
    assert "cannot be used" in desk.run("doctor").out


def test_a_line_that_is_no_correction_makes_the_home_unusable(desk: Desk) -> None:
    desk.home.make()
    desk.home.corrections.write_text("{}\n", encoding="utf-8")
    assert "line 1 of" in desk.run("doctor", code=5).out


def test_another_file_in_the_place_of_the_library_makes_the_home_unusable(desk: Desk) -> None:
    desk.home.make()
    desk.home.library.write_bytes(b"my notes" * 200)
    assert "damaged" in desk.run("doctor", code=5).out


@pytest.mark.parametrize(("home", "words"), [("page.txt", "is no folder"), ("page.txt/home", "cannot be made")])
def test_a_home_that_cannot_be_ends_with_5(desk: Desk, home: str, words: str) -> None:
    text = desk.run("doctor", "--home", home, code=5).out
    assert words in text
    assert "`--home`" in text


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_ends_with_5(desk: Desk) -> None:
    desk.home.make()
    desk.home.folder.chmod(0o500)
    try:
        assert "cannot be written to" in desk.run("doctor", code=5).out
        assert "cannot be written to" in desk.run("doctor", "--home", str(desk.home.folder / "new"), code=5).out
    finally:
        desk.home.folder.chmod(0o700)


@pytest.mark.parametrize(
    "words", [["--base-url", "localhost:1", "--model", "m"], ["--structured", "json"], ["--model", ""]]
)
def test_wrong_settings_end_with_2(desk: Desk, words: list[str]) -> None:
    assert desk.run("doctor", *words, code=2).told


def test_quiet_prints_the_result_alone(desk: Desk) -> None:
    with FakeServer() as server:
        ran = desk.run(*named(server, "good"), "--quiet")
    assert ran.told == ""
    assert "use it" in ran.out


@pytest.fixture(scope="module")
def llama_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real llama-server with random weights."""
    tools = Path(os.environ.get("DIGEST_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "tools"
    program = os.environ.get("DIGEST_TEST_LLAMA_SERVER") or shutil.which("llama-server", path=str(tools))
    if not program or not (tools / "tiny.gguf").is_file():
        pytest.skip(f"needs a real llama-server and tiny.gguf: {tools} does not hold them (set DIGEST_SHARED)")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = str(taken.getsockname()[1])
    options = f"-a tiny --host 127.0.0.1 --port {port} -c 24576 -np 2 -t 1 --jinja --no-webui".split()
    log = tmp_path_factory.mktemp("llama") / "log"
    with log.open("wb") as written:
        running = subprocess.Popen([program, "-m", str(tools / "tiny.gguf"), *options], stdout=written, stderr=written)
    try:
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        running.terminate()
        running.wait()


def test_a_real_llama_server_is_known_and_tried(desk: Desk, llama_server: str) -> None:
    found = None
    for _ in range(60):
        ran = desk.run("doctor", "--base-url", llama_server, "--json", code=None)
        found = json.loads(ran.out)["named"]
        if found and found["models"]:
            break
    assert found
    assert (found["kind"], found["models"]) == ("llama-server", ["tiny"])
    seen = json.loads(desk.run("doctor", "--base-url", llama_server, "--model", "tiny", "--json", code=None).out)[
        "server"
    ]
    assert (seen["rung"], seen["enforced"]) == ("json_schema", True)
    assert seen["trial"]["requests"] >= 1
    assert seen["context_from"] == "server"
