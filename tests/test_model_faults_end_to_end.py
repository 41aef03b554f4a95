"""Every fault of a model or its server, the whole way: what it costs, what is told, what is kept, what is asked again.

Each row is the real command line over real sockets, one paper at a time, on a page of four papers, run twice.
"""

import time
import unicodedata
from pathlib import Path

import pytest

from agent.write.outline import UNTOLD
from schemas.report import Report
from tests.asked import MANY, OLD_DIGEST, PAPERS, Desk, Ran
from tests.servers import MODELS, FakeServer

KEY = "sk-proj-" + "".join(chr(97 + place * place % 26) + str(place % 10) for place in range(78))
"""As long as keys are, and without a piece of twelve letters that is anywhere else."""
PIECE = 12
DEADLINE_S = "2.4"  # for one paper
GIVE_UP_S = 60.0  # far above what such deadlines come to, far below what the server would take

# The model: exit code, chat requests of the first build (2 to negotiate, unless the fault is met there) and of the
# second one (-: none), what came of the four papers, words that the user is told on standard error or in the digest.
ROWS = """
good                      | 0 |  6  0 | complete 4              |
slow                      | 0 |  6  0 | complete 4              |
echo                      | 0 |  6  0 | complete 4              |
oracle                    | 0 |  6  0 | complete 4              |
obedient                  | 0 |  6  0 | complete 4              |
no-usage                  | 0 |  6  0 | complete 4              |
o-mini                    | 0 |  6  0 | complete 4              |
no-tools                  | 0 |  6  0 | complete 4              |
raises-params             | 0 |  6  0 | complete 4              |
drops-params              | 0 |  7  0 | complete 4              | does not enforce the form
think                     | 0 |  6  0 | complete 4              |
think-unopened            | 0 |  6  0 | complete 4              |
fenced                    | 0 |  6  0 | complete 4              |
array-after               | 0 |  6  0 | complete 4              |
byte-order-mark           | 0 |  6  0 | complete 4              |
reasoning-field           | 0 |  6  0 | complete 4              |
null-and-reasoning        | 0 |  6  0 | complete 4              |
tool-text                 | 0 |  6  0 | complete 4              |
tool-calls                | 0 |  6  0 | complete 4              |
chunked                   | 0 |  6  0 | complete 4              |
extra-key                 | 0 |  6  0 | complete 4              |
careless                  | 0 | 10  0 | partial 4               | is not in s3
repaired                  | 0 | 10  0 | partial 4               | is not in s3
echo-canary               | 0 | 10  0 | partial 4               | Zorvex
echo-headers              | 0 | 10  0 | partial 4               | no sentence is cited
length-once               | 0 | 10  0 | complete 4              |
length                    | 3 | 10  0 | failed 4                | did not fit
whitespace-loop           | 3 | 10  0 | failed 4                | did not fit
prose                     | 3 | 12  0 | failed 4                | no answer could be read
prose-once                | 0 |  7  0 | complete 4              |
demoted                   | 3 | 11  0 | complete 1, failed 3    | no answer could be read
null-content              | 3 | 12  0 | failed 4                | the reply was empty
empty-content             | 3 | 12  0 | failed 4                | the reply was empty
duplicate-keys            | 3 | 12  0 | failed 4                | no answer could be read
nan                       | 3 | 12  0 | failed 4                | no answer could be read
wrong-schema              | 3 | 12  0 | failed 4                | no answer could be read
deep                      | 3 | 12  0 | failed 4                | no answer could be read
big-integer               | 3 | 12  0 | failed 4                | no answer could be read
refusal                   | 3 |  6  0 | refused 4               | refused: I'm sorry
content-filter            | 3 |  6  0 | refused 4               | content filter
huge                      | 3 |  6  0 | failed 4                | more than 1 MiB
context                   | 3 |  7  0 | failed 4                | maximum context length is 2048
cut-prompt                | 3 |  6  0 | failed 4                | read only 20 tokens
rate-limited-once         | 0 |  7  0 | complete 4              |
rate-limited              | 3 |  5  - | failed 1, waiting 3     | HTTP 429
rate-limited-negative     | 3 | 14 12 | failed 4                | HTTP 429
rate-limited-long         | 4 |  3  1 | waiting 4               | left alone for 600 s
rate-limited-long-after-2 | 4 |  5  1 | complete 2, waiting 2   | left alone for 600 s
rate-limited-long!        | 4 |  1  1 | waiting 4               | left alone for 600 s
quota                     | 4 |  3  1 | waiting 4               | raise the limit
quota-after-2             | 4 |  5  1 | complete 2, waiting 2   | raise the limit
quota!                    | 4 |  1  1 | waiting 4               | raise the limit
error-500                 | 3 | 10  8 | failed 4                | the model stumbled
error-500-once            | 0 |  7  0 | complete 4              |
error-502                 | 3 | 14 12 | failed 4                | Bad Gateway
error-502-once            | 0 |  7  0 | complete 4              |
error-503-html            | 3 | 14 12 | failed 4                | a page of HTML
flaky                     | 0 |  7  0 | complete 4              |
reset                     | 3 | 14 12 | failed 4                | closed the connection
reset-once                | 0 |  7  0 | complete 4              |
close                     | 3 | 14 12 | failed 4                | closed the connection
close-once                | 0 |  7  0 | complete 4              |
cut-body                  | 3 | 14 12 | failed 4                | closed the connection
cut-body-once             | 0 |  7  0 | complete 4              |
cut-chunks                | 3 | 14 12 | failed 4                | closed the connection
cut-chunks-once           | 0 |  7  0 | complete 4              |
hang                      | 3 |  3  1 | failed 1, waiting 3     | no answer within 2.4 s
hang-at-schema            | 3 |  3  1 | failed 1, waiting 3     | no answer within 2.4 s
hang-once                 | 3 |  4  2 | complete 1, failed 1, waiting 2 | no answer within 2.4 s
hang!                     | 4 |  4  - | waiting 4               | raise `--timeout`
drip                      | 3 |  3  1 | failed 1, waiting 3     | no answer within 2.4 s
drip!                     | 4 |  4  - | waiting 4               | raise `--timeout`
html-200                  | 3 |  6  4 | failed 4                | a web page came
html-200-once             | 3 |  6  1 | complete 3, failed 1    | a web page came
html-200!                 | 4 |  1  1 | waiting 4               | ends in /v1
empty-200                 | 3 | 10  8 | failed 4                | an empty reply
empty-200-once            | 0 |  7  0 | complete 4              |
cut-json-200              | 3 | 10  8 | failed 4                | a reply that is no JSON
no-choices                | 3 | 10  8 | failed 4                | a reply without a choice
error-in-200              | 3 | 14 12 | failed 4                | model is loading
error-in-200-once         | 0 |  7  0 | complete 4              |
unauthorized              | 4 |  3  1 | waiting 4               | DIGEST_API_KEY
unauthorized-after-2      | 4 |  5  1 | complete 2, waiting 2   | DIGEST_API_KEY
unauthorized!             | 4 |  1  1 | waiting 4               | DIGEST_API_KEY
forbidden                 | 4 |  3  1 | waiting 4               | does not have access
forbidden!                | 4 |  1  1 | waiting 4               | does not have access
unknown-model             | 4 |  3  1 | waiting 4               | it has good
unknown-model!            | 4 |  1  1 | waiting 4               | it has good
redirect                  | 4 |  3  1 | waiting 4               | --base-url
redirect!                 | 4 |  1  1 | waiting 4               | --base-url
dies                      | 4 |  3  0 | waiting 4               | nothing answers
dies-after-2              | 4 |  4  0 | complete 2, waiting 2   | nothing answers
dies!                     | 4 |  1  0 | waiting 4               | died when it was asked for
echo-headers-400          | 3 |  6  0 | failed 4                | HTTP 400
echo-headers-401          | 4 |  3  1 | waiting 4               | HTTP 401
echo-headers-401!         | 4 |  1  1 | waiting 4               | HTTP 401
"""
WAITING = {
    "hang": ("--timeout", DEADLINE_S, "--limit", "1"),
    "hang-at-schema": ("--timeout", DEADLINE_S, "--limit", "1"),
    "hang-once": ("--timeout", DEADLINE_S, "--limit", "2"),
    "drip": ("--timeout", DEADLINE_S, "--limit", "1"),
    "hang!": ("--timeout", DEADLINE_S),
    "drip!": ("--timeout", DEADLINE_S),
    "rate-limited": ("--limit", "1"),
}
"""Options where the fault is that time goes by: few papers meet it."""


