"""One request as a behaviour sees it, and the answer of a kind of server to what is no extraction."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from prompts import load_prompt
from tests.servers.answers import Wire, good_answer
from tests.servers.careless import Planted
from tests.servers.chat import Chat
from tests.servers.http import Reply
from tests.servers.instances import instance
from tests.servers.kinds import Hold, Kind
from tests.servers.library import Library
from tests.servers.replies import Said, completion

GREETING = "hello"
NOTHING_SEEN = "I do not see a paper in your message. Could you paste its title and abstract?"


class Memory:
    """What a server remembers while it runs."""

    def __init__(self, library: Library, port: int = 0) -> None:
        self.library = library
        self.port = port
        self.planted: dict[str, list[Planted]] = {}
        self.turns: Counter[str] = Counter()
        """Requests so far by model."""
        self.first_room: dict[str, int] = {}
        """Room for an answer in the first request about a title."""


class Turn(NamedTuple):
    """One request for an answer."""

    chat: Chat
    kind: Kind
    nth: int
    """Of this model, from 1."""
    memory: Memory

    def good(self) -> Wire:
        """Return the answer of an able model."""
        return good_answer(self.chat.title, self.chat.sentences)

    def say(self, content: str | Mapping[str, Any] | None) -> Reply:
        """Reply with a text, or with an answer as JSON, in the field in which this kind of server puts it."""
        if self.chat.is_extraction and not self.chat.sentences:
            return self.tell(Said(NOTHING_SEEN))
        text = json.dumps(content, ensure_ascii=False) if isinstance(content, Mapping) else content
        return self.tell(_placed(Said(text), self))

    def tell(self, said: Said) -> Reply:
        """Reply with exactly that."""
        return completion(said, self.chat)

    @property
    def hold(self) -> Hold:
        """What the server makes of the form that was asked for."""
        return (
            "ignored" if self.chat.model.startswith("drops-params") else self.kind.holds.get(self.chat.form, "ignored")
        )


Behaviour = Callable[[Turn], Reply]
Dress = Callable[[str], Said]
"""How a model puts JSON that nobody holds it to."""


def plainly(text: str) -> Said:
    """Put JSON as it is."""
    return Said(text)


def answer_as_kind(turn: Turn, dress: Dress = plainly) -> Reply:
    """Answer a probe or the trial of a schema."""
    chat = turn.chat
    if turn.hold == "enforced" and chat.schema is not None:
        return turn.say(instance(chat.schema))
    if chat.told is not None:
        said = dress(json.dumps(instance(chat.told)))
        return turn.tell(_placed(said, turn) if turn.hold == "any" else said)
    if chat.system.startswith(load_prompt("extract").text):
        return turn.say(turn.good())
    return turn.say({"reply": GREETING}) if turn.hold == "any" else turn.say(GREETING)


def _placed(said: Said, turn: Turn) -> Said:
    if turn.hold == "enforced" and turn.chat.form == "tools":
        return said._replace(content=None, arguments=said.content)
    if turn.kind.speaks_in_reasoning and turn.hold != "ignored":
        return said._replace(content=None, reasoning=said.content)
    return said
