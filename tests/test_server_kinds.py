"""Every kind of server the whole way: how far an answer is held to its form, what finding that out costs, once."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from agent.write.outline import INDEXES
from cache.servers import SERVERS
from schemas.outcome import Failed
from tests.asked import PAPERS, Desk, Paper, titles
from tests.servers import KINDS, FakeServer

# The kind: how its answers are held, and the requests that negotiation takes.
ROWS = """
openai           | 2 | json_schema, enforced
llama-server     | 2 | json_schema, enforced
llama-cpp-python | 6 | json_object_schema, enforced
ollama           | 2 | json_schema, enforced
ollama-cloud     | 4 | json_object, advisory
lm-studio        | 2 | json_schema, enforced
vllm             | 2 | json_schema, enforced
sglang           | 2 | json_schema, enforced
localai          | 2 | json_schema, enforced
transformers     | 4 | json_object, advisory
gateway          | 2 | json_schema, enforced
tgi              | 4 | tools, enforced
grammar-choker   | 4 | json_schema, enforced, schema cut back
property-choker  | 9 | json_object, advisory
bare             | 2 | json_schema, enforced
"""
LONG: Paper = (
    "Longreach: A Survey That Does Not End",
    " ".join(f"We find that tree {n} is quiet and that marsh {n} is not loud at all." for n in range(1, 100)),
)
EVERYTHING = ("ollama-cloud",)
"""Kinds that are asked about all real pages: this one keeps to nothing, and says nothing of its context."""


def chats(server: FakeServer) -> int:
    return sum(one.chat is not None for one in server.requests)


def structures(desk: Desk) -> set[str | None]:
    outcomes = [record.outcome for record in desk.records().values()]
    return {one.extraction.provenance.structure for one in outcomes if one and one.kind == "extracted"}


def assert_told(desk: Desk, papers: Sequence[Paper] = PAPERS) -> None:
    text = desk.digest.read_text(encoding="utf-8")
    assert [title for title, _ in papers if f"\n### {title}\n" not in text] == []


@pytest.mark.parametrize("row", ROWS.strip().splitlines(), ids=lambda row: str(row).split()[0])
def test_kind_is_found_out_once_and_builds(row: str, tmp_path: Path) -> None:
    kind, cost, structure = (cell.strip() for cell in row.split("|"))
    desk = Desk(tmp_path)
    with FakeServer(kind) as server:
        ran = desk.build(server, "good")
        assert (ran.report.complete, chats(server)) == (len(PAPERS), int(cost) + len(PAPERS))
        assert not server.is_dead
        assert structures(desk) == {structure}
        assert_told(desk)
        assert ("does not enforce" in ran.told) == ("advisory" in structure)
        before = chats(server)
        desk.build(server, "good", "--refresh", "all")
        assert chats(server) - before == len(PAPERS)  # what was found out is remembered
        assert not server.is_dead
    asked = [one.chat for one in server.asked() if one.chat]
    advisory = "advisory" in structure
    assert {chat.form for chat in asked} == {structure.partition(",")[0]}
    assert all((chat.told is not None) == advisory and (chat.schema is None) == advisory for chat in asked)


def test_every_kind_has_a_row() -> None:
    assert [row.split()[0] for row in ROWS.strip().splitlines()] == list(KINDS)


def test_server_is_found_out_again_after_another_version_or_a_damaged_note(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    note = desk.home.folder / SERVERS
    with FakeServer("grammar-choker") as server:
        desk.build(server, "good")
        known = note.read_text(encoding="utf-8")
        old = known.replace(json.loads(known)["servers"].popitem()[1]["at"], "2001-01-01T00:00:00Z")
        for text in (old, '{"servers": 7}', "\x00"):
            note.write_text(text, encoding="utf-8")
            before = chats(server)
            desk.build(server, "good", "--refresh", "all")
            assert chats(server) - before == 4 + len(PAPERS)
    assert structures(desk) == {"json_schema, enforced, schema cut back"}


# What comes of a rung that the user forces; requests of negotiation; `-`: the server refuses it.
FORCED = """
gateway          json_schema        2 enforced | gateway          json_object_schema 2 enforced
gateway          tools              2 enforced | gateway          json_object        1 advisory
gateway          prompt             1 advisory | llama-server     tools              1 advisory
ollama-cloud     json_schema        1 advisory | vllm             json_object_schema 1 advisory
lm-studio        tools              1 -        | lm-studio        json_object        1 -
openai           json_object_schema 1 -        | tgi              json_schema        1 -
llama-cpp-python json_schema        2 -        | tgi              prompt             1 advisory
"""


@pytest.mark.parametrize("row", [row.strip() for row in FORCED.strip().replace("\n", "|").split("|")])
def test_rung_can_be_forced(row: str, tmp_path: Path) -> None:
    kind, rung, cost, held = row.split()
    desk = Desk(tmp_path)
    with FakeServer(kind) as server:
        ran = desk.build(server, "good", "--structured", rung, code=4 if held == "-" else 0)
        assert chats(server) - len(server.asked()) == int(cost)
    if held == "-":
        assert "gives no structured answer (HTTP" in ran.told
        assert server.asked() == ()
        return
    assert structures(desk) == {f"{rung}, {held}"}
    assert {one.chat.form for one in server.asked() if one.chat} == {"none" if rung == "prompt" else rung}


@pytest.mark.parametrize(("kind", "end"), [(kind, end) for end in ("", "/v1/chat/completions/") for kind in KINDS])
def test_address_may_be_given_short_or_whole(kind: str, end: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, PAPERS[:1])
    with FakeServer(kind) as server:
        assert desk.build(server.base_url.removesuffix("/v1") + end, "good").report.complete == 1
        spoken = [one.path for one in server.requests if one.chat and one.chat.model]
    assert len(set(spoken)) == 1
    assert_told(desk, PAPERS[:1])


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("transformers", "tgi")])
def test_text_beyond_the_context_is_told_and_the_others_are_read(kind: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, [PAPERS[0], LONG, *PAPERS[1:]])
    with FakeServer(kind, context_tokens=1200) as server:
        report = desk.build(server, "good", code=3).report
        assert (report.complete, report.failed) == (len(PAPERS), 1)
        assert titles(server.asked()).count(LONG[0]) <= 1
        assert desk.build(server, "good").report.requests == 0
    outcome = desk.records()[LONG[0]].outcome
    assert isinstance(outcome, Failed)
    assert outcome.reason == "too-long"
    assert LONG[0] in desk.digest.read_text(encoding="utf-8")


def test_server_that_counts_the_room_for_an_answer_loses_no_paper(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with FakeServer("tgi", context_tokens=1200) as server:
        report = desk.build(server, "good", code=None).report
        assert report.failed == 0 or desk.build(server, "good").report.complete == len(PAPERS)


@pytest.mark.parametrize("times", [1, 2])
def test_prompt_that_a_server_cuts_in_silence_gives_no_words(tmp_path: Path, times: int) -> None:
    desk = Desk(tmp_path, [(LONG[0], " ".join([LONG[1]] * times))])
    with FakeServer("ollama", context_tokens=1200) as server:
        report = desk.build(server, "good", "--context-tokens", "32768", code=None).report
        assert len(server.asked()) == report.failed == 1
    outcome = desk.records()[LONG[0]].outcome
    assert isinstance(outcome, Failed)
    assert (outcome.reason, outcome.again) == ("cut-prompt", False)


@pytest.mark.parametrize("model", ["o-mini", "no-tools", "raises-params", "drops-params"])
@pytest.mark.parametrize("kind", ["openai", "ollama", "gateway"])
def test_models_that_want_other_words_are_understood(kind: str, model: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, PAPERS[:1])
    with FakeServer(kind) as server:
        assert desk.build(server, model).report.complete == 1
        (asked,) = server.asked()
    wants_other_words = (kind, model) == ("openai", "o-mini")
    assert ("max_completion_tokens" in asked.body) == wants_other_words
    assert ("temperature" in asked.body) != wants_other_words


@pytest.mark.parametrize("kind", KINDS)
def test_kind_builds_real_pages(shared: Path, kind: str, tmp_path: Path) -> None:
    pages = sorted((shared / "seeds").glob("*.txt"), key=lambda page: page.stat().st_size)
    chosen = pages if kind in EVERYTHING else pages[:2]
    desk = Desk(tmp_path)
    with FakeServer(kind) as server:
        asked = ("--model", "good", "--base-url", server.base_url, "--concurrency", "16")
        report = desk.run("build", *map(str, chosen), "--json", *asked).report
        assert report.papers == report.complete + report.partial == len(set(titles(server.asked())))
    told = desk.digest.read_text(encoding="utf-8").split(f"\n## {INDEXES}\n")[0]
    assert told.count("\n### ") == report.papers