def chats(server: FakeServer) -> int:
    return sum(one.chat is not None for one in server.requests)


def assert_figures_add_up(report: Report) -> None:
    assert report.entries - report.merged == report.papers == len(PAPERS)
    assert report.papers == report.new + report.seen + report.waiting
    assert report.new == report.complete + report.partial + report.failed + report.refused + report.skipped


def assert_every_paper_is_accounted_for(desk: Desk, ran: Ran, done: int) -> None:
    """Each is told under its own heading or named in the last section; or the old digest stands as it stood."""
    text = desk.digest.read_text(encoding="utf-8")
    if ran.code == 4:
        assert text == OLD_DIGEST
        return
    told, untold = text.split(f"## {UNTOLD}\n")
    silent = [title for title, _ in PAPERS if f"\n### {title}\n" not in told]
    assert len(silent) == len(PAPERS) - done
    assert [title for title in silent if title not in untold] == []


def assert_key_is_nowhere(desk: Desk, ran: Ran) -> None:
    """No file, no output and no kept reply, which is compressed, holds so much as twelve letters of the key."""
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    places = {path.name: path.read_bytes().decode("latin-1") for path in files}
    places["kept"] = "".join(answer.model_dump_json() for answer in desk.kept())
    places["outputs"] = ran.out + ran.told
    pieces = [KEY[start : start + PIECE] for start in range(len(KEY) - PIECE)]
    assert [(name, piece) for name, text in places.items() for piece in pieces if piece in text] == []


