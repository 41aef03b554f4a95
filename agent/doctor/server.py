"""The configured server: what it is, how it keeps answers to their form, how much fits, and one trial."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from agent.base_url import parse_base_url
from agent.doctor.nearby import listens, said_by
from agent.doctor.trial import Trial, try_out
from agent.extract.model.session import Line, Session
from agent.model_settings import ModelSettings
from schemas.base import Model
from schemas.errors import ServerError
from schemas.taxonomy import Taxonomy

if TYPE_CHECKING:
    from agent.extract.model.transport import Transport


class ServerFacts(Model):
    """The configured server, as far as it could be found out."""

    address: str
    model: str
    kind: str = "unknown"
    version: str = ""
    models: tuple[str, ...] = ()
    """Names it lists; empty if it lists none."""
    rung: str | None = None
    """How it is made to keep to the form of answers; None: not found out."""
    enforced: bool = False
    remembered_since: str | None = None
    """When the rung was found out, if not just now."""
    context_tokens: int | None = None
    context_from: Literal["set", "server", "assumed"] = "assumed"
    trial: Trial | None = None
    problem: str | None = None
    """Why it cannot be used; None if it can."""

    @property
    def is_listed(self) -> bool:
        """Whether the model is among those that the server lists; Ollama leaves `:latest` out."""
        return bool({self.model, f"{self.model}:latest"} & set(self.models))


async def examine_server(
    session: Session, taxonomy: Taxonomy, now: Callable[[], str], say: Callable[[str], None], *, reprobe: bool = False
) -> ServerFacts:
    """Find out what the configured server is and try it; what goes wrong is told in the facts.

    Args:
        session: The line to it; closed at the end.
        taxonomy: For the checks of the trial.
        now: Gives the time, UTC.
        say: Told what takes a while.
        reprobe: Find out again, whatever is remembered.
    """
    from agent.extract.model.identify import identify

    settings = session.settings
    facts = ServerFacts(address=settings.base_url, model=settings.model)
    try:
        server = await identify(session.transport, settings.model)
        facts = facts.model_copy(update=said_by(server))
        found = None if reprobe else session.recalled(server)
        if found is None:
            say(f"finding out how {server} keeps answers to a form …")
        line = await session.ready(forget=reprobe)
        update = {"rung": str(line.dialect.rung), "enforced": line.dialect.enforced, **_context(settings, line)}
        facts = facts.model_copy(update={**update, "remembered_since": found.at if found else None})
        say(f"asking `{settings.model}` about one invented abstract (at most {settings.timeout_s:g} s) …")
        trial = await try_out(session, taxonomy, now)
        context = await _context_now(session, line)
        problem = None if trial.outcome == "extracted" else trial.detail
        return facts.model_copy(update={"trial": trial, "problem": problem, **context})
    except ServerError as error:
        problem = await _no_server(session.transport) or error.message
        return facts.model_copy(update={"problem": problem})
    finally:
        await session.close()


def _context(settings: ModelSettings, line: Line) -> Mapping[str, object]:
    told = line.server.context_tokens is not None
    origin = "set" if settings.context_tokens else "server" if told else "assumed"
    return {"context_tokens": line.context_tokens, "context_from": origin}


async def _context_now(session: Session, line: Line) -> Mapping[str, object]:
    """Return what the server says of its context once the model is loaded: Ollama does not know it before."""
    from agent.extract.model.identify import identify

    settings = session.settings
    if settings.context_tokens or line.server.context_tokens:
        return _context(settings, await session.ready())  # lower by now if a refusal told so
    server = await identify(session.transport, settings.model)
    told = server.context_tokens
    return {"context_tokens": told, "context_from": "server"} if told else {}


async def _no_server(transport: "Transport") -> str | None:
    """Return in words that what is at an address is no server of models at all; None if it looks like one."""
    from agent.extract.model.identify import knows_chat

    address = transport.address
    listed = await transport.look(f"{address}/models")
    if listed is None:
        place = parse_base_url(address, "`--base-url`")
        if place.is_loopback and await listens(place.host, place.port):
            return (
                f"something listens at {address}, but gives no answer: if it is still loading a model, wait and run"
                " this again; else another program has that port (`digest doctor --find` looks for servers)"
            )
        return None
    chat = await transport.look(f"{address}/chat/completions", {})
    if chat and not knows_chat(*chat) and not _is_list(listed[1]):
        return (
            f"{address} answers, but not as an OpenAI-compatible server (HTTP {chat[0]} to a chat request):"
            " is the address right? Most end in `/v1`; `digest doctor --find` looks for servers on this machine"
        )
    return None


def _is_list(listed: object) -> bool:
    return isinstance(listed, dict) and isinstance(listed.get("data"), list)
