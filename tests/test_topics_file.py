"""A file of topics: every problem is found with its line; it replaces the packaged topics or builds on them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.taxonomy import load_taxonomy, read_taxonomy_file
from schemas.topic import Archive, Category, Taxonomy, Topic
from schemas.topics_file import TopicsFile, read_topics

BASE = Taxonomy(
    archives=(Archive(code="cs", name="Computer Science"),),
    categories=(
        Category(code="cs.CL", name="Computation and Language", archive="cs"),
        Category(code="cs.CV", name="Computer Vision", archive="cs"),
    ),
    topics=(
        Topic(id="parsing", label="Parsing", parent="cs.CL", aliases=("parsers",), guarded=("trees",)),
        Topic(id="tagging", label="Tagging", parent="cs.CL"),
    ),
)


def said(text: str) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in read_topics(text, BASE).problems]


def topics(text: str) -> dict[str, Topic]:
    found = read_topics(text, BASE)
    assert found.problems == ()
    assert found.taxonomy is not None
    return {topic.id: topic for topic in found.taxonomy.topics}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n['cs.CL']\nbirds = 'Birds; ; gulls'\n", 3, "a name is empty"),
        ("['cs.CL']\nbirds = 'Birds; ---'\n", 2, "holds no word"),
        ("['cs.CL']\nbirds = ''\n", 2, "a name is empty"),
        ("['cs.CL']\nbirds = 7\n", 2, "is not a text of names"),
        ("['cs.CL']\nbirds = 'birds'\n", 2, "begins with a small letter"),
        ("['cs.CL']\nbirds = 'Birds?'\n", 2, "cannot be guarded"),
        ("['cs.CL']\nBirds = 'Birds'\n", 2, "lower-case"),
        ("['cs.CL']\nbirds = '''\nBirds;\n one two three four five six seven eight nine ten'''\n", 4, "too long"),
        ("['cs.CL']\nbirds = 'Birds; gull; Gulls'\n", 2, "has the name `Gulls` twice"),
        ("['cs.CL']\nbirds = 'Birds; gulls'\n\nsea = '''\n  Sea;\n  gulls'''\n", 6, "two topics, `birds` and `sea`"),
        ("['cs.CL']\nbirds = 'Birds'\n['cs.CV']\nbirds = 'Birds'\n", 4, "stands in the taxonomy twice"),
        ("['cs.ZZ']\nbirds = 'Birds'\n", 1, "no category of arXiv"),
        ("birds = 'Birds'\n", 1, "is not a table of topics"),
        ("faint = ['fish']\n['cs.CL']\nbirds = 'Birds'\n", 1, "`faint` lists `fish`"),
        ("aside = ['fish']\n['cs.CL']\nbirds = 'Birds'\n", 1, "`aside` lists `fish`"),
        ("needs = 3\n", 1, "`needs` is not a table"),
        ("\n[needs.a]\nwords = 'fish'\n", 2, "[needs.a] needs `words"),
        ("[needs.a]\nwords = 'fish; two words'\ntopics = ['cs.CL']\n['cs.CL']\nx = 'X'\n", 2, "`two words` is not one"),
        ("[needs.a]\nwords = 'fish'\ntopics = ['birds']\n", 3, "[needs.a] lists `birds`"),
        ("remove = ['parsing']\n", 1, 'needs `extends = "builtin"`'),
        ("extends = 'mine'\n", 1, 'can only be "builtin"'),
        ("['cs.CL']\nparsing = '+ parse trees'\n", 2, "adds names"),
        ("categories = 3\n", 1, "not a table of names"),
        ("[categories]\n'soil.CH' = 'Soil chemistry'\n", 2, "name its archive too"),
        ("[archives]\nSoil = 'Soil science'\n", 2, "archive `Soil`"),
        ("['cs.CL'\n", 1, "not TOML"),
    ],
)
def test_problem_is_told_with_line_and_advice(text: str, line: int, message: str) -> None:
    (found,) = said(text)
    assert found[0] == line
    assert message in found[1]


def test_every_problem_is_found_at_once_in_the_order_of_lines() -> None:
    text = "broad = ['fish']\n['cs.CL']\nBad = 'Bad'\nbirds = 'Birds; ;'\n['cs.QQ']\nsea = 'Sea'\n"
    assert [line for line, _ in said(text)] == [1, 3, 4, 4, 5]


def test_file_alone_replaces_and_with_extends_builds_on_the_topics() -> None:
    assert topics("['cs.CV']\nbirds = 'Birds'\n").keys() == {"birds"}
    assert topics("extends = 'builtin'\n['cs.CV']\nbirds = 'Birds'\n").keys() == {"parsing", "tagging", "birds"}


def test_plus_adds_names_and_an_entry_without_it_replaces_the_topic() -> None:
    added = topics("extends = 'builtin'\nfaint = ['tagging']\n['cs.CL']\nparsing = '+ parse forests; PT?'\n")
    assert added["parsing"].names == ("Parsing", "parsers", "parse forests", "trees", "PT")
    assert added["tagging"].faint
    replaced = topics("extends = 'builtin'\n['cs.CV']\nparsing = 'Scene parsing'\n")["parsing"]
    assert (replaced.names, replaced.parent) == (("Scene parsing",), "cs.CV")


def test_needs_give_words_to_topics_and_to_all_of_a_category() -> None:
    text = (
        "extends = 'builtin'\n[needs.a]\nwords = 'tree; pars*'\ntopics = ['parsing']\n"
        "[needs.b]\nwords = 'tree; text'\ntopics = ['cs.CL']\n"
    )
    found = topics(text)
    assert found["parsing"].needs == ("tree", "pars*", "text")
    assert found["tagging"].needs == ("tree", "text")


def test_removed_topic_frees_its_names() -> None:
    found = topics("extends = 'builtin'\nremove = ['parsing']\n['cs.CL']\nreading = 'Reading; parsers'\n")
    assert found.keys() == {"tagging", "reading"}


def test_name_of_a_packaged_topic_is_a_problem_of_the_new_entry() -> None:
    text = "extends = 'builtin'\n['cs.CL']\nreading = 'Reading; parsers'\n"
    assert said(text) == [(3, "`parsers` is a name of two topics, `parsing` and `reading`; keep it in one")]


def test_own_archives_and_categories_hold_topics() -> None:
    text = (
        "[archives]\nsoil = 'Soil science'\n[categories]\n'soil.CH' = 'Soil chemistry'\n['soil.CH']\nph = 'Soil pH'\n"
    )
    found = read_topics(text, BASE).taxonomy
    assert found is not None
    assert found.path("ph") == ("soil.CH", "Soil pH")
    assert found.category("cs.CL") is not None


def test_packaged_file_has_no_problem_and_its_topics_have_lines(tmp_path: Path) -> None:
    copy = tmp_path / "topics.toml"
    copy.write_text("extends = 'builtin'\n['cs.CL']\nmachine-translation = '+ gull translation'\n", encoding="utf-8")
    found = read_taxonomy_file(copy)
    assert found.problems == ()
    assert found.lines == {"machine-translation": 3}
    assert found.taxonomy is not None
    assert len(found.taxonomy.topics) == len(load_taxonomy().topics)


KEYS = st.sampled_from(
    [
        "extends",
        "needs",
        "needs.a",
        "words",
        "topics",
        "broad",
        "remove",
        "archives",
        "categories",
        "'cs.CL'",
        "birds",
        "x.y",
        "B",
        "''",
    ]
)
VALUES = st.sampled_from(
    ["'builtin'", "['parsing']", "3", "'Birds; gulls'", "'+ gulls'", "''", "{}", "{a = 'A'}", "[[]]"]
)
LINES = st.one_of(st.tuples(KEYS, VALUES).map(" = ".join), KEYS.map("[{}]".format), st.text(max_size=9))


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_any_text_is_read_or_has_a_problem(text: str) -> None:
    found: TopicsFile = read_topics(text, BASE)
    assert (found.taxonomy is None) == bool(found.problems)
    assert all(problem.message for problem in found.problems)
