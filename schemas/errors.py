"""One tree of errors; the class says who must act, the message says what, where and what to do.

    DigestError
    ├── UsageError            exit 2   a wrong word, setting or value
    │   ├── SourceError       exit 2   a file that cannot be read as abstracts
    │   ├── UnknownPaperError      exit 2   no paper of that id, address or title
    │   └── TaxonomyError     exit 2   a taxonomy file that contradicts itself
    └── HomeError             exit 5   the home or a store in it cannot be used

Exit codes without an error of their own: 0 done, 3 done but something failed (listed), 130 interrupted.
"""

EXIT_DONE = 0
EXIT_USAGE = 2
EXIT_PARTIAL = 3
EXIT_HOME = 5
EXIT_INTERRUPTED = 130


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


class HomeError(DigestError):
    """The home, or a store in it, cannot be used; nothing in it was touched."""

    exit_code = EXIT_HOME