@pytest.mark.parametrize("row", ROWS.strip().splitlines(), ids=lambda row: str(row).split()[0])
def test_fault(row: str, tmp_path: Path) -> None:
    model, code, requests, came, words = (cell.strip() for cell in row.split("|"))
    first, second = requests.split()
    expected = {name: int(count) for name, count in (part.split() for part in came.split(", "))}
    desk = Desk(tmp_path)
    desk.digest.write_text(OLD_DIGEST, encoding="utf-8")
    started = time.monotonic()
    with FakeServer(key=KEY) as server:
        asked = ("--report", "report.json", *WAITING.get(model, ()))
        ran = desk.build(server, model, *asked, code=int(code), DIGEST_API_KEY=KEY)
        assert chats(server) == int(first)
        report = ran.report
        assert_figures_add_up(report)
        counted = report.model_dump(include={"complete", "partial", "refused", "failed", "skipped", "waiting"})
        assert {name: count for name, count in counted.items() if count} == expected
        assert report == Report.model_validate_json((tmp_path / "report.json").read_text(encoding="utf-8"))
        assert words.lower() in (ran.told + desk.digest.read_text(encoding="utf-8")).lower()
        done = report.complete + report.partial
        assert_every_paper_is_accounted_for(desk, ran, done)
        assert_key_is_nowhere(desk, ran)
        if second != "-":
            ran = desk.build(server, model, *asked, code=None, DIGEST_API_KEY=KEY)
            assert chats(server) - int(first) == int(second)
            assert_figures_add_up(ran.report)
            assert ran.report.seen >= done
            assert_key_is_nowhere(desk, ran)
    assert time.monotonic() - started < GIVE_UP_S


def test_every_fault_has_a_row() -> None:
    rows = {row.split()[0] for row in ROWS.strip().splitlines()}
    assert set(MODELS) <= rows


