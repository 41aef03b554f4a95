"""Runs with a model over time: what is done is not asked again, what was stopped goes on, what is wished is asked."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from agent.write.outline import UNTOLD
from schemas.extraction import Provenance
from schemas.outcome import Extracted
from schemas.record import Record
from tests.asked import MANY, OLD_DIGEST, PAPERS, Desk, Paper, titles
from tests.servers import FakeServer

WAIT_S = 60  # for another process to get somewhere; far above what it takes
TITLES = [title for title, _ in PAPERS]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def asked_since(server: FakeServer, before: int) -> list[str]:
    return titles(server.asked()[before:])


def change(desk: Desk, words: str, *values: str) -> None:
    """Change the outcomes in the library behind the back of digest."""
    with sqlite3.connect(desk.home.library) as sql:
        assert sql.execute(f"UPDATE outcome SET {words}", values).rowcount > 0  # noqa: S608
    sql.close()


OF_TITLE = "text_hash = (SELECT text_hash FROM paper WHERE title = ?)"


def untold(desk: Desk) -> str:
    return desk.digest.read_text(encoding="utf-8").split(f"## {UNTOLD}\n")[1]


# ── done is done ──


def test_second_build_sends_nothing_though_the_server_is_gone(desk: Desk) -> None:
    with FakeServer() as server:
        assert desk.build(server, "good").report.new == len(PAPERS)
        written, before = desk.digest.read_bytes(), len(server.requests)
        report = desk.build(server, "good").report
        assert (report.new, report.seen, report.requests, len(server.requests)) == (0, len(PAPERS), 0, before)
    report = desk.build(server.base_url, "good").report
    assert (report.seen, report.requests, report.tokens) == (len(PAPERS), 0, None)
    assert desk.digest.read_bytes() == written


def test_reply_that_is_read_anew_stays_the_reply_to_its_own_prompt(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good")
        asked = "'$.extraction.provenance.prompt_hash', 'of another prompt'"
        change(desk, f"version = '0.0+another-taxonomy', json = json_set(json, {asked})")
        assert desk.build(server, "good").report.remade == len(PAPERS)
        assert {_made(record).prompt_hash for record in desk.records().values()} == {"of another prompt"}
        before = len(server.asked())
        desk.build(server, "good", "--refresh", "prompt")
        assert len(server.asked()) - before == len(PAPERS)


def _made(record: Record) -> Provenance:
    assert isinstance(record.outcome, Extracted)
    return record.outcome.extraction.provenance


def test_paper_on_two_pages_is_asked_about_once_and_one_without_abstract_never(desk: Desk) -> None:
    lines = [{"title": PAPERS[0][0], "abstract": PAPERS[0][1]}, {"title": "Nothing Said", "authors": ["Bo Fen"]}]
    (desk.folder / "more.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with FakeServer() as server:
        report = desk.build(server, "good", "more.jsonl").report
    assert (report.entries, report.merged, report.papers) == (6, 1, 5)
    assert (report.complete, report.skipped) == (4, 1)
    assert sorted(titles(server.asked())) == sorted(TITLES)
    assert "Nothing Said" in untold(desk)


def test_changed_abstract_is_asked_about_anew_and_nothing_else(desk: Desk) -> None:
    title, abstract = PAPERS[1]
    with FakeServer() as server:
        desk.build(server, "good")
        before = len(server.asked())
        desk.page([PAPERS[0], (title, abstract.replace("3.1", "2.9")), *PAPERS[2:]])
        report = desk.build(server, "good").report
        assert asked_since(server, before) == [title]
    assert (report.new, report.seen) == (1, 3)
    assert "2.9 points" in desk.digest.read_text(encoding="utf-8")
    assert "3.1 points" not in desk.digest.read_text(encoding="utf-8")


def test_library_that_was_lost_is_filled_from_kept_answers_without_a_server(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good", "--limit", "3")
    desk.home.library.unlink()
    report = desk.build(server.base_url, "good", "--cached").report
    assert (report.complete, report.waiting, report.requests) == (3, 1, 0)
    assert f"[{TITLES[3]}]" in untold(desk)
    assert "not read yet" in untold(desk)


def test_extraction_of_another_version_is_made_anew_from_the_kept_reply(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good")
        written, before = desk.digest.read_bytes(), len(server.requests)
    older = "version = '0.0+another-taxonomy', json = json_remove(json, '$.extraction.tldr')"
    change(desk, older)
    assert desk.build(server.base_url, "good").report.remade == len(PAPERS)
    assert desk.digest.read_bytes() == written
    change(desk, older)
    shutil.rmtree(desk.home.answers)
    report = desk.build(server.base_url, "good").report
    assert (report.remade, report.seen, report.requests) == (0, len(PAPERS), 0)  # old words rather than none
    assert len(server.requests) == before


# ── what is asked again ──


@pytest.mark.parametrize(
    ("refresh", "changes"),
    [
        ("all", ()),
        ("prompt", ("json = json_set(json, '$.extraction.provenance.prompt_hash', '0000') WHERE ",)),
        ("prompt", ("json = json_set(json, '$.extraction.provenance.schema_hash', '0000') WHERE ",)),
        ("model", ("json = json_set(json, '$.extraction.provenance.server', 'http://old/v1') WHERE ",)),
        ("PAPER", ()),
    ],
)
def test_refresh_asks_exactly_those(desk: Desk, refresh: str, changes: tuple[str, ...]) -> None:
    with FakeServer() as server:
        desk.build(server, "good")
        for words in changes:
            change(desk, words + OF_TITLE, TITLES[2])
        wished = desk.records()[TITLES[2]].paper.id if refresh == "PAPER" else refresh
        before, chats = len(server.asked()), server.count("/chat/completions")
        report = desk.build(server, "good", "--refresh", wished).report
        expected = TITLES if refresh == "all" else [TITLES[2]]
        assert asked_since(server, before) == expected  # newest first
        assert report.requests == server.count("/chat/completions") - chats == report.new == len(expected)
        before = len(server.asked())
        if refresh != "PAPER":
            desk.build(server, "good", "--refresh", "failed" if refresh == "all" else refresh)
            assert asked_since(server, before) == []


def test_refresh_failed_asks_about_what_failed_for_good(desk: Desk) -> None:
    with FakeServer() as server:
        assert desk.build(server, "refusal-after-2", code=3).report.refused == 2
        before = len(server.asked())
        assert desk.build(server, "refusal-after-2").report.requests == 0
        desk.build(server, "refusal-after-2", "--refresh", "failed", code=3)
        assert asked_since(server, before) == TITLES[2:]


def test_refresh_of_a_paper_that_is_on_no_page_is_a_wrong_word(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good")
        desk.page(PAPERS[:2])
        gone = desk.records()[TITLES[3]].paper.id
        assert "not on the pages of this build" in desk.build(server, "good", "--refresh", gone, code=2).told


def test_limit_asks_about_the_newest_and_the_next_build_about_the_rest(desk: Desk) -> None:
    with FakeServer() as server:
        for done in range(len(PAPERS)):
            report = desk.build(server, "good", "--limit", "1").report
            assert (report.new, report.seen, report.waiting) == (1, done, len(PAPERS) - done - 1)
        assert titles(server.asked()) == TITLES
        assert desk.build(server, "good", "--limit", "1").report.requests == 0


def test_more_context_is_tried_at_once(desk: Desk) -> None:
    with FakeServer("bare") as server:
        desk.build(server, "good", "--context-tokens", "700", code=3)
        assert "`--context-tokens` if the server has more" in untold(desk).replace("\\", "")
        assert desk.build(server, "good", "--context-tokens", "8000").report.complete == len(PAPERS)


# ── what would be asked ──


def test_dry_run_counts_and_changes_nothing(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good", "--limit", "1")
        before, files = len(server.requests), contents(desk)
        plan = json.loads(desk.build(server, "good", "--dry-run").out)
        assert (plan["papers"], plan["ask"]) == (4, 3)
        assert 1000 < plan["tokens"] < 3000
        assert json.loads(desk.build(server, "good", "--dry-run", "--limit", "2").out)["ask"] == 2
        assert json.loads(desk.build(server, "good", "--dry-run", "--cached").out)["ask"] == 0
        assert len(server.requests) == before
        assert contents(desk) == files
        assert desk.build(server, "good").report.requests == plan["ask"]


def test_dry_run_says_a_range_until_the_model_has_answered_and_then_counts_as_it_does(desk: Desk) -> None:
    with FakeServer() as server:
        first = json.loads(desk.build(server, "good", "--dry-run").out)
        assert first["tokens_at_most"] == 2 * first["tokens"] > 0
        asked = ("--model", "good", "--base-url", server.base_url, "--dry-run")
        told = desk.run("build", "page.txt", *asked).out
        assert f"about {first['tokens']:,} to {first['tokens_at_most']:,} tokens" in told
        desk.build(server, "good", "--limit", "1")
        later = json.loads(desk.build(server, "good", "--dry-run").out)
        assert later["tokens_at_most"] == later["tokens"] > 0
        (kept,) = desk.kept()
        usage = kept.exchanges[-1].reply.usage
        assert later["tokens"] == 3 * ((usage.prompt_tokens or 0) + (usage.answer_tokens or 0))


def contents(desk: Desk) -> dict[str, bytes]:
    """Return every file; of the answers what they say, since opening them rewrites the page with their settings."""
    files = {str(path): path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    said = json.dumps([kept.model_dump(mode="json") for kept in desk.kept()]).encode()
    return {name: said if name.endswith("cache.db") else content for name, content in files.items()}


def test_dry_run_makes_no_home(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good", "--dry-run")
    assert not desk.home.folder.exists()


def test_dry_run_counts_what_a_refresh_would_ask(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good")
        plan = json.loads(desk.build(server, "good", "--dry-run", "--refresh", "all").out)
    assert plan["ask"] == len(PAPERS)


# ── whose words ──


def test_fallback_tells_what_the_model_did_not_and_says_whose_words_are_whose(desk: Desk) -> None:
    with FakeServer() as server:
        report = desk.build(server, "refusal-after-2", "--fallback", "extractive", code=3).report
    assert (report.complete, report.refused, report.fallback) == (2, 2, 2)
    text = desk.digest.read_text(encoding="utf-8")
    assert text.count("in the words of refusal-after-2") == 2
    assert "in the authors' own (2 papers)" in text
    assert all(f"\n### {title}\n" in text for title in TITLES)
    assert "told by the embedded engine instead" in untold(desk)
    assert [title for title in TITLES if title in untold(desk)] == TITLES[2:]


def test_fallback_tells_all_where_the_server_is_gone(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good", "--limit", "1")
    ran = desk.build(server.base_url, "good", "--fallback", "extractive", code=3)
    assert (ran.report.seen, ran.report.waiting, ran.report.fallback) == (1, 3, 3)
    assert "nothing answers at" in ran.told
    text = desk.digest.read_text(encoding="utf-8")
    assert all(f"\n### {title}\n" in text for title in TITLES)
    assert text.count("in the words of good") == 1
    with FakeServer() as server:
        assert desk.build(server, "good").report.complete == 3


def test_words_of_the_configured_model_are_shown_and_else_those_of_the_newest(desk: Desk) -> None:
    def speaks(model: str = "") -> str:
        lines = desk.run("weekly", "--week", "2026-W21", "-o", "-", DIGEST_MODEL=model).out.splitlines()
        return next(line for line in lines if line.startswith("engine: "))

    with FakeServer() as server:
        desk.build(server, "echo")
        time.sleep(1.1)  # what is newer is told by seconds
        desk.build(server, "good")
        assert speaks() == 'engine: "good"'
        assert speaks("echo") == 'engine: "echo"'
        before = len(server.requests)
        desk.build(server, "echo")
        assert 'engine: "echo"' in desk.digest.read_text(encoding="utf-8")
        assert len(server.requests) == before
    desk.run("build", "page.txt")
    assert speaks() == 'engine: "good"'


def test_paper_that_the_embedded_engine_read_is_told_and_named_where_the_model_fails(desk: Desk) -> None:
    desk.run("build", "page.txt")
    with FakeServer() as server:
        report = desk.build(server, "prose-after-2", code=3).report
    assert (report.complete, report.failed) == (2, 2)
    text = desk.digest.read_text(encoding="utf-8")
    assert all(f"\n### {title}\n" in text for title in TITLES)
    assert "told by the embedded engine instead" in untold(desk)
    assert [title for title in TITLES if title in untold(desk)] == TITLES[2:]


def test_papers_that_wait_are_not_called_failed(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "good", "--limit", "3")
    assert "1 paper failed" not in desk.digest.read_text(encoding="utf-8")


def test_digest_in_which_nobody_speaks_names_no_speaker(desk: Desk) -> None:
    with FakeServer() as server:
        desk.build(server, "prose", code=3)
    assert "authors' own words" not in desk.digest.read_text(encoding="utf-8")


# ── many at once ──


def test_no_more_papers_are_asked_about_at_once_than_is_wished(tmp_path: Path) -> None:
    with FakeServer(delay_s=0.05) as server:
        Desk(tmp_path, MANY[:16]).build(server, "good", "--concurrency", "3")
    assert 2 <= server.peak_in_flight <= 3


def test_half_as_many_are_asked_about_at_once_after_a_refusal(tmp_path: Path) -> None:
    most, delay_s = 8, 0.1
    with FakeServer(delay_s=delay_s) as server:
        Desk(tmp_path, MANY[:32]).build(server, "rate-limited-once", "--concurrency", str(most))
        times = [one.at for one in server.asked()]
    later = [at for at in times if at > times[0] + 1.0]  # after the second that the server wanted
    assert len(later) >= 16
    # Two that began within less time than an answer takes were under way together.
    assert max(sum(at - 0.8 * delay_s < other <= at for other in later) for at in later) <= most // 2


# ── stopped ──


def start(desk: Desk, server: FakeServer, *more: str) -> "subprocess.Popen[str]":
    asked = ("--model", "good", "--base-url", server.base_url, "--concurrency", "3", "--home", "home", *more)
    command = [sys.executable, "-c", "from agent.cli import main; main()", "build", "page.txt", *asked]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DIGEST_", "OPENAI_"))}
    return subprocess.Popen(command, cwd=desk.folder, stderr=subprocess.PIPE, text=True, env=clean)


def wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not reached():
        if time.monotonic() > end:
            pytest.fail("the build did not get that far")
        time.sleep(0.01)


def kept_titles(desk: Desk, papers: Iterable[Paper]) -> list[str]:
    prompts = [kept.exchanges[0].messages[-1].content for kept in desk.kept()]
    return [title for title, _ in papers if any(f"Title: {title}\n" in prompt for prompt in prompts)]


def test_answers_survive_kill_9_as_they_come(tmp_path: Path) -> None:
    desk = Desk(tmp_path, MANY)
    with FakeServer(delay_s=0.05) as server:
        process = start(desk, server)
        wait_until(lambda: len(server.asked()) >= 15)
        process.kill()
        process.communicate()
        first = titles(server.asked())
        kept = kept_titles(desk, MANY)
        assert len(first) - 3 <= len(kept) < len(MANY)  # but for those under way
        assert not desk.digest.exists()
        report = desk.build(server, "good", "--concurrency", "16").report
        second = asked_since(server, len(first))
    assert report.complete + report.seen == len(MANY)
    assert not set(second) & set(kept)
    assert sorted([*kept, *second]) == sorted(title for title, _ in MANY)


def test_ctrl_c_waits_for_what_is_under_way_and_the_next_build_goes_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path, MANY[:24])
    desk.digest.write_text(OLD_DIGEST, encoding="utf-8")
    with FakeServer(delay_s=0.3) as server:
        process = start(desk, server)
        wait_until(lambda: len(server.asked()) >= 5)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=WAIT_S)
        assert process.returncode == 130, told
        assert "the next `digest build` goes on from here" in told
        assert desk.digest.read_text(encoding="utf-8") == OLD_DIGEST
        first = titles(server.asked())
        assert sorted(kept_titles(desk, MANY)) == sorted(first)
    with FakeServer() as server:
        report = desk.build(server, "good", "--concurrency", "16").report
        second = titles(server.asked())
    assert (report.seen, report.complete) == (len(first), len(second))
    assert sorted([*first, *second]) == sorted(title for title, _ in MANY[:24])
