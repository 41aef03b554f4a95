"""What is found out about a server rests on what it does, not on an accident: it is remembered for a week."""

from pathlib import Path

import pytest

from cache.servers import SERVERS
from tests.asked import PAPERS, Desk
from tests.servers import FakeServer

ONE = PAPERS[:1]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, ONE)


def remembered(desk: Desk) -> str:
    """Return what the home remembers about the one server."""
    return (desk.home.folder / SERVERS).read_text(encoding="utf-8")


def structure(desk: Desk) -> str:
    """Return how the one answer was kept to its form."""
    return desk.kept()[0].exchanges[-1].structure


@pytest.mark.parametrize(
    "model",
    [
        "error-500-at-1-2!",  # both attempts at the first probe
        "error-500-at-2-3!",  # at the real schema
        "error-500-at-2-6!",  # at the schema, and at what is left without lengths and without choices
        "reset-at-1-3!",
        "reset-at-2-4!",
        "empty-200-at-1-2!",
    ],
)
def test_accident_chooses_neither_a_lower_rung_nor_a_shorter_schema(desk: Desk, model: str) -> None:
    with FakeServer("vllm") as server:
        assert desk.build(server, model).report.complete == 1
    assert structure(desk) == "json_schema, enforced"
    assert '"relaxed": 0' in remembered(desk)


@pytest.mark.parametrize("model", ["rate-limited-at-1-3!", "rate-limited-at-2-4!", "error-502-at-2-4!"])
def test_server_that_has_no_time_now_is_not_judged(desk: Desk, model: str) -> None:
    with FakeServer("vllm") as server:
        assert "run the same command again" in desk.build(server, model, code=4).told
        assert not (desk.home.folder / SERVERS).exists()
        assert desk.build(server, model).report.complete == 1
    assert structure(desk) == "json_schema, enforced"


def test_rung_that_hangs_gives_way_to_the_next(desk: Desk) -> None:
    with FakeServer("vllm") as server:
        assert desk.build(server, "hang-at-schema!", "--timeout", "8").report.complete == 1
        probes = [one.chat.form for one in server.requests if one.chat is not None and not one.chat.is_extraction]
    assert structure(desk) == "tools, enforced"
    assert probes.count("json_schema") == 2  # tried again once another rung was seen to work


def test_server_that_hangs_everywhere_is_left_within_the_time_of_one_paper(desk: Desk) -> None:
    with FakeServer("vllm") as server:
        assert "raise `--timeout`" in desk.build(server, "hang!", "--timeout", "2", code=4).told
        tried = [one.chat.form for one in server.requests if one.chat is not None]
    assert len(tried) > 1
    assert not (desk.home.folder / SERVERS).exists()
