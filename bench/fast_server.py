"""A fake server faster than any client that is measured against it; `python -m bench.fast_server --delay-ms 200`.

It lists a model as llama-server does, answers probes with the smallest value of the schema they send, and requests
about papers with a fixed form into which the paper's own first sentences are put: every check lets it pass, so that a
paper costs one request. Replies leave in the order of the requests. One process, on uvloop and httptools.
"""

import argparse
import asyncio
import json
import re
import signal
from collections import deque
from typing import Any, NamedTuple, cast

import httptools
import uvloop

from prompts import load_prompt
from tests.servers.http import Reply
from tests.servers.instances import instance
from tests.servers.pages import Setup, llama_server

HOST = "127.0.0.1"
MODEL = "fast"
CONTEXT_TOKENS = 8192
BYTES_A_TOKEN = 4
COUNT = "/asked"
"""Page with the number of requests about papers so far."""

_HEAD = "HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
_COMPLETION = (
    '{"id":"chatcmpl-fast","object":"chat.completion","created":1700000000,"model":"' + MODEL + '",'
    '"choices":[{"index":0,"message":{"role":"assistant","content":%s},"finish_reason":"stop"}],'
    '"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d}}'
)
_DATASET = re.compile(r"\b[A-Z]\w+Set\b")


class Sentences(NamedTuple):
    """The numbered sentences that an answer is made of; the last one stands in for those that a paper lacks."""

    first: str
    second: str
    third: str


def answer(prompt: str) -> str:
    """Return a valid answer to a prompt about a paper: what it says stands in the prompt."""
    lines = prompt.split("\n")
    told = [line.partition(" ")[2] for line in lines[2:-1]]
    said = Sentences(*(told + told[-1:] * 2)[:3])
    name, _, rest = lines[1].removeprefix("Title: ").partition(": ")
    words = rest.split()
    dataset = _DATASET.search(said.third)
    place = [min(number, len(told)) for number in (1, 2, 3)]
    return json.dumps(
        {
            "contribution": "method",
            "task": " ".join(words[:3]),
            "names": [name] if words else [],
            "method": f"{said.second} [{place[1]}]",
            "claims": [
                f"result: {said.third} [{place[2]}]",
                f"novelty: {said.second} [{place[1]}]",
                f"finding: {said.first} [{place[0]}]",
            ],
            "key": 1,
            "datasets": [f"evaluated: {dataset.group()}"] if dataset else [],
            "models": [],
            "topics": [" ".join(words[start : start + 2]) for start in range(0, len(words) - 1, 2)],
            "tldr": f"{said.third} [{place[2]}]",
        },
        ensure_ascii=False,
    )


class Answering:
    """Bytes of a reply for each request."""

    def __init__(self) -> None:
        self.asked = 0
        self._start = load_prompt("extract").text
        self._pages = {path: _whole(page) for path, page in llama_server(Setup((MODEL,), CONTEXT_TOKENS)).items()}

    def page(self, path: str) -> bytes:
        """Return what stands at an address."""
        if path == COUNT:
            return _whole(Reply(content=b'{"asked": %d}' % self.asked))
        return self._pages.get(path) or _whole(Reply(404, b'{"error":{"message":"File Not Found","code":404}}'))

    def chat(self, content: bytes) -> bytes:
        """Return the completion that a request asks for."""
        body = json.loads(content)
        *before, last = body["messages"]
        if before and before[0]["content"].startswith(self._start):
            self.asked += 1
            said = answer(last["content"])
        else:
            said = json.dumps(instance(_schema(body)))
        asked, told = len(content) // BYTES_A_TOKEN, len(said) // BYTES_A_TOKEN
        return _whole(Reply(content=(_COMPLETION % (json.dumps(said), asked, told, asked + told)).encode()))


def _whole(reply: Reply) -> bytes:
    return (_HEAD % (reply.status, len(reply.content))).encode() + reply.content


def _schema(body: dict[str, Any]) -> dict[str, Any]:
    wanted = body.get("response_format") or {}
    found = wanted.get("schema") or (wanted.get("json_schema") or {}).get("schema")
    return found if isinstance(found, dict) else {"type": "object"}


class _Waiting(NamedTuple):
    at: float
    transport: asyncio.Transport
    reply: bytes


class DelayLine:
    """Sends every reply the same time after its request, with one timer for all of them."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[_Waiting] = deque()

    def send(self, transport: asyncio.Transport, reply: bytes) -> None:
        """Send a reply when its time has come."""
        if not self._delay_s:
            transport.write(reply)
            return
        self._waiting.append(_Waiting(self._loop.time() + self._delay_s, transport, reply))
        if len(self._waiting) == 1:
            self._loop.call_at(self._waiting[0].at, self._due)

    def _due(self) -> None:
        now = self._loop.time() + 0.001  # uvloop's clock counts milliseconds
        while self._waiting and self._waiting[0].at <= now:
            one = self._waiting.popleft()
            if not one.transport.is_closing():
                one.transport.write(one.reply)
        if self._waiting:
            self._loop.call_at(self._waiting[0].at, self._due)


class Connection(asyncio.Protocol):
    """One connection, kept open; httptools calls the `on_` functions."""

    def __init__(self, answering: Answering, line: DelayLine) -> None:
        self._answering, self._line = answering, line
        self._parser = httptools.HttpRequestParser(self)
        self._url, self._body = b"", bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where replies go."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own kind, of the same functions

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._transport.close()

    def on_message_begin(self) -> None:
        """A request starts."""
        self._url, self._body = b"", bytearray()

    def on_url(self, url: bytes) -> None:
        """A part of its address came."""
        self._url += url

    def on_body(self, body: bytes) -> None:
        """A part of its body came."""
        self._body += body

    def on_message_complete(self) -> None:
        """A request is whole."""
        path = self._url.decode("latin-1")
        if self._parser.get_method() == b"POST" and path == "/v1/chat/completions":
            self._line.send(self._transport, self._answering.chat(bytes(self._body)))
        else:
            self._transport.write(self._answering.page(path))


async def serve(port: int, delay_s: float) -> None:
    """Print the address and answer until SIGINT or SIGTERM."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    answering, line = Answering(), DelayLine(delay_s)
    server = await loop.create_server(lambda: Connection(answering, line), HOST, port, backlog=1024)
    print(f"http://{HOST}:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await over.wait()
    server.close()


def main() -> None:
    """Run the server."""
    parser = argparse.ArgumentParser(prog="python -m bench.fast_server", description="a fast fake server")
    parser.add_argument("--port", type=int, default=0, help="0: any")
    parser.add_argument("--delay-ms", type=float, default=200.0, help="between a chat request and its reply")
    given = parser.parse_args()
    uvloop.run(serve(given.port, given.delay_ms / 1000))


if __name__ == "__main__":
    main()
