"""`digest show --trace`: what was asked about a paper and answered, word for word, long after the server has gone."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cache.answers import Answers
from cache.home import Home
from tests.asked import Desk
from tests.servers import FakeServer


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def asked(desk: Desk, model: str, kind: str = "llama-server", code: int = 0) -> FakeServer:
    """Build with a model; the server is gone afterwards."""
    with FakeServer(kind) as server:
        desk.build(server, model, code=code)
    return server


def replace(home: Home, change: dict[str, object], reply: dict[str, object]) -> None:
    """Put another answer in the place of each that is kept."""
    with Answers(home.answers) as answers:
        for key in list(answers.keys()):
            kept = answers.get(key)
            assert kept
            exchanges = [one.model_copy(update={"reply": one.reply.model_copy(update=reply)}) for one in kept.exchanges]
            answers.put(key, kept.model_copy(update={"exchanges": tuple(exchanges), **change}))


def test_a_paper_that_no_model_was_asked_about_says_so(desk: Desk) -> None:
    desk.run("build", "page.txt")
    text = desk.run("show", "--trace", "mossgate").out
    assert "no model was ever asked about this paper" in text
    assert "the embedded engine, which asks nobody" in text
    assert not desk.home.answers.exists()
    assert "`qwen3:4b` neither" in desk.run("show", "--trace", "mossgate", DIGEST_MODEL="qwen3:4b").out


def test_every_request_and_reply_is_printed_with_what_was_found(desk: Desk) -> None:
    server = asked(desk, "repaired")
    text = desk.run("show", "--trace", "mossgate").out
    first, second = (one for one in server.asked() if one.chat and "Mossgate" in one.chat.title)
    for one in (first, second):
        assert one.chat
        assert all(f"    {line}".rstrip() in text for line in one.chat.user.splitlines())
    assert text.count("Describe one paper. Its title") == 1
    assert "system: as in request 1" in text
    assert "request 1 of 2: extract" in text
    assert "request 2 of 2: repair" in text
    assert f"to {server.base_url} (llama-server b1-fake), json_schema, enforced, at most 1,500 tokens" in text
    assert '"names": ["Mossgate"]' in text
    assert "finish reason stop" in text
    assert "tokens in, " in text
    assert "read as it stands (instructor's reader)" in text
    assert "is not in s3" in text
    assert "nothing to ask again about" in text
    assert "came of it: extracted, partial" in text
    assert "shown of it, by `repaired`" in text


def test_json_holds_messages_and_replies_word_for_word(desk: Desk) -> None:
    server = asked(desk, "good")
    found = json.loads(desk.run("show", "--trace", "mossgate", "--json").out)
    (talk,) = found["talks"]
    (one,) = talk["asked"]
    (sent,) = (request for request in server.asked() if request.chat and "Mossgate" in request.chat.title)
    assert one["exchange"]["messages"] == sent.body["messages"]
    assert json.loads(one["exchange"]["reply"]["content"])["names"] == ["Mossgate"]
    assert (one["road"], one["problem"], one["findings"]) == ("instructor", "", [])
    assert (talk["model"], talk["fits"], talk["is_aside"]) == ("good", True, False)
    assert talk["outcome"]["extraction"]["status"] == "complete"


def test_replies_that_gave_no_extraction_are_shown_too(desk: Desk) -> None:
    asked(desk, "prose", code=3)
    text = desk.run("show", "--trace", "mossgate", DIGEST_MODEL="prose").out
    assert text.count("This paper is about trees") == 2
    assert "not read: the reply held no JSON object" in text
    assert "came of it: failed (unusable)" in text


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("refusal", "not read: I'm sorry, I can't help with that."),
        ("length", "not read: the reply was cut before its end"),
        ("empty-content", "(empty)"),
    ],
)
def test_the_reason_why_a_reply_gave_nothing_is_told(desk: Desk, model: str, words: str) -> None:
    asked(desk, model, code=3)
    assert words in desk.run("show", "--trace", "mossgate", DIGEST_MODEL=model).out


def test_another_room_for_answers_was_another_question(desk: Desk) -> None:
    asked(desk, "prose", code=3)
    (desk.folder / "digest.toml").write_text("max_tokens = 3000\n", encoding="utf-8")
    text = desk.run("show", "--trace", "mossgate", DIGEST_MODEL="prose").out
    assert "no reply is kept to what would be asked today: failed (unusable)" in text


def test_a_failure_beside_an_older_extraction_shows_both_talks(desk: Desk) -> None:
    asked(desk, "good")
    asked(desk, "prose", code=3)
    text = desk.run("show", "--trace", "mossgate", DIGEST_MODEL="prose").out
    assert text.index("Asked of `good`") < text.index("Asked of `prose`")
    assert "by `prose`: failed (unusable)" in text
    assert "`fresh` was never asked about it" in desk.run("show", "--trace", "mossgate", DIGEST_MODEL="fresh").out


def test_a_reply_that_was_set_aside_before_the_good_one_is_not_told_twice(desk: Desk) -> None:
    asked(desk, "length-once")
    text = desk.run("show", "--trace", "mossgate", DIGEST_MODEL="length-once").out
    assert text.count("Asked of") == 1
    assert "request 2 of 2: longer" in text
    assert "user: as in request 1" in text


def test_a_server_that_was_not_there_leaves_no_reply_and_the_reason(desk: Desk) -> None:
    asked(desk, "error-500", code=3)
    text = desk.run("show", "--trace", "mossgate", DIGEST_MODEL="error-500").out
    assert "no reply is kept to what would be asked today: failed (broken)" in text


def test_our_own_reader_is_named_where_it_read(desk: Desk) -> None:
    asked(desk, "think", "ollama-cloud")
    text = desk.run("show", "--trace", "mossgate").out
    assert "read from what stood around it (our own reader)" in text
    assert "advisory" in text


def test_tokens_that_a_server_does_not_count_are_told_as_such(desk: Desk) -> None:
    asked(desk, "no-usage")
    assert "tokens of the prompt not counted" in desk.run("show", "--trace", "mossgate").out


def test_a_trace_waits_for_no_lock(desk: Desk) -> None:
    asked(desk, "good")
    with desk.home.locked("digest build"):
        assert "came of it" in desk.run("show", "--trace", "mossgate").out


def test_an_answer_to_another_text_is_shown_and_not_believed(desk: Desk) -> None:
    asked(desk, "good")
    replace(desk.home, {"text_hash": "0" * 32}, {})
    text = desk.run("show", "--trace", "mossgate").out
    assert "about another text" in text
    assert "came of it" not in text
    assert "Asked of `good`" in text


def test_nothing_that_a_model_said_moves_the_terminal(desk: Desk) -> None:
    asked(desk, "good")
    hostile = "\x1b]52;c;aGk=\x07 \x9b2J \u202e half \ud83d"
    replace(desk.home, {"model": hostile}, {"content": hostile, "refusal": hostile, "model": hostile})
    for options in ([], ["--json"]):
        printed = desk.run("show", "--trace", "mossgate", *options).out
        assert "aGk=" in printed
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(printed)


def test_a_damaged_answer_is_told_beside_what_is_left(desk: Desk) -> None:
    asked(desk, "good")
    with closing(sqlite3.connect(desk.home.answers / "cache.db")) as sql, sql:
        sql.execute("UPDATE Cache SET value = x'00'")
    ran = desk.run("show", "--trace", "mossgate")
    assert "cannot be used" in ran.told
    assert "its replies are no longer kept" in ran.out


def test_replies_that_were_moved_away_are_missed(desk: Desk) -> None:
    asked(desk, "good")
    shutil.rmtree(desk.home.answers)
    text = desk.run("show", "--trace", "mossgate").out
    assert "`good` was asked about this paper, but its replies are no longer kept" in text
    assert "--refresh t:" in text


def test_a_trace_of_an_unknown_paper_lists_the_nearest(desk: Desk) -> None:
    desk.run("build", "page.txt")
    assert "Mossgate" in desk.run("show", "--trace", "mossgate zebras", code=2).told
