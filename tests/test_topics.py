"""A topic needs its name or an alias in the text; what the text is about comes first; other terms stay raw."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.extract.sentences import NumberedText, number_sentences
from agent.extract.topics import find_topics, map_terms, term_occurs
from schemas.extraction import TopicTag
from schemas.taxonomy import Archive, Category, Taxonomy, Topic, load_taxonomy, normalize_term

TAXONOMY = Taxonomy(
    archives=(Archive(code="cs", name="Computer Science"),),
    categories=(
        Category(code="cs.CL", name="Computation and Language", archive="cs"),
        Category(code="cs.LG", name="Machine Learning", archive="cs"),
    ),
    topics=(
        Topic(id="federated-learning", label="Federated learning", parent="cs.LG", aliases=("FL",)),
        Topic(id="deep-learning", label="Deep learning", parent="cs.LG", aliases=("deep networks",), broad=True),
        Topic(
            id="machine-translation",
            label="Machine translation",
            parent="cs.CL",
            aliases=("neural machine translation",),
            guarded=("MT",),
        ),
        Topic(id="benchmarks", label="Benchmarks", parent="cs.LG", faint=True),
        Topic(id="multi-task-learning", label="Multi-task learning", parent="cs.LG"),
        Topic(id="retrieval", label="Retrieval-augmented generation", parent="cs.CL", aliases=("RAG",)),
        Topic(
            id="gull-physics",
            label="Learning in gull physics",
            parent="cs.LG",
            aliases=("gull collider",),
            needs=("learn*", "classifier"),
        ),
    ),
)


def nodes(title: str, abstract: str) -> tuple[str, ...]:
    text = number_sentences(title, abstract)
    return tuple(tag.node for tag in map_terms(find_topics(text, TAXONOMY), text, TAXONOMY)[0])


def test_topic_is_found_by_alias_whatever_case_plural_and_hyphen() -> None:
    assert nodes("On gulls", "We study Multitask-Learning. A DEEP NETWORK is used. Deep networks are good.") == (
        "deep-learning",
        "multi-task-learning",
    )


def test_short_acronym_counts_only_in_its_case() -> None:
    assert nodes("A rag for gulls", "We clean a rag.") == ()
    assert nodes("RAGs for gulls", "We clean it.") == ("retrieval",)


def test_acronym_in_a_title_of_capitals_is_no_acronym() -> None:
    assert nodes("A RAG FOR GULLS", "We clean it.") == ()


def test_guarded_name_needs_another_name_of_the_topic() -> None:
    assert nodes("Gulls", "We use MT.") == ()
    assert nodes("Gulls", "We use MT. It is machine translation.") == ("machine-translation",)


def test_guarded_name_in_a_title_counts_beside_a_topic_of_its_category() -> None:
    assert nodes("MT and RAG for gulls", "We use it.") == ("machine-translation", "retrieval")
    assert nodes("MT for gulls", "We use RAG. Or RAG is used.") == ("machine-translation", "retrieval")
    assert nodes("MT for gulls", "We use RAG.") == ()
    assert nodes("MT for deep learning", "We use it.") == ("deep-learning",)


@pytest.mark.parametrize(
    ("abstract", "found"),
    [
        ("The gull collider is old. A gull collider is built.", False),
        ("The gull collider is old. A gull collider learns.", True),
        ("The gull collider is old. Two Classifiers watch the gull collider.", True),
        ("The gull collider is old. The unlearned watch the gull collider.", False),
        ("The gull collider (GC) is old. The GC is built.", False),
    ],
)
def test_topic_that_needs_words_counts_only_beside_one(abstract: str, *, found: bool) -> None:
    assert ("gull-physics" in nodes("Gulls", abstract)) is found


def test_single_mention_fills_up_in_short_texts_and_those_of_the_fields() -> None:
    mention = "We use retrieval-augmented generation."
    assert nodes("Gulls", f"They are loud. {mention}") == ("retrieval",)
    assert nodes("Gulls", f"They are loud. {mention} They sleep.") == ()
    assert nodes("Gulls", f"They learn. {mention} They sleep.") == ("retrieval",)


def test_topic_named_in_passing_fills_up_only_by_several_words() -> None:
    assert nodes("Gulls", "We use retrieval-augmented generation.") == ("retrieval",)
    assert nodes("Gulls", "We use RAG.") == ()
    title = "Deep networks and RAG for gulls"
    assert nodes(title, "Multi-task FL is old.") == ("retrieval", "deep-learning")
    assert nodes(title, "Multi-task learning is old.") == ("retrieval", "deep-learning", "multi-task-learning")


def test_next_in_a_row_of_examples_is_no_topic_in_passing() -> None:
    assert nodes("Gulls", "They learn speech and multi-task learning. We sleep. They eat.") == ()
    assert nodes("Gulls", "They learn speech, multi-task learning or so. We sleep. They eat.") == ()
    assert nodes("Gulls", "They learn by multi-task learning. We sleep. They eat.") == ("multi-task-learning",)


def test_topic_set_aside_is_named_in_passing_only_where_others_are_few() -> None:
    aside = tuple(topic.model_copy(update={"aside": topic.id == "multi-task-learning"}) for topic in TAXONOMY.topics)
    taxonomy = Taxonomy(archives=TAXONOMY.archives, categories=TAXONOMY.categories, topics=aside)

    def found(title: str, abstract: str) -> list[str]:
        text = number_sentences(title, abstract)
        return [tag.node for tag in map_terms(find_topics(text, taxonomy), text, taxonomy)[0]]

    abstract = "Multi-task learning is old. They sleep. They eat."
    assert found("RAG and FL for gulls", abstract) == ["retrieval", "federated-learning"]
    assert found("RAG for gulls", abstract) == ["retrieval", "multi-task-learning"]
    more = f"{abstract} Federated learning is old. Machine translation is old."
    assert set(found("Gulls", more)) == {"federated-learning", "machine-translation"}


def test_text_outside_the_fields_gets_no_topic_in_passing_beside_two() -> None:
    title = "Federated learning and RAG for gulls"
    assert len(nodes(title, "Machine translation is old. We learn. They sleep.")) == 3
    bare = Taxonomy(archives=TAXONOMY.archives, categories=TAXONOMY.categories, topics=TAXONOMY.topics[:-1])
    text = number_sentences(title, "Machine translation is old. We learn. They sleep.")
    assert len(map_terms(find_topics(text, bare), text, bare)[0]) == 2


def test_faint_topic_needs_three_places_or_the_title() -> None:
    assert nodes("Gulls", "Benchmarks are old. We use a benchmark.") == ()
    assert nodes("Gulls", "Benchmarks are old. We use a benchmark. The benchmark is good.") == ("benchmarks",)
    assert nodes("A benchmark of gulls", "We count.") == ("benchmarks",)


def test_acronym_defined_as_something_else_is_no_topic() -> None:
    assert nodes("Gulls", "We watch a Feather Language (FL). FL is loud.") == ()


@pytest.mark.parametrize("long_form", ["FDL (federated learning)", "Federated Deep Learning (FDL)"])
def test_acronym_whose_long_form_is_no_name_adds_nothing(long_form: str) -> None:
    text = number_sentences("Gulls", f"We use {long_form}. FDL is loud.")
    assert "FDL" not in {tag.term for tag in map_terms(["FDL"], text, TAXONOMY)[0]}


def test_acronym_defined_in_the_text_counts_as_its_long_form() -> None:
    text = number_sentences("Gulls", "Multi-task learning (MTL) helps. Gulls like MTL.")
    (tag,) = map_terms(["MTL"], text, TAXONOMY)[0]
    assert (tag.node, tag.sentences) == ("multi-task-learning", (1, 2))
    text = number_sentences("Gulls", "MTL (multi-task learning) helps. Gulls like MTL.")
    assert [tag.sentences for tag in map_terms(["MTL"], text, TAXONOMY)[0]] == [(1, 2)]


def test_name_does_not_reach_over_a_stop() -> None:
    assert nodes("Gulls", "They are federated, learning is hard. So deep. Learning sleeps.") == ()


def test_longer_name_wins_and_title_comes_first() -> None:
    abstract = (
        "Deep learning is old. Deep learning is big. Neural machine translation is done. We propose FL for gulls."
    )
    assert nodes("Federated learning", abstract)[0] == "federated-learning"
    text = number_sentences("Gulls", "Neural machine translation is done.")
    assert find_topics(text, TAXONOMY)[0] == "Neural machine translation"


def test_broad_topic_comes_after_a_narrow_one() -> None:
    found = nodes("Deep learning for gulls", "Deep learning works. We propose FL. FL is federated learning.")
    assert found == ("federated-learning", "deep-learning")


def test_phrases_of_the_title_fill_up_where_topics_are_few() -> None:
    text = number_sentences(
        "Feather counting with gull cameras", "We count. Gull cameras see feather counting at night."
    )
    terms = find_topics(text, TAXONOMY)
    assert set(terms[:2]) == {"Feather counting", "gull cameras"}
    tags, free = map_terms(terms, text, TAXONOMY)
    assert tags == ()
    assert {mention.name: mention.sentences for mention in free}["gull cameras"] == (2,)


def test_no_text_has_no_topic() -> None:
    assert find_topics(number_sentences("", ""), TAXONOMY) == ()


def test_mapped_nodes_stand_once_in_the_order_of_terms() -> None:
    text = number_sentences("Gulls", "RAG helps retrieval-augmented generation. FL helps federated learning.")
    tags, free = map_terms(["FL", "RAG method", "federated learning", "loud gull", "Loud gulls"], text, TAXONOMY)
    assert [tag.node for tag in tags] == ["federated-learning", "retrieval"]
    assert tags[1] == TopicTag(
        node="retrieval",
        path=("cs.CL", "Retrieval-augmented generation"),
        term="retrieval-augmented generation",
        sentences=(1,),
    )
    assert [mention.name for mention in free] == ["loud gull"]


def test_term_of_a_topic_that_the_text_does_not_name_stays_raw() -> None:
    tags, free = map_terms(["machine translation"], number_sentences("Gulls", "They translate."), TAXONOMY)
    assert tags == ()
    assert [mention.name for mention in free] == ["machine translation"]


@pytest.mark.parametrize(
    ("term", "occurs"),
    [
        ("loud gulls", True),
        ("quiet gulls", False),
        ("neural machine translation", True),
        ("MT", True),
        ("multi-task learning", False),
        ("of the", False),
        ("", False),
    ],
)
def test_term_occurs_by_stems_or_by_a_name_of_its_topic(term: str, occurs: bool) -> None:
    text = number_sentences("Loud gulls", "We study machine translation. The loudest gull sleeps.")
    assert term_occurs(term, text, TAXONOMY) is occurs


def test_hostile_gap_makes_no_endless_term() -> None:
    text = number_sentences("Gulls", "We use machine" + " -" * 5000 + " translation.")
    assert all(len(term) < 200 for term in find_topics(text, TAXONOMY))


WORDS = st.sampled_from(
    [
        *("FL", "fl", "RAG", "MT", "(MT)", "(FL)", "federated", "learning", "deep", "machine", "translation"),
        *("networks", "multi", "task", "pre", "-", "/", "gulls", ".", ",", "'s", "we", "study", "of"),
    ]
)


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=30), st.sampled_from([" ", "-", ""]))
def test_topic_never_appears_without_its_name_in_the_text(title: list[str], body: list[str], glue: str) -> None:
    text = number_sentences(" ".join(title), glue.join(body))
    pieces = re.split(r"[.,()]", f"{text.title}.{text.abstract}")
    whole = " " + " | ".join(normalize_term(piece) for piece in pieces) + " "
    terms = find_topics(text, TAXONOMY)
    tags, free = map_terms(terms, text, TAXONOMY)
    assert len(tags) + len(free) == len(terms) <= 6
    assert all(term_occurs(term, text, TAXONOMY) for term in terms)
    for tag in tags:
        topic = TAXONOMY.topic(tag.node)
        assert topic is not None
        assert any(f" {normalize_term(name)} " in whole for name in topic.names)
        assert normalize_term(tag.term) in whole


@settings(deadline=None)  # the first text waits for the tree of all names
@given(st.text(), st.text())
def test_any_text_can_be_read(title: str, abstract: str) -> None:
    spans = ((0, len(abstract)),) if abstract else ()
    text = NumberedText(title, abstract, spans)
    terms = find_topics(text, load_taxonomy())
    assert all(term in " ".join(f"{title}\n{abstract}".split()) for term in terms)
