"""The socket layer: HTTP/1.1 read from and written to asyncio streams, well or badly on purpose."""

import asyncio
import json
import socket
import struct
from typing import Any, Literal, NamedTuple

Manner = Literal["whole", "chunked", "cut", "cut-chunks", "drip", "reset", "close", "hang"]
"""How a reply leaves the server; all but the first two are misbehaviour."""

DRIP_S = 0.3  # seconds between two bytes
PIECE = 65536  # bytes written at once
_REASONS = {200: "OK", 307: "Temporary Redirect", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}


class Request(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    """Names in small letters."""
    content: bytes

    @property
    def body(self) -> Any:
        """The parsed JSON; None if there is none."""
        try:
            return json.loads(self.content)
        except ValueError:
            return None


class Reply(NamedTuple):
    """What is sent back, and how."""

    status: int = 200
    content: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    manner: Manner = "whole"
    after_s: float = 0.0
    """Seconds that the server thinks first."""
    dies: bool = False
    """Afterwards the server closes all its sockets."""


def json_reply(value: object, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    """Return a reply that holds JSON; NaN and lone surrogates pass."""
    content = json.dumps(value, ensure_ascii=True).encode()
    return Reply(status, content, (("Content-Type", "application/json"), *headers))


def text_reply(text: str, status: int = 200, kind: str = "text/plain; charset=utf-8") -> Reply:
    """Return a reply that holds text."""
    return Reply(status, text.encode(), (("Content-Type", kind),))


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """Read the next request; None at the end of the connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    try:
        content = await reader.readexactly(int(headers.get("content-length", "0")))
    except asyncio.IncompleteReadError:
        return None
    return Request(method, path, headers, content)


async def send(reply: Reply, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Send a reply in its manner.

    Returns:
        Whether the connection can be used again.
    """
    if reply.after_s:
        await asyncio.sleep(reply.after_s)
    match reply.manner:
        case "hang":
            await _until_left(reader)
            return False
        case "reset":
            reset(writer)
            return False
        case "close":
            return False
        case "chunked" | "cut-chunks":
            await _send_chunks(reply, writer)
            return reply.manner == "chunked"
        case "drip":
            writer.write(_head(reply, len(reply.content)))
            for byte in reply.content:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(DRIP_S)
            return True
        case "cut":
            writer.write(_head(reply, len(reply.content)) + reply.content[: len(reply.content) // 2])
            await writer.drain()
            return False
        case "whole":
            writer.write(_head(reply, len(reply.content)))
            for start in range(0, len(reply.content), PIECE):
                writer.write(reply.content[start : start + PIECE])
                await writer.drain()
            await writer.drain()
            return True


def reset(writer: asyncio.StreamWriter) -> None:
    """Close the connection with RST instead of FIN."""
    made = writer.get_extra_info("socket")
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def _send_chunks(reply: Reply, writer: asyncio.StreamWriter) -> None:
    writer.write(_head(reply, None))
    middle = len(reply.content) // 2
    for piece in (reply.content[:middle], reply.content[middle:]):
        writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await writer.drain()
        if reply.manner == "cut-chunks":
            return
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _until_left(reader: asyncio.StreamReader) -> None:
    while await reader.read(PIECE):
        pass


def _head(reply: Reply, length: int | None) -> bytes:
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    lines = [f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Status')}", size]
    lines += [f"{name}: {value}" for name, value in reply.headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
