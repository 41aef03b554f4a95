"""Builds with models that speak in their own ways: what their tests share."""

from pathlib import Path

from agent.write.outline import UNTOLD
from schemas.extraction import Extraction
from tests.asked import Desk, Ran
from tests.servers import FakeServer
from tests.test_write_hostile import document


def seeds(shared: Path) -> tuple[Path, ...]:
    return tuple(sorted((shared / "seeds").glob("*.txt"), key=lambda page: page.stat().st_size))


def ask(desk: Desk, server: FakeServer, model: str, *sources: Path) -> Ran:
    asked = ("--model", model, "--base-url", server.base_url, "--concurrency", "16")
    return desk.run("build", *map(str, sources), "--json", *asked)


def extractions(desk: Desk) -> dict[str, Extraction]:
    outcomes = {title: record.outcome for title, record in desk.records().items()}
    return {title: one.extraction for title, one in outcomes.items() if one and one.kind == "extracted"}


def statements(extraction: Extraction) -> list[str]:
    return [one.text for one in (extraction.tldr, extraction.method, *extraction.claims) if one]


def names(extraction: Extraction) -> list[str]:
    mentions = [one.name for one in (*extraction.method_names, *extraction.models, *extraction.terms)]
    topics = [word for topic in extraction.topics for word in (*topic.path, topic.term)]
    task = [extraction.task] if extraction.task else []
    return [*mentions, *(one.name for one in extraction.datasets), *topics, *task]


def body_and_untold(desk: Desk) -> tuple[str, str]:
    body, untold = document(desk.digest.read_text(encoding="utf-8"))[1].split(f"\n## {UNTOLD}\n")
    return body, untold