def test_key_goes_to_the_server_and_what_it_says_of_it_is_blotted_out(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with FakeServer(key=KEY) as server:
        desk.build(server, "echo-headers", DIGEST_API_KEY=KEY)
    assert {one.headers["authorization"] for one in server.requests} == {f"Bearer {KEY}"}
    said = [exchange.reply.content for answer in desk.kept() for exchange in answer.exchanges]
    assert said
    assert all("authorization: Bearer [key]" in content for content in said)


@pytest.mark.parametrize("environment", [{}, {"DIGEST_API_KEY": "sk-of-somebody-else"}])
def test_wrong_or_missing_key_costs_one_request(tmp_path: Path, environment: dict[str, str]) -> None:
    with FakeServer("openai", key=KEY) as server:
        ran = Desk(tmp_path).build(server, "good", code=4, **environment)
    assert chats(server) == 1
    assert "set the key in `DIGEST_API_KEY`" in ran.told
    assert "somebody" not in ran.told


def test_server_that_fails_at_five_papers_in_a_row_ends_the_run(tmp_path: Path) -> None:
    desk = Desk(tmp_path, MANY[:9])
    desk.digest.write_text(OLD_DIGEST, encoding="utf-8")
    with FakeServer() as server:
        ran = desk.build(server, "error-500-after-2", code=4)
        assert len(server.asked()) == 2 + 5 * 2
        assert (ran.report.complete, ran.report.failed + ran.report.waiting) == (2, 7)
        assert "failed at 5 papers in a row" in ran.told
        assert "the model stumbled" in ran.told
        assert desk.digest.read_text(encoding="utf-8") == OLD_DIGEST
        healed = desk.build(server, "good").report
        assert (healed.complete, healed.seen) == (9, 0)


def test_model_that_says_nothing_of_use_ends_no_run(tmp_path: Path) -> None:
    with FakeServer() as server:
        assert Desk(tmp_path, MANY[:9]).build(server, "prose", code=3).report.failed == 9


def test_nobody_asks_before_the_server_wants_to_be_asked_again(tmp_path: Path) -> None:
    desk, at_once = Desk(tmp_path, MANY[:12]), 3
    with FakeServer() as server:
        desk.build(server, "rate-limited-once", "--concurrency", str(at_once))
        refused, *others = [one.at for one in server.asked()]
    assert len(others) == 12
    early = [at for at in others if at < refused + 0.99]
    assert len(early) < 2 * at_once  # what was under way, and what took its place before the refusal was read


def test_server_that_is_gone_is_named_with_what_to_start(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.digest.write_text(OLD_DIGEST, encoding="utf-8")
    with FakeServer() as server:
        address = server.base_url
    ran = desk.build(address, "good", code=4)
    assert f"nothing answers at {address}" in ran.told
    assert ran.report.waiting == len(PAPERS)
    assert desk.digest.read_text(encoding="utf-8") == OLD_DIGEST


def test_names_that_a_server_lists_do_nothing_to_the_terminal(tmp_path: Path) -> None:
    listed = ("gate\x1b]0;owned\x07", "reed\u202e\x9b2J", "fen")
    with FakeServer("vllm", models=listed) as server:
        told = Desk(tmp_path).build(server, "no-such-model", code=4).told
    assert "it has gate" in told
    assert {letter for letter in told if unicodedata.category(letter) in ("Cc", "Cf")} == {"\n"}


def test_figures_are_printed_though_the_server_failed(tmp_path: Path) -> None:
    with FakeServer() as server:
        asked = ("--model", "quota-after-2", "--base-url", server.base_url, "--concurrency", "1")
        ran = Desk(tmp_path).run("build", "page.txt", *asked, code=4)
    assert "4 papers (2 new, 0 seen before)" in ran.told
    assert "2 not asked about" in ran.told
    assert ran.out == ""


@pytest.mark.parametrize("model", ["error-502!", "error-503-html!", "error-in-200!"])
def test_server_that_is_overloaded_or_loading_is_not_judged(model: str, tmp_path: Path) -> None:
    with FakeServer() as server:
        told = Desk(tmp_path).build(server, model, code=4).told
    assert chats(server) == 3
    assert "larger model" not in told


def test_gateway_that_wants_a_key_is_understood(tmp_path: Path) -> None:
    with FakeServer("gateway", key=KEY) as server:
        told = Desk(tmp_path).build(server, "good", code=4).told
    assert chats(server) <= 2
    assert "DIGEST_API_KEY" in told
