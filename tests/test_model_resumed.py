"""What was paid for is not paid for again: broken talks go on, and what failed is known to have failed."""

from pathlib import Path

import pytest

from cache.answers import Answers
from schemas.outcome import Failed
from tests.asked import PAPERS, Desk, titles
from tests.servers import FakeServer

TITLES = [title for title, _ in PAPERS]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def lose_library(desk: Desk) -> None:
    """Delete the library, and leave what models said."""
    for file in desk.home.folder.glob("library.sqlite*"):
        file.unlink()


@pytest.mark.parametrize("model", ["good", "refusal", "prose", "careless", "cut-prompt"])
def test_library_that_was_lost_is_made_anew_without_a_request(desk: Desk, model: str) -> None:
    with FakeServer() as server:
        first = desk.build(server, model, code=None).report
        written = desk.digest.read_bytes()
        lose_library(desk)
    again = desk.build(server.base_url, model, code=None).report
    assert again.requests == 0
    assert (again.complete, again.partial, again.refused, again.failed) == (
        first.complete,
        first.partial,
        first.refused,
        first.failed,
    )
    assert desk.digest.read_bytes() == written


def test_talk_that_was_broken_off_goes_on_with_the_repair(tmp_path: Path) -> None:
    desk = Desk(tmp_path, PAPERS[:1])
    with FakeServer() as server:
        desk.build(server, "prose", code=3)
    with Answers(desk.home.answers) as answers:  # as kill -9 before the second reply leaves it
        for key in list(answers.keys()):
            kept = answers.get(key)
            assert kept is not None
            answers.put(key, kept.model_copy(update={"exchanges": kept.exchanges[:1]}))
    lose_library(desk)
    with FakeServer() as server:
        desk.build(server, "prose", code=3)
        (asked,) = server.asked()
    assert asked.chat is not None
    assert asked.chat.is_repair
    assert [one.purpose for kept in desk.kept() for one in kept.exchanges] == ["extract", "repair"]


def test_prompt_that_was_cut_is_asked_for_again_only_where_there_is_more_room(desk: Desk) -> None:
    with FakeServer("bare") as server:
        desk.build(server, "cut-prompt", "--context-tokens", "4000", code=3)
        asked = len(server.asked())
        outcome = desk.records()[TITLES[0]].outcome
        assert isinstance(outcome, Failed)
        assert (outcome.reason, outcome.again, outcome.context_tokens) == ("cut-prompt", False, 4000)
        desk.build(server, "cut-prompt", "--context-tokens", "4000")
        desk.build(server, "cut-prompt", "--context-tokens", "3000")
        assert len(server.asked()) == asked
        desk.build(server, "cut-prompt", "--context-tokens", "9000", code=3)
        assert len(server.asked()) == 2 * asked


def test_reply_to_a_cut_prompt_is_kept_word_for_word_and_nothing_is_made_of_it(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "cut-prompt", code=3)
    assert [one.cut_at for kept in desk.kept() for one in kept.exchanges] == [8192] * len(PAPERS)
    assert all(one.reply.content for kept in desk.kept() for one in kept.exchanges)
    assert "### " not in desk.digest.read_text(encoding="utf-8")


def test_room_that_the_server_tells_is_used_by_the_next_build(tmp_path: Path) -> None:
    long = ("A Very Long Reader of the Marsh", " ".join(["We propose Fen9, a reader that skips. It gains 9.5%."] * 150))
    desk = Desk(tmp_path, [long, *PAPERS[:1]])
    with FakeServer("llama-server", context_tokens=2048) as server:
        assert desk.build(server, "good", code=3).report.failed == 1
        before = len(server.asked())
        assert desk.build(server, "good").report.failed_before == 1
        assert len(server.asked()) == before
    with FakeServer("llama-server", context_tokens=16384) as server:
        plan = desk.run("build", "page.txt", "--json", "--model", "good", "--base-url", server.base_url, "--dry-run")
        assert '"ask": 1' in plan.out or '"ask":1' in plan.out
        assert desk.build(server, "good", code=None).report.new == 1
        assert titles(server.asked())[0] == long[0]


def test_second_build_says_how_many_papers_are_still_failed_and_ends_well(desk: Desk) -> None:
    with FakeServer() as server:
        assert desk.build(server, "refusal-after-2", code=3).report.refused == 2
        ran = desk.run("build", "page.txt", "--model", "refusal-after-2", "--base-url", server.base_url)
    assert "2 failed before (`--refresh failed` asks again)" in ran.told
    assert desk.build(server.base_url, "refusal-after-2").report.failed_before == 2
    assert "2 papers" in desk.digest.read_text(encoding="utf-8")


def test_refused_and_cut_replies_say_nothing_about_the_form(desk: Desk) -> None:
    with FakeServer() as server:
        for model in ("refusal", "content-filter", "length", "whitespace-loop"):
            desk.build(server, model, code=3)
            probes = [one for one in server.requests if one.chat and not one.chat.is_extraction]
            assert sum(one.chat is not None and one.chat.model == model for one in probes) == 2


def test_fallback_leaves_to_another_model_what_it_tells(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good", "--limit", "3")
        report = desk.build(server, "refusal", "--fallback", "extractive", code=3).report
    assert (report.refused, report.fallback) == (4, 1)
    shown = {title: one.outcome for title, one in desk.records("refusal").items()}
    engines = [one.extraction.provenance.engine for one in shown.values() if one and one.kind == "extracted"]
    assert sorted(engines) == ["extractive", "model", "model", "model"]
