"""One tree of errors; the class says who must act, the message says what, where and what to do.

    DigestError
    ├── UsageError            exit 2   a wrong word, setting or value
    │   ├── SourceError       exit 2   a file that cannot be read as abstracts
    │   ├── UnknownPaperError      exit 2   no paper of that id, address or title
    │   └── TaxonomyError     exit 2   a taxonomy file that contradicts itself
    ├── ServerError           exit 4   a model or its server cannot be used; the run stops
    ├── RequestError                   one request to a model failed; never leaves the model engine
    └── HomeError             exit 5   the home or a store in it cannot be used

Exit codes without an error of their own: 0 done, 3 done but something failed (listed), 130 interrupted, 141 whoever
read standard output has enough of it.
"""

from typing import Literal

EXIT_DONE = 0
EXIT_USAGE = 2
EXIT_PARTIAL = 3
EXIT_SERVER = 4
EXIT_HOME = 5
EXIT_INTERRUPTED = 130
EXIT_UNREAD = 141


class DigestError(Exception):
    """The base of all errors that a user may see.

    Attributes:
        message: One line for people: what, where, what to do.
    """

    exit_code = EXIT_USAGE

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UsageError(DigestError):
    """The command line, a setting or an input is wrong; the user can mend it."""


class SourceError(UsageError):
    """A source holds no abstracts that can be read.

    Attributes:
        source: The name of the file as the user gave it.
    """

    def __init__(self, source: str, message: str) -> None:
        super().__init__(message)
        self.source = source

    def __reduce__(self) -> tuple[type["SourceError"], tuple[str, str]]:
        return type(self), (self.source, self.message)


class UnknownPaperError(UsageError):
    """No paper, or more than one, answers to a query.

    Attributes:
        query: What was asked for.
        candidates: (id, title) of the nearest papers, best first; may be empty.
    """

    def __init__(self, query: str, message: str, candidates: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.query = query
        self.candidates = candidates

    def __reduce__(self) -> tuple[type["UnknownPaperError"], tuple[str, str, tuple[tuple[str, str], ...]]]:
        return type(self), (self.query, self.message, self.candidates)


class TaxonomyError(UsageError):
    """A taxonomy file is not well formed or contradicts itself; the message names the entry."""


class ServerError(DigestError):
    """The model or its server cannot be used at all, so asking about further papers makes no sense."""

    exit_code = EXIT_SERVER


FaultKind = Literal[
    "unreachable", "disconnected", "timeout", "rate-limited", "overloaded", "broken", "not-an-answer", "rejected",
    "too-long", "too-large", "web-page", "unauthorized", "unknown-model", "quota", "moved",
]  # fmt: skip
"""What went wrong with a request: no connection, lost on the way, no reply in time, 429, 502/503/504 or loading, other
5xx, a reply that is none, a 4xx about the request, more than the context holds, a reply without end, HTML in the place
of an answer, 401/403, 404, nothing left to spend, a redirect."""


class RequestError(DigestError):
    """One request failed.

    Attributes:
        kind: What went wrong.
        status: HTTP status; None if none came.
        retry_after_s: Seconds after which the server wants to be asked again; None if it did not say.
        context_tokens: The server's context, where the fault tells it.
    """

    exit_code = EXIT_SERVER

    def __init__(
        self,
        kind: FaultKind,
        message: str,
        status: int | None = None,
        retry_after_s: float | None = None,
        context_tokens: int | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.retry_after_s = retry_after_s
        self.context_tokens = context_tokens

    def __reduce__(self) -> tuple[type["RequestError"], tuple[object, ...]]:
        return type(self), (self.kind, self.message, self.status, self.retry_after_s, self.context_tokens)


class HomeError(DigestError):
    """The home, or a store in it, cannot be used; nothing in it was touched."""

    exit_code = EXIT_HOME
