"""A request ─▶ the reply of one kind of server: pages, refusals, then the model's behaviour."""

from collections.abc import Mapping

from tests.servers.chat import CHAT, Chat, read_chat
from tests.servers.faults import behaviour
from tests.servers.http import Reply, Request
from tests.servers.kinds import Kind
from tests.servers.models import dress_of, good
from tests.servers.pages import Setup
from tests.servers.replies import error
from tests.servers.turn import Memory, Turn, answer_as_kind


class Answering:
    """What a server of a kind replies; nothing here knows of sockets."""

    def __init__(self, kind: Kind, setup: Setup, memory: Memory, key: str | None, misbehave: Mapping[str, str]) -> None:
        self._kind, self._setup, self._memory = kind, setup, memory
        self._key, self._misbehave = key, misbehave

    def _denied(self, request: Request) -> Reply | None:
        if self._key is None or request.headers.get("authorization") == f"Bearer {self._key}":
            return None
        return error(
            self._kind.denied, "Authentication Error: no valid API key passed in.", "auth_error", "invalid_api_key"
        )

    def page(self, request: Request) -> Reply:
        """Reply to anything but a chat."""
        path = request.path.partition("?")[0]
        if fault := behaviour(self._misbehave.get(path, "")):
            return fault.behaviour(Turn(read_chat({}), self._kind, 1, self._memory))
        if denied := self._denied(request):
            return denied
        if path.endswith(CHAT) and self._speaks_at(path):
            return error(400, "the body is not a JSON object")
        return self._kind.pages(self._setup).get(path) or self._kind.missing(request.method, path)

    def _speaks_at(self, path: str) -> bool:
        return path == f"/v1{CHAT}" or (path == CHAT and self._kind.without_v1)

    def answer(self, request: Request, chat: Chat) -> Reply:
        """Reply to a chat."""
        if not self._speaks_at(request.path):
            return self._kind.missing(request.method, request.path)
        if denied := self._denied(request):
            return denied
        found = behaviour(chat.model)
        if found and found.is_total:
            return found.behaviour(self._turn(chat))
        if found is None and (unknown := self._kind.unknown(chat)):
            return unknown
        if objection := self._kind.objects(chat):
            return objection
        overflow = self._kind.overflows(chat, self._setup.context_tokens)
        if isinstance(overflow, Reply):
            return overflow
        turn = self._turn(overflow or chat)
        if not chat.is_extraction:
            return answer_as_kind(turn, dress_of(chat.model))
        return found.behaviour(turn) if found else good(turn)

    def _turn(self, chat: Chat) -> Turn:
        found = behaviour(chat.model)
        if chat.is_extraction or (found and found.is_total):
            self._memory.turns[chat.model] += 1
        return Turn(chat, self._kind, self._memory.turns[chat.model], self._memory)
