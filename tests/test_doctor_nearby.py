"""What `digest doctor` finds on this machine, and what it says of the home."""

import asyncio
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent.doctor.nearby import PORTS, Stand, find_servers, look_at
from tests.asked import Desk
from tests.examined import KEY, named, silence, website
from tests.servers import FakeServer


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def usual_port() -> int:
    """Return a port that is looked at and on which nothing listens here."""
    for port in PORTS:
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    pytest.skip("every usual port of servers is taken on this machine")


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
