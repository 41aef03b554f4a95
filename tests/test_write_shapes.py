"""Every shape of a digest is read back by a library that knows nothing of ours, and tells the same."""

import csv
import io
import json
from collections.abc import Callable
from email import message_from_string
from email.policy import default
from pathlib import Path

import feedparser
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from agent.compose import ComposeOptions, compose
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Watch
from agent.pipeline import BuildRequest, build
from agent.write.encode import clean_text
from agent.write.files import may_overwrite
from agent.write.kinds import KINDS, kind_of
from cache.home import Home
from schemas.digest import Digest, DigestPaper, UntoldPaper
from schemas.paper import Paper
from schemas.record import Record
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, TODAY, entry
from tests.test_cli import Shell

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SHAPES = [kind.suffixes[0] for kind in KINDS]


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Digest:
    taxonomy = load_taxonomy()
    look = ComposeOptions(sentences=True, references=True)
    request = BuildRequest(sorted(EXAMPLES.glob("*.txt")), NOW, TODAY, None, 2**26, True, look)
    built = build(request, Home(tmp_path_factory.mktemp("home")), ExtractiveEngine(taxonomy), taxonomy, Watch())
    assert built.digest is not None
    return built.digest


def written(digest: Digest, suffix: str) -> str:
    return kind_of(Path(f"digest{suffix}")).render(digest)


def papers_of(digest: Digest) -> list[DigestPaper]:
    return [paper for section in digest.sections for paper in section.papers]


def titles_of(digest: Digest) -> list[str]:
    untold = digest.untold
    told: list[DigestPaper | UntoldPaper] = [*papers_of(digest), *untold.failed, *untold.waiting, *untold.skipped]
    return [clean_text(paper.title) for paper in told]


def test_json_is_the_digest(digest: Digest) -> None:
    read = json.loads(written(digest, ".json"))
    assert read.pop("generator") == "research-digest"
    assert Digest.model_validate(read) == digest


def test_lines_are_the_head_and_the_papers(digest: Digest) -> None:
    head, *lines = map(json.loads, written(digest, ".jsonl").splitlines())
    assert head["digest"]["counts"]["papers"] == digest.counts.papers
    assert [DigestPaper.model_validate(line["paper"]) for line in lines] == papers_of(digest)
    assert [tuple(line["section"]) for line in lines] == [one.path for one in digest.sections for _ in one.papers]


def test_table_has_a_row_a_paper(digest: Digest) -> None:
    rows = list(csv.DictReader(io.StringIO(written(digest, ".csv").removeprefix("\ufeff"), newline="")))
    assert [row["title"] for row in rows] == titles_of(digest)
    for row, paper in zip(rows, papers_of(digest), strict=False):
        assert paper.reference is not None
        assert row["abstract"] == paper.reference.abstract
        assert row["tldr"] == (paper.tldr.text if paper.tldr else "")
        assert row["authors"].split("; ")[: len(paper.authors)] == list(paper.authors)


def test_bibtex_has_an_entry_a_paper(digest: Digest) -> None:
    library = parse_string(written(digest, ".bib"))
    assert library.failed_blocks == []
    plain = [str(one["title"]).replace("{", "").replace("}", "") for one in library.entries]
    assert len(plain) == len(titles_of(digest))
    assert plain[0] == titles_of(digest)[0]


def test_ris_has_a_record_a_paper(digest: Digest) -> None:
    records = rispy.loads(written(digest, ".ris"))
    assert [record["title"] for record in records] == titles_of(digest)
    assert {record["name_of_database"] for record in records} == {"research-digest"}


