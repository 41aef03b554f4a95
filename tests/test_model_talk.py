"""A talk: what is asked next, what comes of it, and what a repair may change."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.check import check_statement
from agent.extract.derive import derive
from agent.extract.model.parse import parse
from agent.extract.model.render import ask, visible
from agent.extract.model.talk import Step, combine, conclude, find_faults, leaks, next_step
from agent.extract.model.wire import WireAnswer
from prompts import load_prompt
from schemas.answer import Answer, ClaimAnswer
from schemas.exchange import Exchange, Purpose, Reply
from schemas.extraction import Extraction, Provenance
from schemas.outcome import Extracted, Failed, Outcome, Refused
from tests.talks import FINDING, RESULT, SUBJECT, TEXT, WRONG, exchange, said, wire

MADE = Provenance(engine="model", engine_version="1")
CUT = Reply(content=json.dumps(wire())[:100], finish_reason="length")
WHOLE_CUT = Reply(content=json.dumps(wire()), finish_reason="length")
PROSE = Reply(content="It is about trees.", finish_reason="stop")
EMPTY = Reply(finish_reason="stop")
REFUSED = Reply(refusal="I can't help with that.", finish_reason="stop")
FILTERED = Reply(finish_reason="content_filter")
LEAKED = Reply(content=load_prompt("extract").text.splitlines()[-1], finish_reason="stop")
GOOD = said()
CARELESS = said(claims=[RESULT, WRONG])
PURPOSES: Sequence[Purpose] = ("extract", "longer", "repair")


def talk(*replies: Reply, more_room: bool = True) -> list[Exchange]:
    """Have a model that answers with these replies asked until nothing more is asked; the last one repeats."""
    exchanges = list[Exchange]()
    while step := next_step(exchanges, SUBJECT, more_room):
        exchanges.append(exchange(replies[min(len(exchanges), len(replies) - 1)], step.purpose))
        assert len(exchanges) <= 3
    return exchanges


def outcome(*replies: Reply) -> Outcome:
    """Return what comes of such a talk."""
    return conclude(talk(*replies), SUBJECT, MADE)


def extraction(*replies: Reply) -> Extraction:
    """Return the extraction that comes of such a talk."""
    came = outcome(*replies)
    assert isinstance(came, Extracted)
    return came.extraction


def claims(found: Extraction) -> list[str]:
    """Return the claims that are told."""
    return [claim.text for claim in found.claims]


# ── what is asked next ──


@pytest.mark.parametrize(
    ("replies", "purposes"),
    [
        ([GOOD], "extract"),
        ([WHOLE_CUT], "extract"),
        ([CUT, GOOD], "extract longer"),
        ([CUT, CUT], "extract longer"),
        ([CUT, PROSE, GOOD], "extract longer repair"),
        ([CUT, CARELESS, GOOD], "extract longer repair"),
        ([PROSE, GOOD], "extract repair"),
        ([PROSE, PROSE], "extract repair"),
        ([PROSE, CUT], "extract repair"),
        ([EMPTY, EMPTY], "extract repair"),
        ([CARELESS, GOOD], "extract repair"),
        ([CARELESS, CARELESS], "extract repair"),
        ([LEAKED, GOOD], "extract repair"),
        ([REFUSED], "extract"),
        ([FILTERED], "extract"),
        ([CUT, REFUSED], "extract longer"),
        ([CARELESS, REFUSED], "extract repair"),
    ],
)
def test_a_talk_is_as_long_as_it_has_to_be(replies: list[Reply], purposes: str) -> None:
    assert [one.purpose for one in talk(*replies)] == purposes.split()


def test_a_cut_reply_is_not_asked_for_again_without_more_room() -> None:
    assert [one.purpose for one in talk(CUT, GOOD, more_room=False)] == ["extract"]
    assert [one.purpose for one in talk(PROSE, GOOD, more_room=False)] == ["extract", "repair"]


def test_the_first_request_and_a_longer_one_are_the_same() -> None:
    assert next_step([], SUBJECT, True) == Step("extract", ask(TEXT))
    assert next_step([exchange(CUT)], SUBJECT, True) == Step("longer", ask(TEXT))


def test_a_repair_tells_what_was_wrong_and_nothing_of_the_reply() -> None:
    step = next_step([exchange(CARELESS)], SUBJECT, True)
    assert step
    assert step.faults == ('claim "On FenQA it needs 25% fewer retrieval calls": the number 25% is not in s3',)
    assert [message.role for message in step.messages] == ["system", "user"]
    assert RESULT not in step.messages[1].content


@pytest.mark.parametrize(("reply", "word"), [(PROSE, "no JSON object"), (EMPTY, "empty"), (CUT, "cut")])
def test_a_repair_tells_why_nothing_could_be_read(reply: Reply, word: str) -> None:
    (fault,) = find_faults(parse(reply), SUBJECT)
    assert word in fault


@pytest.mark.parametrize(
    "changes",
    [
        {"names": ["Dulcimer"], "models": ["GPT-9"], "datasets": ["evaluated: ReedBench"]},
        {"task": "groundwater sensing in seven wet fens of the north"},
        {"topics": ["hydrology"] * 12},
        {"claims": [f"{RESULT[:-4]}{' still' * n} [3]" for n in range(10)]},
        {"claims": [], "method": "", "tldr": ""},
    ],
    ids=["names", "task", "topics", "too many claims", "nothing said"],
)
def test_names_terms_and_gaps_are_not_worth_a_request(changes: dict[str, object]) -> None:
    assert [one.purpose for one in talk(said(**changes))] == ["extract"]


def test_names_of_the_example_are_found_anywhere() -> None:
    assert leaks(WireAnswer.model_validate(wire(tldr="zorvex wins [1]")), TEXT) == ("Zorvex",)
    assert leaks(WireAnswer.model_validate(wire(models=["Dulmer"])), TEXT) == ("Dulmer",)
    assert leaks(WireAnswer.model_validate(wire()), TEXT) == ()


def test_a_paper_about_such_a_name_may_say_it() -> None:
    text = TEXT._replace(title="Zorvex again")
    assert leaks(WireAnswer.model_validate(wire(tldr="Zorvex wins [1]")), text) == ()


HALVES = [
    Reply(content=json.dumps(wire(claims=[f"{RESULT} \ud800", WRONG], tldr="It \ud800 wins")), finish_reason="stop"),
    Reply(
        content=json.dumps(wire(claims=[RESULT, f"\ud800{WRONG}"])).replace("\\ud800", "\ud800"), finish_reason="stop"
    ),
    Reply(content="It is \ud800", finish_reason="stop"),
    Reply(refusal="No\ud800.", finish_reason="stop"),
]
"""Replies with halves of characters, which no file of ours can keep."""
REPLIES = st.sampled_from([GOOD, CARELESS, PROSE, CUT, WHOLE_CUT, EMPTY, REFUSED, FILTERED, LEAKED, *HALVES])


@given(st.tuples(REPLIES, REPLIES, REPLIES), st.booleans())
def test_any_talk_ends_after_three_requests_at_most(replies: tuple[Reply, ...], more_room: bool) -> None:
    exchanges = talk(*replies, more_room=more_room)
    purposes = [one.purpose for one in exchanges]
    assert purposes == [one for one in PURPOSES if one in purposes]
    came = conclude(exchanges, SUBJECT, MADE)
    assert isinstance(came, Extracted) is any(parse(one.reply).answer for one in exchanges)
    assert came.model_dump_json()


# ── what comes of it ──


def test_a_good_answer_is_complete() -> None:
    found = extraction(GOOD)
    assert (found.status, found.provenance) == ("complete", MADE)
    assert len(found.claims) == 2


@pytest.mark.parametrize("replies", [[CUT, GOOD], [PROSE, GOOD], [EMPTY, GOOD], [LEAKED, GOOD], [WHOLE_CUT]])
def test_a_talk_that_ends_well_is_as_good_as_one_reply(replies: list[Reply]) -> None:
    assert extraction(*replies) == extraction(GOOD)


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([REFUSED], Refused(detail="I can't help with that.")),
        ([FILTERED], Refused(detail="the server's content filter stopped the answer")),
        ([PROSE, REFUSED], Refused(detail="I can't help with that.")),
        ([CUT, FILTERED], Refused(detail="the server's content filter stopped the answer")),
        (
            [CUT],
            Failed(reason="cut", detail="the answer did not fit into 1800 tokens: raise `max_tokens` in digest.toml"),
        ),
        (
            [PROSE, EMPTY],
            Failed(reason="unusable", detail="no answer could be read: the reply was empty"),
        ),
    ],
)
def test_a_talk_without_an_answer_says_why(replies: list[Reply], expected: Outcome) -> None:
    assert outcome(*replies) == expected


def test_an_answer_that_filled_the_context_asks_for_a_larger_one() -> None:
    came = conclude(talk(CUT, more_room=False), SUBJECT, MADE)
    assert isinstance(came, Failed)
    assert came.detail.startswith("the answer did not fit into 900 tokens: more do not fit beside the prompt; give the")
    some_more = exchange(CUT, "longer").model_copy(update={"max_tokens": 1100})
    came = conclude([exchange(CUT), some_more], SUBJECT, MADE)
    assert isinstance(came, Failed)
    assert "did not fit into 1100 tokens: more do not fit" in came.detail


@pytest.mark.parametrize("second", [PROSE, EMPTY, CUT, REFUSED, FILTERED])
def test_a_repair_that_fails_loses_nothing(second: Reply) -> None:
    found = extraction(CARELESS, second)
    assert claims(found) == [RESULT[8:-4]]
    assert found.status == "partial"


@pytest.mark.parametrize("reply", HALVES, ids=["escaped", "plain", "prose", "refusal"])
def test_half_a_character_gets_into_no_outcome_and_no_prompt(reply: Reply) -> None:
    exchanges = talk(reply)
    assert conclude(exchanges, SUBJECT, MADE).model_dump_json().isprintable()
    step = next_step(exchanges[:1], SUBJECT, True)
    assert step is None or all(message.content.encode() for message in step.messages)


# ── what a repair may change ──


def test_a_repaired_claim_takes_the_place_of_the_wrong_one() -> None:
    found = extraction(CARELESS, said(claims=[RESULT, FINDING]))
    assert claims(found) == [RESULT[8:-4], FINDING[9:-4]]
    assert found.status == "complete"


def test_a_repair_brings_in_no_more_claims_than_were_wrong() -> None:
    more = [RESULT, FINDING, "novelty: Mossgate stops retrieval early [2]", "novelty: Mossgate is a rule [2]"]
    assert claims(extraction(CARELESS, said(claims=more))) == [RESULT[8:-4], FINDING[9:-4]]
    assert len(extraction(said(claims=[WRONG]), said(claims=more)).claims) == 4


def test_a_worse_repair_changes_nothing_that_passed() -> None:
    worse = said(claims=[WRONG], method="Mossgate dances [2]", tldr="It costs 99% more [3]", names=["Bog"], task="")
    found = extraction(CARELESS, worse)
    assert claims(found) == [RESULT[8:-4]]
    assert found.method
    assert found.tldr
    assert [name.name for name in found.method_names] == ["Mossgate"]


def test_every_field_that_failed_is_mended() -> None:
    bad = said(
        task="hydrology", names=["Bog"], method="Bog dances [9]", claims=[WRONG], datasets=["other: BogSet"],
        models=["Bog-2"], topics=["hydrology"], tldr="It costs 99% more [3]",
    )  # fmt: skip
    assert extraction(bad, GOOD) == extraction(GOOD)


def test_a_name_that_passed_stays_beside_one_that_is_mended() -> None:
    found = extraction(said(claims=[WRONG], models=["Llama-3.1-8B", "Bog-2"]), said(models=["Llama-3.1-8B", "FenQA"]))
    assert [model.name for model in found.models] == ["Llama-3.1-8B", "FenQA"]


def test_a_claim_with_a_hidden_character_has_passed_too() -> None:
    first = said(claims=[f"result: \u200b{RESULT[8:]}", WRONG])
    found = extraction(first, said(claims=[FINDING, "novelty: Mossgate stops retrieval early [2]"]))
    assert RESULT[8:-4] in claims(found)


TOLD = st.sampled_from(
    [
        RESULT, FINDING, WRONG, f"novelty: {RESULT[8:]}", f"result: {RESULT[8:-4].upper()} [3]", f"{RESULT[:-4]}. [3]",
        f"result: \u200b{RESULT[8:]}", RESULT.replace(" ", "  "), f"{RESULT[:-4]} [1]", f"{FINDING[:-4]} [9]",
        "novelty: Mossgate stops retrieval early [2]", "Mossgate is a rule [2]", "It stops [2, 3]", "It wins [2]", "",
    ]
)  # fmt: skip
NAMES = st.lists(
    st.sampled_from(["Mossgate", "mossgate", "FenQA", "Llama-3.1-8B", "Bog-2", "Fen\u200bQA", "hydrology", ""]),
    max_size=9,
)
ANSWERS = st.builds(
    wire,
    claims=st.lists(TOLD, max_size=12),
    key=st.integers(-1, 9),
    method=TOLD,
    tldr=TOLD,
    names=NAMES,
    models=NAMES,
    topics=NAMES,
    datasets=NAMES,
    task=st.sampled_from(["question answering", "hydrology", ""]),
).map(lambda said: WireAnswer.model_validate(said).answer())


def told(answer: Answer) -> set[tuple[str, str]]:
    """Return what is told of an answer: field and words."""
    found = derive(TEXT, SUBJECT.roles, answer, SUBJECT.taxonomy, MADE)
    statements = [("claim", claim.text) for claim in found.claims]
    statements += [("tldr", found.tldr.text)] if found.tldr else []
    statements += [("method", found.method.text)] if found.method else []
    statements += [("task", found.task)] if found.task else []
    for field in ("method_names", "models", "datasets", "terms"):
        statements += [(field, one.name) for one in getattr(found, field)]
    statements += [("topic", tag.node) for tag in found.topics]
    return {(field, words.casefold().rstrip(".")) for field, words in statements}


def test_claim_said_badly_and_then_well_survives_a_repair() -> None:
    well = ClaimAnswer(text="On FenQA it needs 52% fewer retrieval calls", kind="result", sentences=(3,))
    badly = well.model_copy(update={"text": well.text.upper()})
    first = Answer(contribution="method", claims=(badly, well))
    other = ClaimAnswer(text="Large language models read more passages than they need", kind="finding", sentences=(1,))
    second = Answer(contribution="method", claims=(other, other))
    assert told(first) <= told(combine(first, second, SUBJECT))


@given(ANSWERS, ANSWERS)
def test_no_repair_loses_what_passed(first: Answer, second: Answer) -> None:
    assert told(first) <= told(combine(first, second, SUBJECT))


@given(ANSWERS, ANSWERS)
def test_all_that_is_told_after_a_repair_was_said_and_is_carried(first: Answer, second: Answer) -> None:
    both = combine(first, second, SUBJECT)
    words = {visible(claim.text) for claim in (*first.claims, *second.claims)}
    found = derive(TEXT, SUBJECT.roles, both, SUBJECT.taxonomy, MADE)
    assert {claim.text for claim in found.claims} <= words
    for statement in (*found.claims, *filter(None, (found.tldr, found.method))):
        assert check_statement(statement.text, statement.sentences, TEXT) == ()
