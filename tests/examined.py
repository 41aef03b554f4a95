"""Servers and homes that `digest doctor` is to look at: what its tests share."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.servers import FakeServer

KEY = "sk-quiet-marsh-0123456789"


def named(server: FakeServer, model: str) -> tuple[str, ...]:
    return "doctor", "--base-url", server.base_url, "--model", model


class Page(BaseHTTPRequestHandler):
    """A web page at every address."""

    def do_GET(self) -> None:
        """Send it."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Marsh Hotel</title>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def website() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


@contextmanager
def silence() -> Iterator[str]:
    """Listen, and never answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
