"""The fake server fails as its tables say, at the level of sockets: other tests rest on it."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from agent.extract.model.wire import WireAnswer
from tests.fake_models import (
    CONTENTS,
    GREET,
    MET,
    PAPER,
    PROBE,
    SOCKET_FAULTS,
    STATUSES,
    example_papers,
)
from tests.servers import FakeServer
from tests.servers.client import chat, fetch, held, said


@pytest.fixture(scope="module")
def llama() -> Iterator[FakeServer]:
    with FakeServer(papers=example_papers()) as server:
        yield server


@pytest.mark.parametrize("row", STATUSES.strip().replace("\n", "|").split("|"))
def test_fault_has_its_status_and_spares_probes(llama: FakeServer, row: str) -> None:
    model, status = row.split()
    assert json.loads(said(llama, model, GREET, **held("json_schema", PROBE))["content"]) == MET
    assert chat(llama, model, PAPER).status == int(status)
    assert chat(llama, f"{model}!", GREET).status == int(status)


@pytest.mark.parametrize("row", ["rate-limited 1", "rate-limited-long 600", "rate-limited-negative -5"])
def test_limits_say_when_to_come_back(llama: FakeServer, row: str) -> None:
    model, seconds = row.split()
    assert chat(llama, model, PAPER).headers["Retry-After"] == seconds


def test_redirect_leads_to_an_address_where_nobody_listens(llama: FakeServer) -> None:
    location = chat(llama, "redirect", PAPER).headers["Location"]
    assert location == f"http://127.0.0.2:{llama.port}/v1/chat/completions"
    with pytest.raises(OSError, match=r"refused|unreachable|assign|timed out"):
        socket.create_connection(("127.0.0.2", llama.port), timeout=2)


@pytest.mark.parametrize(("model", "error"), SOCKET_FAULTS)
def test_socket_faults(llama: FakeServer, model: str, error: type[Exception]) -> None:
    timeout_s = 0.2 if error is TimeoutError else 5.0
    with pytest.raises(error):
        chat(llama, model, PAPER, timeout_s)
    with pytest.raises(error):
        chat(llama, f"{model}!", GREET, timeout_s)


@pytest.mark.parametrize("model", CONTENTS)
def test_content_is_what_the_name_says(llama: FakeServer, model: str) -> None:
    assert CONTENTS[model] in said(llama, model, PAPER)["content"]


def test_content_that_is_not_there(llama: FakeServer) -> None:
    assert said(llama, "null-content", PAPER)["content"] is None
    assert said(llama, "refusal", PAPER)["refusal"]
    assert said(llama, "reasoning-field", PAPER)["content"] == ""
    assert WireAnswer.model_validate_json(said(llama, "reasoning-field", PAPER)["reasoning_content"])
    assert chat(llama, "content-filter", PAPER).body["choices"][0]["finish_reason"] == "content_filter"
    assert chat(llama, "no-choices", PAPER).body["choices"] == []
    assert "usage" not in chat(llama, "no-usage", PAPER).body
    assert chat(llama, "cut-prompt", PAPER).body["usage"]["prompt_tokens"] == 20
    assert len(said(llama, "huge", PAPER)["content"]) > 29_000_000


def test_answers_that_are_cut(llama: FakeServer) -> None:
    def finish(model: str, room: int) -> str:
        return str(chat(llama, model, PAPER, max_tokens=room).body["choices"][0]["finish_reason"])

    assert finish("length", 9000) == "length"
    assert [finish("length-once", room) for room in (900, 900, 1800)] == ["length", "length", "stop"]
    assert [finish("good", room) for room in (40, 1500)] == ["length", "stop"]


def test_names_with_an_end() -> None:
    with FakeServer() as server:

        def statuses(model: str, times: int) -> list[int]:
            return [chat(server, model, PAPER).status for _ in range(times)]

        assert statuses("error-500-once", 3) == [500, 200, 200]
        assert statuses("quota-after-2", 3) == [200, 200, 429]
        assert statuses("flaky", 6) == [200, 200, 503, 200, 200, 503]
        assert [said(server, "demoted", PAPER)["content"][0] for _ in range(3)] == ["{", "T", "T"]
        assert statuses("dies-after-2", 2) == [200, 200]
        with pytest.raises(ConnectionError):  # refused, or reset while it dies
            fetch(server, "/v1/models")


def test_connection_is_used_again_and_chunks_are_whole(llama: FakeServer) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", llama.port, timeout=5)) as connection:
        for model in ("good", "chunked", "error-500", "good"):
            connection.request("POST", "/v1/chat/completions", json.dumps({"model": model, "messages": PAPER}))
            with connection.getresponse() as response:
                assert json.loads(response.read())
            assert connection.sock is not None


def test_server_records_what_came() -> None:
    with FakeServer("ollama", delay_s=0.1) as server:
        fetch(server, "/v1/models")
        said(server, "good", GREET, **held("json_schema", PROBE))
        said(server, "good", PAPER, max_tokens=16)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: said(server, "think", PAPER), range(4)))
        assert server.count() == 7
        assert server.count("/chat/completions") == 6
        assert server.count(model="think") == 4
        assert server.count(method="GET") == 1
        assert [one.body["model"] for one in server.asked()] == ["think"] * 4
        assert server.asked()[0].body["messages"] == PAPER
        assert server.requests[0].headers["host"] == f"127.0.0.1:{server.port}"
        assert server.requests[0].at <= server.requests[-1].at <= time.monotonic()
        assert 1 <= server.peak_in_flight <= 4


@pytest.mark.parametrize(("kind", "status"), [("vllm", 401), ("gateway", 500)])
def test_key_is_wanted(kind: str, status: int) -> None:
    with FakeServer(kind, key="sk-invented") as server:
        assert fetch(server, "/v1/models").status == status
        assert chat(server, "good", PAPER).status == status
        assert fetch(server, "/v1/models", headers={"Authorization": "Bearer sk-invented"}).status == 200


def test_pages_can_misbehave() -> None:
    with FakeServer("vllm", misbehave={"/v1/models": "hang", "/version": "html-200"}) as server:
        with pytest.raises(TimeoutError):
            fetch(server, "/v1/models", timeout_s=0.2)
        assert b"<!DOCTYPE html>" in fetch(server, "/version").content
