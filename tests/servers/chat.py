"""A request body ─▶ what was asked: form, schema, room, the paper's title and its numbered sentences."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from prompts import load_prompt

Form = Literal["json_schema", "json_object_schema", "json_object", "tools", "none"]
"""What a request says beside its messages to hold the answer to a form."""
Schema = dict[str, Any]

CHAT = "/chat/completions"
TRIAL_TOKENS = 32  # at most: with less room nobody wants an answer, only to know whether the schema is taken
BYTES_A_TOKEN = 4  # of English, so that these servers count fewer tokens than a careful client expects

_MARKED = re.compile(r"<([0-9a-f]{6,64})>\n(.*?)\n</\1>(.*)", re.DOTALL)
_NUMBERED = re.compile(r"(\d{1,4}) (.*)")


class Chat(NamedTuple):
    """One request for a chat completion."""

    model: str
    system: str
    user: str
    room: int | None
    """`max_tokens` or `max_completion_tokens`."""
    form: Form
    schema: Schema | None
    """As sent beside the messages."""
    told: Schema | None
    """As found in the messages."""
    title: str
    sentences: dict[int, str]
    """By their number in the prompt."""
    is_extraction: bool
    """Neither a probe nor a trial of a schema: the system message is ours, and there is room for an answer."""
    is_repair: bool
    """Something follows the text: an answer was found wanting."""
    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def prompt(self) -> str:
        """System and user message."""
        return f"{self.system}\n{self.user}"

    @property
    def prompt_tokens(self) -> int:
        """Tokens of the prompt as these servers count them."""
        return tokens(self.prompt) + 8


def tokens(text: str) -> int:
    """Return how many tokens a text is to these servers."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_A_TOKEN)


def read_chat(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Chat:
    """Read the body of a request for a chat completion."""
    system = "\n".join(_texts(body, "system"))
    user = "\n".join(_texts(body, "user"))
    form, schema = _form(body)
    room = body.get("max_completion_tokens", body.get("max_tokens"))
    title, sentences, rest = read_prompt(user)
    ours = system.startswith(load_prompt("extract").text)
    return Chat(
        model=str(body.get("model", "")),
        system=system,
        user=user,
        room=room,
        form=form,
        schema=schema,
        told=_told(f"{system}\n{user}"),
        title=title,
        sentences=sentences,
        is_extraction=ours and (room is None or room > TRIAL_TOKENS),
        is_repair=bool(rest.strip()),
        body=body,
        headers=headers or {},
    )


def read_prompt(user: str) -> tuple[str, dict[int, str], str]:
    """Return title, sentences by number, and what follows them; marks may be missing where a prompt was cut."""
    marked = _MARKED.search(user)
    text, rest = (marked[2], marked[3]) if marked else (user, "")
    title, sentences = "", dict[int, str]()
    for line in text.split("\n"):
        numbered = _NUMBERED.fullmatch(line)
        if numbered and (marked or not sentences or int(numbered[1]) == max(sentences) + 1):
            sentences[int(numbered[1])] = numbered[2]
        elif line.startswith("Title: ") and not sentences:
            title = line.removeprefix("Title: ")
    return title, sentences, rest


def _texts(body: Mapping[str, Any], role: str) -> list[str]:
    found = []
    for message in body.get("messages", ()):
        if message.get("role") in ((role, "developer") if role == "system" else (role,)):
            content = message.get("content") or ""
            found.append(content if isinstance(content, str) else "".join(part.get("text", "") for part in content))
    return found


def _form(body: Mapping[str, Any]) -> tuple[Form, Schema | None]:
    wanted = body.get("response_format") or {}
    if wanted.get("type") == "json_schema":
        return "json_schema", (wanted.get("json_schema") or {}).get("schema")
    if wanted.get("type") == "json_object":
        return ("json_object_schema", wanted["schema"]) if "schema" in wanted else ("json_object", None)
    if body.get("tools"):
        return "tools", body["tools"][0].get("function", {}).get("parameters")
    return "none", None


def _told(text: str) -> Schema | None:
    """Return the first JSON Schema of an object that stands in a text."""
    decoder = json.JSONDecoder()
    for place in re.finditer(r"\{", text):
        try:
            value, _ = decoder.raw_decode(text, place.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and isinstance(value.get("properties"), dict):
            return value
    return None
