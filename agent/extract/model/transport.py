"""The way to the server: one request, its faults named, tried again where that helps, and nothing else is contacted.

openai's client over aiohttp with its own retries off; tenacity is the one layer that tries again. A reply is read up
to a bound, since a server may answer without end. Redirects are not followed.
"""

import json
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import aiohttp
import httpx2
import openai
from openai import AsyncOpenAI, DefaultAioHttpClient, Omit
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt, wait_random_exponential

from agent.extract.model.blot import Blot
from agent.extract.model.faults import fault_in_reply, fault_of_status
from agent.extract.model.pace import Pace
from agent.model_settings import ModelSettings
from schemas.errors import RequestError, ServerError
from schemas.exchange import Reply, Usage

MOST_REPLY_BYTES = 2**20
MOST_ERROR_BYTES = 2**16
LONGEST_WAIT_S = 60.0
"""A server that wants to be left alone for longer ends the run, which says so."""
CONNECT_S = 5.0
LOOK_S = 2.0  # for a question about the server itself
_ATTEMPTS = {"unreachable": 3, "disconnected": 3, "rate-limited": 3, "overloaded": 3, "broken": 2, "not-an-answer": 2}
_BROKEN = (
    httpx2.HTTPError,
    httpx2.StreamError,
    aiohttp.ClientError,
)  # come through openai's client while a reply is streamed
_OVERRUN = ("rate-limited", "overloaded", "timeout")


class _Client(AsyncOpenAI):
    """openai's client that sends no header but ours: `OPENAI_*` variables reach OpenAI's own host alone."""

    key: str | None = None
    is_openai = False

    @property
    def default_headers(self) -> dict[str, str | Omit]:
        """All headers of a request."""
        if self.is_openai:
            return super().default_headers
        return {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "research-digest",
            **self.authorization,
        }

    @property
    def authorization(self) -> dict[str, str | Omit]:
        """The header with the key, or the word that there is none."""
        return {"Authorization": f"Bearer {self.key}" if self.key else Omit()}


class Transport:
    """Requests to one address."""

    def __init__(self, settings: ModelSettings, pace: Pace, *, pause_s: float = 0.5) -> None:
        """Prepare the client; nothing is contacted yet.

        Args:
            settings: Address, key, deadline.
            pace: The gate of the address.
            pause_s: Seconds before the first further attempt; doubled for the next, at random in between.
        """
        self.address = settings.base_url
        self.pace = pace
        self.requests = 0
        self._pause_s = pause_s
        self._http = DefaultAioHttpClient(
            timeout=settings.timeout_s,
            follow_redirects=False,
            trust_env=not settings.is_loopback,  # a proxy has no business between us and this machine
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_bound_errors]},
        )
        self._client = _client(settings, self._http)
        self._blot = Blot(self._client.key)

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()

    def use(self, address: str) -> None:
        """Ask another path of the same server from now on."""
        self.address = address
        self._client.base_url = address

    async def send(self, body: Mapping[str, Any]) -> Reply:
        """Send one chat request; try again where that helps.

        Raises:
            RequestError: It failed, and trying again did not help or would not.
            ServerError: The server wants to be left alone for longer than a run waits.
        """
        async for attempt in AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, RequestError) and error.kind in _ATTEMPTS),
            stop=self._enough,
            wait=self._wait,
            reraise=True,
        ):
            with attempt:
                return await self._attempt(body)
        raise AssertionError("tenacity ends with a result or an error")  # pragma: no cover

    async def _attempt(self, body: Mapping[str, Any]) -> Reply:
        await self.pace.opened()
        self.requests += 1
        began = time.monotonic()
        try:
            reply = await self._post(body)
        except RequestError as error:
            if error.kind in _OVERRUN:
                self._slow_down(error, began)
            raise
        self.pace.went_well()
        return reply

    def _slow_down(self, error: RequestError, began: float) -> None:
        closed_for_s = error.retry_after_s or 0.0
        if closed_for_s > LONGEST_WAIT_S:
            raise ServerError(
                f"{self.address} wants to be left alone for {closed_for_s:,.0f} s ({error.message}); "
                "what was answered is kept: run the same command again after that"
            ) from error
        self.pace.overrun(closed_for_s, began)

    @staticmethod
    def _enough(state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        most = _ATTEMPTS.get(error.kind, 1) if isinstance(error, RequestError) else 1
        return stop_after_attempt(most)(state)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, RequestError) and error.retry_after_s is not None:
            return 0.0  # the gate is closed for that long
        return wait_random_exponential(multiplier=self._pause_s, max=LONGEST_WAIT_S, min=self._pause_s / 2)(state)

    async def _post(self, body: Mapping[str, Any]) -> Reply:
        started = time.monotonic()
        try:
            return await self._exchange(body, started)
        except RequestError as error:
            error.message = self._blot.text(error.message)
            error.args = (error.message,)
            raise

    async def _exchange(self, body: Mapping[str, Any], started: float) -> Reply:
        try:
            async with self._client.chat.completions.with_streaming_response.create(
                model="", messages=(), extra_body=body, extra_headers=self._client.authorization
            ) as response:  # the client walks through all that is no `extra_body`, a word of the schema at a time
                text = await _read(response.iter_bytes())
        except openai.APIStatusError as error:
            raise fault_of_status(error.status_code, error.response.headers, self._blot.value(error.body)) from None
        except openai.APIConnectionError as error:
            raise self._connection_fault(error) from None
        except openai.OpenAIError as error:
            raise RequestError("not-an-answer", f"the client could not read a reply ({type(error).__name__})") from None
        except _BROKEN as error:
            raise self._connection_fault(error) from None
        return read_reply(self._blot.text(text), time.monotonic() - started)

    def _connection_fault(self, error: BaseException) -> RequestError:
        """Return what a broken connection means.

        The bridge between aiohttp and httpx calls a refused and a lost connection a time-out, so what aiohttp said is
        looked up behind it.
        """
        first = _first_cause(error)
        if isinstance(first, aiohttp.ClientConnectorError):
            return RequestError("unreachable", f"nothing answers at {self.address}")
        if isinstance(first, TimeoutError):  # aiohttp's own time-outs are such
            return RequestError("timeout", f"{self.address} did not answer in time")
        return RequestError("disconnected", f"{self.address} closed the connection before its reply was whole")

    async def look(self, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, object] | None:
        """Ask the server about itself; failures are answers too.

        Args:
            path: An absolute address on the same server.
            body: Sent with POST; None: GET.

        Returns:
            Status and parsed JSON (None if the reply is none), or None if no reply came.
        """
        headers = {"Accept": "application/json"}
        if self._client.key:
            headers["Authorization"] = f"Bearer {self._client.key}"
        try:
            async with self._http.stream(
                "GET" if body is None else "POST", path, json=body, headers=headers, timeout=LOOK_S
            ) as response:
                text = await _read(response.aiter_bytes())
                return response.status_code, _json(self._blot.text(text))
        except (*_BROKEN, RequestError, OSError):
            return None


