"""The annotation of a paper as an answer: what a model says that reads as the annotators did."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from agent.extract.topics import term_occurs
from schemas.taxonomy import Taxonomy, load_taxonomy
from tests.servers.answers import Wire, cite, numbered
from tests.servers.library import Library, Row, places_of

MOST_CLAIMS = 8
MOST_TOPICS = 6
MOST_TASK_WORDS = 6


def answer(title: str, sentences: Mapping[int, str], library: Library) -> Wire | None:
    """Return the annotation of a paper in the wire form; None if there is none."""
    shown = [sentences[number] for number in sorted(sentences)]
    row = library.gold(title)
    abstract = library.annotated(title)
    if row is None or abstract is None:
        return None
    places = [places_of(abstract[start:end], sentences) for start, end in row["sentences"]]
    claims = sorted(_required(row["claims"]), key=lambda claim: not claim["key"])[:MOST_CLAIMS]
    method = [number for place in row["method"]["sentences"] for number in places[place]]
    rests_on = sorted({number for claim in claims for number in places[claim["sentence"]]} | set(method))
    text = numbered(title, shown)
    return {
        "contribution": row["contribution"][0],
        "task": row["task"] if len(row["task"].split()) <= MOST_TASK_WORDS else "",
        "names": row["method"]["names"],
        "method": cite(sentences[method[0]], method[:1]) if method else "",
        "claims": [f"{claim['kind']}: {cite(claim['gist'], places[claim['sentence']])}" for claim in claims],
        "key": sum(claim["key"] for claim in claims),
        "datasets": [f"{dataset['role']}: {dataset['names'][0]}" for dataset in _required(row["datasets"])],
        "models": [model["names"][0] for model in _required(row["models"])],
        "topics": [_topic(topic["names"], text) for topic in _required(row["topics"])][:MOST_TOPICS],
        "tldr": cite(row["tldr"][0], rests_on or sorted(sentences)),
    }


def _required(items: Iterable[Row]) -> list[Row]:
    return [item for item in items if item["required"]]


def _topic(names: list[str], text: Any) -> str:
    return next((name for name in names if term_occurs(name, text, _taxonomy())), names[0])


@cache
def _taxonomy() -> Taxonomy:
    return load_taxonomy()
