"""A fake OpenAI-compatible server over a real loopback socket, in a thread of the test's process."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from types import TracebackType
from typing import Any, NamedTuple

from tests.servers.answering import Answering
from tests.servers.careless import Planted
from tests.servers.chat import CHAT, Chat, read_chat
from tests.servers.faults import MODELS
from tests.servers.http import Request, read_request, send
from tests.servers.kinds import KINDS
from tests.servers.library import Library, Row
from tests.servers.pages import Setup
from tests.servers.turn import Memory

HOST = "127.0.0.1"
START_S = 30.0  # a busy machine may take its time


class Recorded(NamedTuple):
    """One request that came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    """Names in small letters."""
    body: Any
    """Parsed JSON; None if there was none."""
    at: float
    """`time.monotonic()` when it had been read."""
    chat: Chat | None
    """What was asked; None if it was no chat."""


class FakeServer:
    """A server of one kind; the model's name in a request chooses how it answers.

    >>> with FakeServer("vllm") as server:
    ...     server.base_url.startswith("http://127.0.0.1:")
    True
    """

    def __init__(
        self,
        kind: str = "llama-server",
        *,
        papers: Iterable[tuple[str, str]] = (),
        gold: Iterable[Row] = (),
        hostile: Iterable[Row] = (),
        models: Iterable[str] | None = None,
        key: str | None = None,
        context_tokens: int | None = None,
        delay_s: float = 0.0,
        port: int = 0,
        misbehave: Mapping[str, str] | None = None,
        on_request: Callable[[Recorded], None] | None = None,
    ) -> None:
        """Set a server up; it runs inside `with`.

        Args:
            kind: One of `KINDS`.
            papers: Titles and abstracts that `echo` and `oracle` know.
            gold: Rows of annotations for `oracle`.
            hostile: Rows of hostile abstracts for `obedient`.
            models: Names that are listed; all others are answered too. None: one or all, as is usual for the kind.
            key: Wanted as a bearer token.
            context_tokens: Room for a prompt; None: as is usual for the kind.
            delay_s: Added before every chat completion.
            port: To listen at; 0: any.
            misbehave: Names of faults by path, for pages: `{"/v1/models": "hang"}`.
            on_request: Called with every request, in the server's thread.
        """
        self.kind_name = kind
        chosen = KINDS[kind]
        usual = ("good",) if chosen.lists_one else tuple(MODELS)
        setup = Setup(tuple(models or usual), context_tokens or chosen.context_tokens)
        self._memory = Memory(Library(papers, gold, hostile))
        self._answering = Answering(chosen, setup, self._memory, key, dict(misbehave or {}))
        self._delay_s, self._port, self._on_request = delay_s, port, on_request
        self._records: list[Recorded] = []
        self._lock = threading.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._faults: list[BaseException] = []
        self._in_flight = 0
        self.peak_in_flight = 0
        """Most chat requests that were under way at once."""
        self.is_dead = False
        """It died of a request."""

    def __enter__(self) -> "FakeServer":
        started: Future[int] = Future()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True, name=f"fake {self.kind_name}")
        self._thread.start()
        self._memory.port = started.result(START_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        if self._faults and error is None:
            raise self._faults[0]

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._memory.port

    @property
    def base_url(self) -> str:
        """Its address as a client wants it: `http://127.0.0.1:PORT/v1`."""
        return f"http://{HOST}:{self.port}/v1"

    @property
    def requests(self) -> tuple[Recorded, ...]:
        """All requests so far, in the order in which they came."""
        with self._lock:
            return tuple(self._records)

    @property
    def planted(self) -> dict[str, list[Planted]]:
        """What `careless` planted, by the title in the prompt."""
        with self._lock:
            return dict(self._memory.planted)

    def count(self, path: str = "", method: str = "", model: str = "") -> int:
        """Return how many requests had a path that ends so, a method, a model."""
        return sum(
            one.path.endswith(path)
            and method in ("", one.method)
            and (not model or (one.chat is not None and one.chat.model == model))
            for one in self.requests
        )

    def asked(self) -> tuple[Recorded, ...]:
        """Return the requests about papers: neither probes nor trials of schemas."""
        return tuple(one for one in self.requests if one.chat is not None and one.chat.is_extraction)

    def _run(self, started: "Future[int]") -> None:
        asyncio.run(self._serve(started))

    async def _serve(self, started: "Future[int]") -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        try:
            self._server = await asyncio.start_server(self._connected, HOST, self._port)
        except OSError as error:
            started.set_exception(error)
            return
        started.set_result(self._server.sockets[0].getsockname()[1])
        await self._over.wait()
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0)  # lets transports close their sockets

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._talk(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._talked)

    def _talked(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._faults.append(fault)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await read_request(reader)) is not None:
                if not await self._handle(request, reader, writer):
                    break
        except ConnectionError:
            pass  # the client left
        except asyncio.CancelledError:
            writer.transport.abort()  # what was not sent yet will not be
            raise
        finally:
            writer.close()

    async def _handle(self, request: Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        recorded = self._record(request)
        if recorded.chat is None:
            reply = self._answering.page(request)
            goes_on = await send(reply, reader, writer)
        else:
            self._in_flight += 1
            self.peak_in_flight = max(self.peak_in_flight, self._in_flight)
            try:
                reply = self._answering.answer(request, recorded.chat)
                goes_on = await send(reply._replace(after_s=reply.after_s + self._delay_s), reader, writer)
            finally:
                self._in_flight -= 1
        if reply.dies:
            self._die()
            return False
        return goes_on and request.headers.get("connection", "").lower() != "close"

    def _record(self, request: Request) -> Recorded:
        body = request.body
        is_chat = request.method == "POST" and request.path.endswith(CHAT) and isinstance(body, dict)
        chat = read_chat(body, request.headers) if is_chat else None
        recorded = Recorded(request.method, request.path, request.headers, body, time.monotonic(), chat)
        with self._lock:
            self._records.append(recorded)
        if self._on_request:
            self._on_request(recorded)
        return recorded

    def _die(self) -> None:
        self.is_dead = True
        self._server.close()
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
