"""The packaged taxonomy is whole, a wrong one is refused by name, and terms have one normal form."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import TaxonomyError
from schemas.taxonomy import Archive, Category, Taxonomy, Topic, full_category, load_taxonomy, normalize_term

ARCHIVES = (Archive(code="cs", name="Computer Science"),)
CATEGORIES = (Category(code="cs.CL", name="Computation and Language", archive="cs"),)


def build(*topics: Topic) -> Taxonomy:
    return Taxonomy(archives=ARCHIVES, categories=CATEGORIES, topics=topics)


def write(folder: Path, text: str) -> Path:
    path = folder / "topics.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_packaged_taxonomy_holds_the_categories_and_enough_topics() -> None:
    taxonomy = load_taxonomy()
    assert len(taxonomy.topics) >= 300
    assert len(taxonomy.categories) >= 150
    homes = {topic.parent for topic in taxonomy.topics}
    assert {"cs.CL", "cs.LG", "cs.AI", "cs.CV", "cs.CR", "stat.ML"} <= homes
    assert taxonomy.path("machine-translation") == ("cs.CL", "Machine translation")


def test_packaged_topics_have_no_name_twice() -> None:
    for topic in load_taxonomy().topics:
        keys = [normalize_term(name) for name in topic.names]
        assert len(keys) == len(set(keys)), topic.id


def test_every_category_of_real_records_is_known(shared: Path) -> None:
    taxonomy = load_taxonomy()
    with gzip.open(shared / "bench" / "arxiv" / "metadata_2013_2017.jsonl.gz", "rt", encoding="utf-8") as lines:
        codes = {code for line in lines for code in json.loads(line)["categories"].split()}
    assert {code for code in codes if taxonomy.category(code) is None} == set()


def test_unknown_nodes_are_none() -> None:
    taxonomy = load_taxonomy()
    assert taxonomy.topic("gull-watching") is None
    assert taxonomy.category("cs.ZZ") is None
    assert taxonomy.path("gull-watching") == ()


@pytest.mark.parametrize(
    ("label", "code"),
    [("CL", "cs.CL"), ("cs.CL", "cs.CL"), (" cs.cl ", "cs.CL"), ("ML", "stat.ML"), ("quant-ph", "quant-ph")],
)
def test_label_of_a_page_becomes_the_full_code(label: str, code: str) -> None:
    assert full_category(label, load_taxonomy()) == code


@pytest.mark.parametrize("label", ["", "ZZ", "cs", "SP", "cs.", "."])
def test_unknown_or_ambiguous_label_has_no_code(label: str) -> None:
    assert full_category(label, load_taxonomy()) is None


def test_version_changes_with_an_alias_only() -> None:
    bare = build(Topic(id="parsing", label="Parsing", parent="cs.CL"))
    named = build(Topic(id="parsing", label="Parsing", parent="cs.CL", aliases=("parsers",)))
    assert bare.version == build(Topic(id="parsing", label="Parsing", parent="cs.CL")).version
    assert bare.version != named.version
    assert len(bare.version) == 8


@pytest.mark.parametrize(
    ("topics", "entry"),
    [
        ((Topic(id="Parsing", label="Parsing", parent="cs.CL"),), "Parsing"),
        ((Topic(id="parsing", label="Parsing", parent="cs.QQ"),), "cs.QQ"),
        ((Topic(id="parsing", label="--", parent="cs.CL"),), "parsing"),
        (
            (Topic(id="parsing", label="Parsing", parent="cs.CL"), Topic(id="parsing", label="Other", parent="cs.CL")),
            "parsing",
        ),
        (
            (
                Topic(id="parsing", label="Parsing", parent="cs.CL", aliases=("multi-task parsers",)),
                Topic(id="reading", label="Reading", parent="cs.CL", aliases=("Multitask Parser",)),
            ),
            "Multitask Parser",
        ),
    ],
)
def test_contradiction_is_refused_and_names_the_entry(topics: tuple[Topic, ...], entry: str) -> None:
    with pytest.raises(TaxonomyError) as caught:
        build(*topics)
    assert f"`{entry}`" in caught.value.message


def test_category_needs_its_archive() -> None:
    with pytest.raises(TaxonomyError, match="unknown archive"):
        Taxonomy(archives=(), categories=CATEGORIES, topics=())


def test_category_may_not_stand_twice() -> None:
    with pytest.raises(TaxonomyError, match=r"`cs\.CL` stands in the taxonomy 2 times"):
        Taxonomy(archives=ARCHIVES, categories=CATEGORIES * 2, topics=())


def test_own_file_replaces_the_topics(tmp_path: Path) -> None:
    path = write(tmp_path, "broad = ['birds']\n['cs.CV']\nbirds = 'Birds; gulls; FQ?'\n")
    taxonomy = load_taxonomy(path)
    expected = Topic(id="birds", label="Birds", parent="cs.CV", aliases=("gulls",), guarded=("FQ",), broad=True)
    assert taxonomy.topics == (expected,)
    assert taxonomy.category("cs.CV") is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("birds", "not TOML"),
        ("['cs.CV']\nbirds = 3\n", "`birds`"),
        ("['cs.CV']\nbirds = 'Birds; ; gulls'\n", "`birds`"),
        ("['cs.CV']\nbirds = 'Birds; ?'\n", "`birds`"),
        ("birds = 'Birds'\n", "`birds` is not a table"),
        ("['no such']\nbirds = 'Birds'\n", "`no such`"),
        ("broad = ['fish']\n['cs.CV']\nbirds = 'Birds'\n", "`fish`"),
        ("broad = 3\n", "`broad`"),
    ],
)
def test_wrong_file_is_refused_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(write(tmp_path, text))
    assert said in caught.value.message


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match="cannot be read"):
        load_taxonomy(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Multi-Task Learning", "multitask learning"),
        ("pre-training", "Pretraining"),
        ("Neural Networks", "neural network"),
        ("text/image queries", "text-image query"),
        ("model optimisation of behaviours", "model optimization of behavior"),
        ("LLMs", "LLM"),
        ("earth mover's distance", "earth mover distance"),
        ("analyses of corpora", "analysis of corpus"),
    ],
)
def test_spellings_of_one_term_have_one_form(one: str, other: str) -> None:
    assert normalize_term(one) == normalize_term(other)


@pytest.mark.parametrize(
    ("one", "other"), [("attack", "attach"), ("bias", "bia"), ("image captioning", "image caption")]
)
def test_different_terms_stay_different(one: str, other: str) -> None:
    assert normalize_term(one) != normalize_term(other)


@given(
    st.one_of(
        st.text(), st.from_regex(r"((pre|multi|non|anti|semi)?[ -]?[a-z]{0,5}(ies|ses|s|ised|our|ches)?[ '/-]?)*")
    )
)
def test_normal_form_is_stable(term: str) -> None:
    once = normalize_term(term)
    assert normalize_term(once) == once
