"""`python -m tests.servers --kind ollama`: a fake server as a process; prints its address and runs until ended."""

import argparse
import json
import signal
import threading
from collections.abc import Callable
from pathlib import Path

from tests.servers.fake import FakeServer, Recorded
from tests.servers.kinds import KINDS
from tests.servers.library import read_papers, read_rows


def main() -> None:
    """Run a server until SIGINT or SIGTERM."""
    given = _parser().parse_args()
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    server = FakeServer(
        given.kind,
        papers=read_papers(given.papers) if given.papers else (),
        gold=read_rows(given.gold) if given.gold else (),
        hostile=read_rows(given.hostile) if given.hostile else (),
        key=given.key,
        context_tokens=given.context_tokens,
        delay_s=given.delay_ms / 1000,
        port=given.port,
        on_request=_logger(given.log) if given.log else None,
        models=given.models,
    )
    with server:
        print(server.base_url, flush=True)
        over.wait()


def _logger(path: Path) -> Callable[[Recorded], None]:
    def log(one: Recorded) -> None:
        line = {"method": one.method, "path": one.path, "at": one.at, "body": one.body}
        line["is_extraction"] = one.chat is not None and one.chat.is_extraction
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    return log


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.servers", description="a fake OpenAI-compatible server")
    parser.add_argument("--port", type=int, default=0, help="0: any")
    parser.add_argument("--kind", choices=sorted(KINDS), default="llama-server")
    parser.add_argument("--papers", type=Path, help="JSON lines with title and abstract, for echo and oracle")
    parser.add_argument("--gold", type=Path, help="JSON lines of annotations, for oracle")
    parser.add_argument("--hostile", type=Path, help="JSON lines of hostile abstracts, for obedient")
    parser.add_argument("--models", nargs="+", help="names to list")
    parser.add_argument("--key", help="wanted as a bearer token")
    parser.add_argument("--context-tokens", type=int)
    parser.add_argument("--delay-ms", type=float, default=0.0, help="added before every answer")
    parser.add_argument("--log", type=Path, help="file to which every request is appended as a JSON line")
    return parser


if __name__ == "__main__":
    main()
