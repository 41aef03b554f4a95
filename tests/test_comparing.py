"""What differs between two homes, weeks, models or prompts is told, field by field; what is the same is counted."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from agent.cli.printing import out
from agent.comparing.changes import Change, Difference, Named, PaperChange, TagChange, compare
from agent.comparing.report import difference_lines
from agent.comparing.sides import Known, Side, prompt_hash
from prompts import load_prompt
from schemas.extraction import Claim, Extraction, Mention, Provenance
from schemas.paper import Entry, Paper
from tests.asked import Desk
from tests.builders import words
from tests.servers import FakeServer
from tests.test_cli import Shell


def known(title: str, *claims: tuple[str, int], ids: tuple[str, ...] = (), terms: tuple[str, ...] = ()) -> Known:
    entry = Entry(page="a.txt", position=0, kind="plain", title=title, ids=ids)
    made = Extraction(
        text_hash="0" * 32,
        spans=(),
        contribution="method",
        claims=tuple(Claim(text=text, sentences=(place,), kind="result") for text, place in claims),
        terms=tuple(Mention(name=term) for term in terms),
        status="complete",
        provenance=Provenance(engine="extractive", engine_version="1"),
    )
    name = ids[0] if ids else f"t:{abs(hash(title)) % 16**12:012x}"
    return Known(Paper(id=name, ids=ids, title=title, sources=(entry,)), made, "complete")


def difference(before: tuple[Known, ...], after: tuple[Known, ...]) -> Difference:
    return compare(Side("one", before), Side("other", after))


def test_the_same_papers_do_not_differ() -> None:
    one = known("Lamps", ("It shines.", 1))
    found = difference((one,), (one,))
    assert (found.same, found.changed, found.only_before, found.only_after, found.tags) == (1, (), (), (), ())


def test_claims_of_the_same_sentence_stand_side_by_side() -> None:
    found = difference(
        (known("Lamps", ("It shines.", 1), ("It lasts.", 2)),),
        (known("Lamps", ("It shines brightly.", 1), ("It hums.", 3)),),
    )
    assert found.changed[0].changes == (
        Change(field="claim", before="It shines. (s1, result)", after="It shines brightly. (s1, result)"),
        Change(field="claim", before="It lasts. (s2, result)"),
        Change(field="claim", after="It hums. (s3, result)"),
    )
    assert found.fields == (("claim", 1),)


def test_a_paper_is_known_again_by_any_id_and_by_its_title() -> None:
    found = difference(
        (known("Lamps", ids=("arxiv:2605.00001",)), known("Reeds: A Study")),
        (known("Lamps, revised", ids=("arxiv:2605.00001", "doi:10.5555/x")), known("REEDS – a study")),
    )
    assert (len(found.only_before), len(found.only_after), found.papers_after) == (0, 0, 2)
    assert {change.field for paper in found.changed for change in paper.changes} == {"title"}


def test_tags_are_counted_on_papers_that_both_sides_know() -> None:
    found = difference(
        (known("Lamps", terms=("light",)), known("Gone", terms=("light", "dusk"))),
        (known("Lamps", terms=("light", "glow")), known("Come", terms=("dusk",))),
    )
    assert [(tag.name, tag.before, tag.after) for tag in found.tags] == [("glow", 0, 1)]


@given(st.text(min_size=1), st.text(min_size=1))
def test_no_text_of_a_paper_breaks_the_tables(before: str, after: str) -> None:
    change = PaperChange(id="t:0", title=before, changes=(Change(field="task", before=before, after=after),))
    found = Difference(before="a", after="b", papers_before=1, papers_after=1, same=0, changed=(change,))
    tokens = MarkdownIt("commonmark").enable("table").parse("\n".join(difference_lines(found)))
    assert sum(token.type == "td_open" for token in tokens) == 3
    assert not any(token.type == "html_block" for token in tokens)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell("build", "page.txt", "--no-digest")
    return shell


def test_homes_are_compared(shell: Shell) -> None:
    shutil.copytree(shell.home, shell.folder / "other")
    shell("fix", "mossgate", "--home", "other", "--set", "task=stopping")
    told = shell("diff", "home", "other")
    assert "**2 papers before, 2 after:** 1 the same, 1 changed" in told
    assert "| stopping |" in told
    assert json.loads(shell("diff", "home", "home", "--json"))["same"] == 2


def test_weeks_are_compared(shell: Shell) -> None:
    (shell.folder / "later.txt").write_text(f"Peat: A Study\nAda Quillfeather\n12 May 2026\n\n{words(1)}\n")
    shell("build", "later.txt", "--no-digest")
    found = json.loads(shell("diff", "2026-W20", "2026-W21", "--json"))
    assert (found["papers_before"], found["papers_after"]) == (1, 2)


def test_models_and_prompts_are_compared(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with FakeServer() as server:
        desk.build(server, "good")
    desk.run("build", "page.txt", "--no-digest")
    found = json.loads(desk.run("diff", "extractive", "good", "--json").out)
    assert (found["papers_before"], found["papers_after"]) == (4, 4)
    prompt = prompt_hash(desk.kept()[0])
    assert prompt == load_prompt("extract").hash
    same = json.loads(desk.run("diff", f"prompt:{prompt[:6]}", "good", "--json").out)
    assert (same["before"], same["same"]) == (f"prompt:{prompt}", 4)
    assert f"prompt:{prompt} (4 texts)" in desk.run("diff", "prompt:0000", "good", code=2).told


@pytest.mark.parametrize("side", ["nobody", "prompt:abcd", "prompt:", "folder"])
def test_what_is_no_side_ends_with_2(shell: Shell, side: str) -> None:
    (shell.folder / "folder").mkdir()
    assert side.partition(":")[0] in shell("diff", "extractive", side, code=2)


def test_without_a_library_the_answer_is_how_to_fill_one(tmp_path: Path) -> None:
    assert "is empty; fill it with `digest build" in Shell(tmp_path)("diff", "a.md", "b.md", code=2)


def test_nothing_that_a_terminal_acts_on_and_no_markup_comes_from_what_is_compared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hostile = "a\x1b[31m\u202e\x9b|[fen](https://fen.example)<b>\n# T `x` \\"
    change = PaperChange(id=hostile, title=hostile, changes=(Change(field="tldr", before=hostile, after=hostile),))
    alone = (Named(id=hostile, title=hostile),)
    tag = TagChange(kind="term", name=hostile, before=1, after=2)
    found = Difference(
        before=hostile, after=hostile, papers_before=1, papers_after=2, same=0,
        only_before=alone, only_after=alone, changed=(change,), tags=(tag,),
    )  # fmt: skip
    for line in difference_lines(found):
        out(line)
    text = capsys.readouterr().out
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    tokens = [
        one for block in MarkdownIt("commonmark").enable("table").parse(text) for one in block.children or [block]
    ]
    assert not [one for one in tokens if one.type in ("link_open", "html_inline", "html_block", "image")]
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert [line.split()[0] for line in headings] == ["#", "##", "##", "##", "##", "###"]
