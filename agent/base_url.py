"""The address of a server as a user names it ─▶ its one spelling.

A refused address is never printed: it may hold a secret. Nothing here asks the network: what an address is follows from
its letters alone.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address
from typing import NamedTuple

from schemas.errors import UsageError

OPENAI_HOST = "api.openai.com"
EXAMPLES = (
    "`http://localhost:11434/v1` (Ollama), `http://localhost:8080/v1` (llama-server) or `https://api.openai.com/v1`"
)

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LOOPBACK = IPv4Network("127.0.0.0/8")
_ENDPOINT = "/chat/completions"
_MAX_CHARS = 2000
_PLACE = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::(?P<port>[0-9]{1,5}))?")
_PATH = re.compile(r"[A-Za-z0-9/._~%:+,=-]*")  # nothing that a shell or TOML acts on: what is printed may be copied


class BaseUrl(NamedTuple):
    """An address in its one spelling; two are the same if they are equal."""

    scheme: str
    """`http` or `https`."""
    host: str
    """In small letters; an IPv6 address without brackets."""
    port: int
    path: str
    """Empty, or starts with a slash and does not end with one."""

    @property
    def text(self) -> str:
        """The address, without the port that goes without saying."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"

    @property
    def is_loopback(self) -> bool:
        """Whether its letters say that it is this machine; forms that a resolver would have to read (127.1) do not."""
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return IPv4Address(self.host) in _LOOPBACK
        except AddressValueError:
            return self.host == "::1"

    @property
    def is_openai(self) -> bool:
        """Whether it is OpenAI's own host, over https."""
        return self.scheme == "https" and self.host == OPENAI_HOST


def parse_base_url(text: str, where: str) -> BaseUrl:
    """Read an address; slashes and `/chat/completions` at its end are cut off.

    Args:
        text: As the user gave it.
        where: It was given, for people: `` `--base-url` ``.

    Raises:
        UsageError: It is not http or https, names no host or an impossible one or port, or holds userinfo, a query, a
            fragment or characters that such an address does not need. The address itself is not in the message.
    """
    text = text.strip(" ")
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > _MAX_CHARS:
        raise _refused(where, "holds blanks, control characters or letters that are not ASCII, or is too long")
    for mark, part in (("@", "a user or password"), ("?", "a query"), ("#", "a fragment")):
        if mark in text:
            raise _refused(where, f"holds {part}, which does not belong there (keys: `DIGEST_API_KEY`)")
    scheme, separator, rest = text.partition("://")
    if not separator or scheme.lower() not in _DEFAULT_PORTS:
        raise _refused(where, "does not start with http:// or https://")
    place, slash, path = rest.partition("/")
    if not _PATH.fullmatch(path):
        raise _refused(where, "has a path with characters that none needs; write them as %XX")
    host, port = _place(place.lower(), where)
    return BaseUrl(scheme.lower(), host, port or _DEFAULT_PORTS[scheme.lower()], _cut(slash + path))


def _place(place: str, where: str) -> tuple[str, int | None]:
    if not place or place.startswith(":"):
        raise _refused(where, "names no host")
    match = _PLACE.fullmatch(place)
    if match is None:
        raise _refused(where, "has no proper host and port")
    host, port = match["host"], int(match["port"]) if match["port"] else None
    if port is not None and not 1 <= port <= 65535:
        raise _refused(where, "has a port that is not from 1 to 65535")
    if host.startswith("["):
        host = _ipv6(host[1:-1])
        if not host:
            raise _refused(where, "has no proper IPv6 address between its brackets")
    return host, port


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text))
    except AddressValueError:  # raised where this returns to: the error of the library quotes what it was given
        return ""


def _cut(path: str) -> str:
    path = path.rstrip("/")
    while path.endswith(_ENDPOINT):  # so that an address is its own spelling
        path = path.removesuffix(_ENDPOINT).rstrip("/")
    return path


def _refused(where: str, reason: str) -> UsageError:
    return UsageError(f"the address in {where} {reason}; an address is like {EXAMPLES}")
