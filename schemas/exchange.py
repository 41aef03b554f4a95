"""What was said between us and a model about one paper, verbatim: the form in which paid answers are kept."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Model

Purpose = Literal["extract", "longer", "repair"]
"""Why a request was sent: the first one; the same with more room after a cut reply; again with the findings."""
Count = Annotated[int, Field(ge=0)]


class Message(Model):
    """One message of a request."""

    role: Literal["system", "user", "assistant"]
    content: str


class Usage(Model):
    """Tokens as the server counted them; None where it did not say, never 0."""

    prompt_tokens: Count | None = None
    answer_tokens: Count | None = None


class Reply(Model):
    """What a server answered, word for word."""

    content: str = ""
    tool_arguments: str | None = None
    """Arguments of the first tool call; None if there was none."""
    reasoning: str | None = None
    """What stood in a field for reasoning beside the content; None if there was none."""
    refusal: str | None = None
    finish_reason: str | None = None
    """`stop`, `length`, `content_filter`, … as the server said; None if it did not."""
    model: str | None = None
    """The model's name as the server gave it."""
    usage: Usage = Usage()
    seconds: Annotated[float, Field(ge=0)] = 0.0
    """From sending the request to the last byte of the reply."""


class Exchange(Model):
    """One request and its reply."""

    purpose: Purpose
    messages: tuple[Message, ...]
    max_tokens: Annotated[int, Field(ge=1)]
    server: str
    """Address and kind of the server, for people: `http://127.0.0.1:8080/v1 (llama-server)`."""
    structure: str
    """Rung and whether the server enforces it: `json_schema, enforced`."""
    reply: Reply
    cut_at: Annotated[int, Field(ge=1)] | None = None
    """The server read a part of the prompt only, though it was thought to have a context of so many tokens: nothing is
    made of the reply. None: it read all."""


class KeptAnswer(Model):
    """All that a model said of one text; read as if an enemy had written it."""

    paper: str
    """Id of the paper when it was asked about."""
    text_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    """`schemas.identity.text_hash` of title and abstract."""
    spans: tuple[tuple[int, int], ...]
    """[start, end) of each numbered sentence in the abstract."""
    model: str
    """As the user named it."""
    at: str
    """UTC, `2026-05-18T07:00:00Z`."""
    exchanges: Annotated[tuple[Exchange, ...], Field(min_length=1, max_length=4)]
