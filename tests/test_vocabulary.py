"""Unmapped terms get suggestions with a reason, as lines that change nothing until a person takes them."""

from agent.extract.sentences import number_sentences
from agent.vocabulary import Unmapped, common_names, repeated_phrases, suggest, toml_of
from schemas.taxonomy import Archive, Category, Taxonomy, Topic
from schemas.topics_file import read_topics

TAXONOMY = Taxonomy(
    archives=(Archive(code="cs", name="Computer Science"),),
    categories=(
        Category(code="cs.CL", name="Computation and Language", archive="cs"),
        Category(code="cs.LG", name="Machine Learning", archive="cs"),
    ),
    topics=(
        Topic(id="graph-networks", label="Graph neural networks", parent="cs.LG", aliases=("GNN",)),
        Topic(id="forgetting", label="Catastrophic forgetting", parent="cs.LG"),
        Topic(id="meadows", label="Long wet meadows", parent="cs.LG"),
        Topic(id="translation", label="Machine translation", parent="cs.CL", aliases=("result",)),
    ),
)


def reason(term: str) -> tuple[str, str] | None:
    (found,) = suggest([Unmapped(term, 2)], TAXONOMY)
    return (found.near[0].topic, found.near[0].reason) if found.near else None


def test_term_is_near_by_a_name_it_holds_by_words_or_by_letters() -> None:
    assert reason("temporal graph neural network") == ("graph-networks", "it holds the name `Graph neural networks`")
    assert reason("catastrophic loss") is None
    assert reason("forgetting catastrophically") == ("forgetting", "it shares words with `Catastrophic forgetting`")
    assert reason("graph network pruning") == ("graph-networks", "it shares words with `Graph neural networks`")
    assert reason("LWMs") == ("meadows", "its letters begin the words of `Long wet meadows`")
    assert reason("gull nest notes") == ("graph-networks", "its words begin with the letters of `GNN`")
    assert reason("peat") is None
    assert suggest([Unmapped("GNN", 1)], TAXONOMY) == []


def test_lines_change_nothing_until_their_mark_is_taken_away() -> None:
    terms = [Unmapped("temporal graph neural network", 3, ("t:1", "t:2")), Unmapped("peat's; \"depth", 1)]
    text = toml_of(suggest(terms, TAXONOMY), TAXONOMY)
    assert "# temporal graph neural network: 3 papers (t:1, t:2)\n" in text
    found = read_topics(text, TAXONOMY)
    assert found.taxonomy is not None
    assert found.taxonomy.version == TAXONOMY.version
    taken = read_topics(text.replace("# graph-networks =", "graph-networks ="), TAXONOMY).taxonomy
    assert taken is not None
    assert taken.topics[0].names == ("Graph neural networks", "GNN", "temporal graph neural network")


def test_unguarded_word_of_any_text_is_told() -> None:
    assert [(one.topic, one.name) for one in common_names(TAXONOMY.topics)] == [("translation", "result")]


def test_phrases_of_several_papers_that_no_topic_names_are_found() -> None:
    texts = [
        (name, number_sentences(title, "Machine translation of notes is old."))
        for name, title in [("t:1", "Signpost reading"), ("t:2", "On signpost readings"), ("t:3", "Peat depth")]
    ]
    assert repeated_phrases(texts, TAXONOMY) == []
    texts += [("t:4", number_sentences("Peat depth of meadows", "We dig."))]
    assert repeated_phrases(texts, TAXONOMY) == [Unmapped("Peat depth", 2, ("t:3", "t:4"))]
