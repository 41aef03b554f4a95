"""What server is it? Hints only: they order what is tried and say how much fits, and nothing is believed of them.

Each question has two seconds and may fail. Shapes are checked, not the presence of an address: gateways answer
addresses of others. Sources: llama.cpp `tools/server/README.md` (/props, /v1/models), LM Studio's REST API
(/api/v0/models), Ollama `docs/api.md` (/api/version, /api/show, /api/ps), vLLM (/version, `max_model_len`).
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from agent.extract.model.faults import words_of
from agent.extract.model.transport import Transport
from schemas.errors import ServerError

Kind = Literal["llama-server", "ollama", "lm-studio", "vllm", "unknown"]
_STARTS = {
    11434: "`ollama serve`",
    8080: "`llama-server -m MODEL.gguf`",
    1234: "LM Studio's local server",
    8000: "`vllm serve MODEL`",
}


class Server(NamedTuple):
    """What a server says of itself."""

    address: str
    """Base of its OpenAI-compatible addresses."""
    kind: Kind = "unknown"
    version: str = ""
    """As the server says; empty if it does not."""
    models: tuple[str, ...] = ()
    """Names it lists; empty if it lists none."""
    context_tokens: int | None = None
    """For one request; None if it does not say."""

    def __str__(self) -> str:
        known = " ".join(part for part in (self.kind if self.kind != "unknown" else "", self.version) if part)
        return f"{self.address} ({known})" if known else self.address


async def identify(transport: Transport, model: str) -> Server:
    """Ask a server what it is.

    Raises:
        ServerError: Nothing answers there at all.
    """
    address, listed = await _listed(transport)
    root = address.removesuffix("/v1")
    rows = [row for row in _rows(listed) if isinstance(row.get("id"), str)]
    models = tuple(str(row["id"]) for row in rows)
    row = next((one for one in rows if one["id"] == model), rows[0] if len(rows) == 1 else {})
    server = Server(address, models=models, context_tokens=_context_of(row))
    asked = _Asked(transport, root, model, row)
    for ask in (_llama_server, _lm_studio, _ollama, _vllm):
        if known := await ask(asked, server):
            return known
    return server


async def _listed(transport: Transport) -> tuple[str, object]:
    """Find the base address and what /models says; the base may lack its `/v1`."""
    given = transport.address
    answer = await transport.look(f"{given}/models")
    if answer is None and await transport.look(given) is None:
        raise unreachable(given)
    if not _is_list(answer) and not given.endswith("/v1"):
        other = await transport.look(f"{given}/v1/models")
        if _is_list(other) or await _answers_chat(transport, f"{given}/v1"):
            transport.use(f"{given}/v1")
            return transport.address, other
    return given, answer


def _is_list(answer: tuple[int, object] | None) -> bool:
    return answer is not None and answer[0] == 200 and isinstance(_object(answer).get("data"), list)


async def _answers_chat(transport: Transport, address: str) -> bool:
    """Say whether chat requests are known there and not at the address given."""
    given, other = [await transport.look(f"{base}/chat/completions", {}) for base in (transport.address, address)]
    return not (given and knows_chat(*given)) and bool(other and knows_chat(*other))


NO_CHAT = (404, 405, 501)
"""HTTP statuses of an address that knows no chat requests."""
UNREADABLE = (400, 415, 422)
"""HTTP statuses of an address that does, and refuses an empty one in plain words."""


def knows_chat(status: int, body: object) -> bool:
    """Say whether an address knows chat requests, by its reply to an empty one: it is refused, not unknown."""
    words = words_of(body).lower()
    if status in NO_CHAT:
        return "model" in words  # none is named in an empty request, and some say so with 404
    if isinstance(body, dict):
        return "unexpected endpoint" not in words  # LM Studio says that with 200
    return status in UNREADABLE


def unreachable(address: str) -> ServerError:
    """Say that nothing answers, and what usually has to be started there."""
    port = next((number for number in _STARTS if f":{number}" in address), None)
    start = f"; start {_STARTS[port]}" if port else "; start the server"
    return ServerError(
        f"nothing answers at {address}{start}, or name another with `--base-url` (`digest doctor --find` looks)"
    )


class _Asked(NamedTuple):
    transport: Transport
    root: str
    """Address without `/v1`."""
    model: str
    row: Mapping[str, Any]
    """What /models says of the model; empty if nothing."""

    async def look(self, path: str) -> tuple[int, object] | None:
        return await self.transport.look(f"{self.root}{path}")


async def _llama_server(asked: _Asked, server: Server) -> Server | None:
    if asked.row.get("owned_by") != "llamacpp":
        return None
    props = _object(await asked.look("/props"))
    settings = _mapping(props.get("default_generation_settings"))
    context = _count(_mapping(asked.row.get("meta")).get("n_ctx")) or _count(settings.get("n_ctx"))
    return server._replace(kind="llama-server", version=_text(props.get("build_info")), context_tokens=context)


async def _lm_studio(asked: _Asked, server: Server) -> Server | None:
    rows = _rows(await asked.look("/api/v0/models"))
    if not any("state" in one or "loaded_context_length" in one for one in rows):
        return None
    mine: Mapping[str, Any] = next((one for one in rows if one.get("id") == asked.model), {})
    return server._replace(kind="lm-studio", context_tokens=_count(mine.get("loaded_context_length")))


async def _ollama(asked: _Asked, server: Server) -> Server | None:
    version = _text(_object(await asked.look("/api/version")).get("version"))
    if not version[:1].isdigit() or "." not in version:
        return None
    loaded = _rows(await asked.look("/api/ps"), "models")
    mine: Mapping[str, Any] = next((one for one in loaded if asked.model in (one.get("name"), one.get("model"))), {})
    return server._replace(kind="ollama", version=version, context_tokens=_count(mine.get("context_length")))


async def _vllm(asked: _Asked, server: Server) -> Server | None:
    if asked.row.get("owned_by") != "vllm":
        return None
    version = _text(_object(await asked.look("/version")).get("version"))
    return server._replace(kind="vllm", version=version)


def _context_of(row: Mapping[str, Any]) -> int | None:
    return _count(row.get("max_model_len")) or _count(row.get("context_length")) or _count(row.get("context_window"))


def _object(answer: object) -> Mapping[str, Any]:
    body = answer[1] if isinstance(answer, tuple) and answer[0] == 200 else answer if isinstance(answer, dict) else None
    return _mapping(body)


def _rows(answer: object, name: str = "data") -> list[Mapping[str, Any]]:
    rows = _object(answer).get(name)
    found: list[Mapping[str, Any]] = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return found[:1000]


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _text(value: object) -> str:
    return "".join(letter for letter in str(value)[:40] if letter.isprintable()) if isinstance(value, str) else ""
