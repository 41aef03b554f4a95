"""What answers on this machine, or at an address that the user named: asked what it is, without a key or a prompt."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from agent.model_settings import ModelSettings
from schemas.base import Model
from schemas.errors import ServerError

if TYPE_CHECKING:
    from agent.extract.model.identify import Server

PORTS: Mapping[int, str] = {
    11434: "Ollama", 8080: "llama-server", 1234: "LM Studio", 8000: "vLLM", 30000: "SGLang", 8081: "llama-server",
    1337: "Jan", 5000: "a server", 4000: "LiteLLM",
}  # fmt: skip
"""Ports of this machine at which servers usually listen, and which."""
CONNECT_S = 0.5


class Stand(Model):
    """What answers at an address."""

    address: str
    usual: str = ""
    """What usually listens at that port."""
    kind: str = "unknown"
    version: str = ""
    models: tuple[str, ...] = ()
    is_api: bool = False
    """It is an OpenAI-compatible server, by all that it says."""
    wants_key: bool = False


async def find_servers(ports: Sequence[int] = tuple(PORTS)) -> tuple[Stand, ...]:
    """Look at ports of this machine, all at once; return what answers, in the order of the ports."""

    async def look(port: int) -> Stand | None:
        if not await listens("127.0.0.1", port):
            return None
        stand = await look_at(f"http://127.0.0.1:{port}/v1")
        return stand and stand.model_copy(update={"usual": PORTS.get(port, "")})

    return tuple(stand for stand in await asyncio.gather(*map(look, ports)) if stand)


async def look_at(address: str) -> Stand | None:
    """Ask what is at an address, without a key and without a prompt; None: nothing answers there."""
    from agent.extract.model.identify import identify, knows_chat
    from agent.extract.model.pace import Pace
    from agent.extract.model.transport import Transport

    transport = Transport(ModelSettings("", address), Pace(1))
    try:
        listed = await transport.look(f"{address}/models")
        server = await identify(transport, "")
        if server.kind == "unknown" and len(server.models) > 1:
            server = await identify(transport, server.models[0])  # some tell their kind in the row of a model
        chat = await transport.look(f"{transport.address}/chat/completions", {})
    except ServerError:
        return None
    finally:
        await transport.close()
    is_known = server.kind != "unknown" or bool(server.models)
    speaks = chat is not None and knows_chat(*chat)
    words = json.dumps([answer[1] for answer in (listed, chat) if answer and answer[0] >= 400]).lower()
    wants_key = not is_known and speaks and ("auth" in words or "api key" in words)
    return Stand.model_validate({**said_by(server), "is_api": is_known or speaks, "wants_key": wants_key})


def said_by(server: "Server") -> Mapping[str, object]:
    """Return what a server says of itself; names of models that nobody can type are left out."""
    models = tuple(name for name in server.models if name.strip() and name.isprintable() and len(name) <= 200)
    return {"address": server.address, "kind": server.kind, "version": server.version, "models": models}


async def listens(host: str, port: int) -> bool:
    """Say whether anything takes connections there."""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(CONNECT_S):
            _, writer = await asyncio.open_connection(host, port)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return True
    return False