def _client(settings: ModelSettings, http: httpx2.AsyncClient) -> _Client:
    key = settings.api_key.get_secret_value() if settings.api_key else None
    client = _Client(
        api_key=key or "none",
        base_url=settings.base_url,
        max_retries=0,
        timeout=openai.Timeout(settings.timeout_s, connect=CONNECT_S),
        http_client=http,
    )
    client.key, client.is_openai = key, settings.is_openai
    return client


class _Bounded(httpx2.AsyncByteStream):
    """A body that ends with a fault where it grows too long."""

    def __init__(self, stream: httpx2.AsyncByteStream, most_bytes: int) -> None:
        self._stream = stream
        self._left = most_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise RequestError("too-large", "an error message without end")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _bound_errors(response: httpx2.Response) -> None:
    """Bound what openai's client reads of a reply with an error status: it would read all of it."""
    if response.status_code >= 300 and isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream, MOST_ERROR_BYTES)


def _first_cause(error: BaseException) -> BaseException:
    while error.__cause__ is not None:
        error = error.__cause__
    return error


async def _read(chunks: AsyncIterator[bytes]) -> str:
    whole = bytearray()
    async for chunk in chunks:
        whole += chunk
        if len(whole) > MOST_REPLY_BYTES:
            raise RequestError("too-large", f"a reply of more than {MOST_REPLY_BYTES // 2**20} MiB")
    return whole.decode("utf-8", "replace")


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def read_reply(text: str, seconds: float) -> Reply:
    """Return what a body with status 200 says.

    Raises:
        RequestError: It is no chat completion.
    """
    body = _json(text)
    if not isinstance(body, dict):
        page = "<html" in text[:2000].lower() or "<!doctype" in text[:2000].lower()
        if page:
            raise RequestError("web-page", "a web page came in the place of an answer: is the address right?", 200)
        raise RequestError("not-an-answer", "an empty reply" if not text.strip() else "a reply that is no JSON", 200)
    if body.get("error"):
        raise fault_in_reply(body["error"])
    choices = body.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise RequestError("not-an-answer", "a reply without a choice", 200)
    usage = body.get("usage")
    return Reply(
        content=_content(message.get("content")),
        tool_arguments=_arguments(message.get("tool_calls")),
        reasoning=next((said for name in _REASONING if (said := _string(message.get(name)))), None),
        refusal=_string(message.get("refusal")),
        finish_reason=_string(choice.get("finish_reason")),
        model=_string(body.get("model")),
        usage=Usage(prompt_tokens=_count(usage, "prompt_tokens"), answer_tokens=_count(usage, "completion_tokens")),
        seconds=seconds,
    )


_REASONING = ("reasoning_content", "reasoning", "thinking")


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _content(value: object) -> str:
    if isinstance(value, list):  # parts of content, as some gateways send them
        return "".join(str(part.get("text", "")) for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""


def _arguments(calls: object) -> str | None:
    call = calls[0] if isinstance(calls, list) and calls else None
    function = call.get("function") if isinstance(call, dict) else None
    arguments = function.get("arguments") if isinstance(function, dict) else None
    return json.dumps(arguments) if isinstance(arguments, dict) else _string(arguments)


def _count(usage: object, name: str) -> int | None:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