def test_feed_has_an_entry_a_paper(digest: Digest) -> None:
    feed = feedparser.parse(written(digest, ".xml"))
    assert not feed.bozo
    papers = papers_of(digest)
    assert [one.title for one in feed.entries] == [clean_text(paper.title) for paper in papers]
    assert len({one.id for one in feed.entries}) == len(papers)
    for one, paper in zip(feed.entries, papers, strict=True):
        assert one.summary == (paper.tldr.text if paper.tldr else paper.note or "")
        assert all(claim.text in one.content[0].value for claim in paper.claims)
        assert one.updated[:10] == (paper.date + "-01-01")[:10] if paper.date else one.updated


def test_mail_has_the_markdown_and_a_page(digest: Digest) -> None:
    message = message_from_string(written(digest, ".eml"), policy=default)
    text, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert page is not None
    assert message["Subject"] == "Research digest"
    told = text.get_content().replace("\r\n", "\n")
    assert written(digest, ".md").endswith(told.strip() + "\n")
    assert page.get_content().count("<h3") == len(papers_of(digest))
    assert "<script" not in page.get_content()


def test_every_line_of_a_mail_fits(digest: Digest) -> None:
    assert all(len(line) <= 998 for line in written(digest, ".eml").split("\r\n"))


@pytest.mark.parametrize("suffix", SHAPES)
def test_shape_knows_its_own_and_no_other(digest: Digest, suffix: str, tmp_path: Path) -> None:
    own = kind_of(Path(f"x{suffix}"))
    start = written(digest, suffix)[:512]
    assert [kind.suffixes[0] for kind in KINDS if kind.is_ours(start)] == [own.suffixes[0]]
    foreign = tmp_path / f"foreign{suffix}"
    foreign.write_text("mine", encoding="utf-8")
    assert not may_overwrite(foreign)


@pytest.mark.parametrize("suffix", SHAPES)
def test_empty_digest_has_every_shape(suffix: str) -> None:
    empty = compose([], load_taxonomy(), ComposeOptions(week="2026-W21", references=True))
    own = kind_of(Path(f"x{suffix}"))
    assert own.is_ours(own.render(empty)[:512])


@pytest.mark.parametrize("suffix", SHAPES)
def test_building_twice_writes_the_same_bytes_over_it(suffix: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    target = tmp_path / f"out{suffix}"
    shell("build", "page.txt", "-o", target.name)
    first = target.read_bytes()
    shell("build", "page.txt", "-o", target.name)
    assert target.read_bytes() == first
    assert b"Mossgate" in first


BREAKERS = (
    "=cmd|' /C calc'!A0",
    "}} @misc{x,",
    "TY  - BOOK\nER  - ",
    "]]><x>&amp;",
    "<script>alert(1)</script>",
    "\r\n\r\nX: y",
)
COUNTS: dict[str, Callable[[str], int]] = {
    ".json": lambda text: len(json.loads(text)["untold"]["waiting"]),
    ".jsonl": lambda text: len(json.loads(text.splitlines()[0])["digest"]["untold"]["waiting"]),
    ".csv": lambda text: len(list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))),
    ".bib": lambda text: len(parse_string(text).entries),
    ".ris": lambda text: len(rispy.loads(text)),
    ".eml": lambda text: len(list(message_from_string(text, policy=default).iter_parts())),
    ".html": lambda text: 2 * text.count("<script"),
}


@given(st.text(min_size=1, max_size=40) | st.sampled_from(BREAKERS))
def test_no_text_of_a_paper_breaks_a_shape(text: str) -> None:
    records = []
    for place, title in enumerate((f"Lamps {text}", "Reeds")):
        source = entry(clean_text(title), position=place)
        paper = Paper(id=f"t:{place}", title=source.title, abstract=clean_text(text), sources=(source,))
        records.append(Record(paper=paper, first_seen=NOW, baseline=False, abstract_first_seen=NOW))
    waiting = compose(records, load_taxonomy(), ComposeOptions(references=True))
    assert {suffix: count(written(waiting, suffix)) for suffix, count in COUNTS.items()} == dict.fromkeys(COUNTS, 2)
    assert not feedparser.parse(written(waiting, ".xml")).bozo
