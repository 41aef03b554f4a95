"""The line to one server: opened when the first paper has to be asked about, and never for answers that are kept."""

import asyncio
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pydantic import ValidationError

from agent.extract.model.rungs import ANSWER, Dialect, Form, form
from agent.extract.model.shape import schema_hash, wire_schema
from agent.extract.model.wire import WireAnswer
from agent.model_settings import ModelSettings
from cache.servers import Found, recall, remember, server_key
from schemas.errors import ServerError

if TYPE_CHECKING:
    from agent.extract.model.identify import Server
    from agent.extract.model.pace import Pace
    from agent.extract.model.transport import Transport

ASSUMED_CONTEXT = 4096
"""Tokens, where neither server nor user says more."""
PROBING = 0.8
"""The share of a paper's time that finding a rung may take; with finding out what server it is, it is less than all."""
ASSUMED_BY_OLLAMA = 2048
"""Ollama cuts a prompt silently, and its older versions at this length."""


class Line(NamedTuple):
    """A server that is ready to answer."""

    server: "Server"
    dialect: Dialect
    form: Form
    context_tokens: int
    """Room for prompt and answer together."""
    thought_tokens: int
    """The same before a refusal told otherwise: what a failure for want of room is judged by."""


class Session:
    """What is known of the server, found out once and remembered in the home."""

    def __init__(
        self,
        settings: ModelSettings,
        folder: Path,
        now: Callable[[], str],
        say: Callable[[str], None] = lambda _sentence: None,
        *,
        pause_s: float = 0.5,
    ) -> None:
        """Open nothing yet.

        Args:
            settings: The model and its server.
            folder: The home, where what is found out is remembered.
            now: Gives the time, UTC.
            say: Told what the user should know.
            pause_s: Seconds before a failed request is sent a second time.
        """
        self.settings = settings
        self._folder = folder
        self._now = now
        self._say = say
        self._pause_s = pause_s
        self._opening = asyncio.Lock()
        self._line: Line | None = None
        self._demoted = False
        self._transport: Transport | None = None
        self._learned_context: int | None = None

    @property
    def transport(self) -> "Transport":
        """The way to the server; made when first used."""
        if self._transport is None:
            from agent.extract.model.pace import Pace
            from agent.extract.model.transport import Transport  # loads openai: a second that kept answers do not cost

            self._transport = Transport(self.settings, Pace(self.settings.concurrency), pause_s=self._pause_s)
        return self._transport

    @property
    def pace(self) -> "Pace":
        """The gate of all requests."""
        return self.transport.pace

    @property
    def requests(self) -> int:
        """Chat requests so far, probes and repeated ones included."""
        return self._transport.requests if self._transport else 0

    async def close(self) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.close()

    async def ready(self, *, forget: bool = False) -> Line:
        """Return the line, after finding out what server it is and which rung it keeps to.

        Args:
            forget: Find out again, whatever is remembered.

        Raises:
            ServerError: The server cannot be used.
        """
        async with self._opening:
            if self._line is None or forget:
                try:
                    async with asyncio.timeout(self.settings.timeout_s):
                        self._line = await self._open(self.settings.timeout_s * PROBING, forget=forget)
                except TimeoutError:
                    raise ServerError(
                        f"{self.settings.base_url} did not answer a first question within"
                        f" {self.settings.timeout_s:g} s: see what it does, or raise `--timeout`"
                    ) from None
        line = self._line
        return line._replace(context_tokens=min(line.context_tokens, self._learned_context or line.context_tokens))

    async def _open(self, within_s: float, *, forget: bool) -> Line:
        from agent.extract.model.identify import identify
        from agent.extract.model.negotiate import negotiate

        server = await identify(self.transport, self.settings.model)
        key = self._key(server)
        dialect = self._remembered(None if forget else self.recalled(server))
        if dialect is None:
            dialect = await negotiate(self.transport, server, self.settings.model, self.settings.structured, within_s)
            remember(self._folder, key, Found(dialect=dialect.model_dump(mode="json"), at=self._now()))
            if server.context_tokens is None:  # some servers say it only when the model is loaded, as it is now
                server = await identify(self.transport, self.settings.model)
        gc.freeze()  # what is loaded by now stays to the end: looking through it for garbage is a tenth of asking
        if not dialect.enforced:
            self._say(f"{server} does not enforce the form of answers (`{dialect.rung}`): more of them may be unusable")
        context = self._context(server)
        return Line(server, dialect, form(WireAnswer, ANSWER, dialect), context, context)

    def recalled(self, server: "Server") -> Found | None:
        """Return what is remembered of a server and this model; None if it has to be found out."""
        found = recall(self._folder, self._key(server), self._now())
        return found if self._remembered(found) else None

    def _key(self, server: "Server") -> str:
        kinds = f"{server.kind} {server.version} {self.settings.structured}"
        return server_key(server.address, self.settings.model, kinds, schema_hash(wire_schema(WireAnswer)))

    @staticmethod
    def _remembered(found: Found | None) -> Dialect | None:
        if found is None:
            return None
        try:
            return Dialect.model_validate(dict(found.dialect))
        except ValidationError:
            return None

    def _context(self, server: "Server") -> int:
        assumed = ASSUMED_BY_OLLAMA if server.kind == "ollama" else ASSUMED_CONTEXT
        return self.settings.context_tokens or server.context_tokens or assumed

    async def context_tokens(self) -> int:
        """Return the context, in tokens, that user or server tell now, else the assumed one; no paper is asked about.

        Raises:
            ServerError: Nothing answers.
        """
        from agent.extract.model.identify import identify

        if self.settings.context_tokens is None and self._line is None:
            return self._context(await identify(self.transport, self.settings.model))
        return self.settings.context_tokens or (await self.ready()).thought_tokens

    def learn_context(self, tokens: int) -> None:
        """Note the context that a server's refusal told."""
        self._learned_context = min(tokens, self._learned_context or tokens)

    async def demote(self, line: Line) -> None:
        """Find out again, once, which rung the server keeps to, since its answers do not look like it."""
        if not self._demoted and self._line is not None and self._line.dialect == line.dialect:
            self._demoted = True
            await self.ready(forget=True)
