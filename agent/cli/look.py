"""The panel "Look": what the library knows, at once and without loading an engine."""

from pathlib import Path
from typing import Annotated, Any

import typer

from agent.cli.options import (
    Home,
    Json,
    Limit,
    PaperWords,
    Quiet,
    TaxonomyFile,
    Verbose,
    day_or_part,
    library_path,
    settings,
)
from agent.cli.printing import counted, numbers, out, out_json, tell
from agent.settings import Settings
from cache.find import Filters, Hit
from cache.lookup import Lookup
from cache.tables import LIBRARY
from schemas.errors import UsageError

KINDS = {"topics": "topic", "datasets": "dataset", "methods": "method", "models": "model"}


def tags(
    paper: PaperWords = [],  # noqa: B006  # typer reads the default
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar="FILE|-",
            help="Tag an abstract that is not in the library; keeps nothing.",
            show_default=False,
        ),
    ] = None,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,  # noqa: ARG001  # every command takes it; this one tells nothing but its result
    verbose: Verbose = False,
) -> None:
    """Print the tags of a paper, one line a kind, with the sentences they come from.

    Example: digest tags learning to focus
    """
    if bool(text) == bool(paper):
        raise UsageError("`digest tags` takes a paper or `--text FILE`, one of the two")
    known = settings(home, taxonomy, verbose=verbose)
    card = card_of_text(text, known.taxonomy) if text else card_of_paper(paper, known.home / LIBRARY)
    if json:
        out_json(card)
    else:
        print_tags(card)


def card_of_paper(paper: list[str], library: Path) -> dict[str, Any]:
    """Look a paper's card up."""
    with Lookup(library) as lookup:
        return lookup.card(lookup.resolve(" ".join(paper)))


def card_of_text(source: str, topics: Path | None) -> dict[str, Any]:
    """Extract the tags of an abstract that is kept nowhere."""
    from agent.cli.texts import tag_text

    return tag_text(source, topics)


def print_tags(card: dict[str, Any]) -> None:
    """Print a card, one line a kind; kinds without a tag are left out."""
    out(f"{card['id']}  {card['title']}")
    mark = " (predicted)" if card["categories_predicted"] else ""
    rows = [
        ("categories", ", ".join(card["categories"]) + mark if card["categories"] else ""),
        ("topics", "; ".join(" › ".join(one["path"]) + numbers(one["sentences"]) for one in card.get("topics", ()))),
        ("terms", _names(card.get("terms", ()))),
        ("data", "; ".join(_dataset(one) for one in card.get("datasets", ()))),
        ("method", _names(card.get("method", ()))),
        ("models", _names(card.get("models", ()))),
        ("yours", "; ".join(card["person"])),
        ("note", card["note"] or ""),
        ("by", _engine(card.get("engine"))),
    ]
    for name, value in rows:
        if value:
            out(f"{name:<11}{value}")


def _names(mentions: list[dict[str, Any]]) -> str:
    return "; ".join(one["name"] + numbers(one["sentences"]) + _yours(one) for one in mentions)


def _dataset(data: dict[str, Any]) -> str:
    places = "".join(f", s{number}" for number in data["sentences"])
    return f"{data['name']} ({data['role']}{places})" + _yours(data)


def _yours(one: dict[str, Any]) -> str:
    return " (yours)" if one.get("person") else ""  # cards of earlier versions do not say


def _engine(engine: dict[str, Any] | None) -> str:
    if not engine:
        return ""
    name = engine["model"] or "the embedded engine"
    return f"{name}, version {engine['version']}" + (f", {engine['at'][:10]}" if engine["at"] else "")


def find(
    words: Annotated[list[str], typer.Argument(help="Words that all occur; quote a phrase.", show_default=False)] = [],  # noqa: B006
    topic: Annotated[
        str | None, typer.Option(help="Has this topic, category, term or tag of yours.", show_default=False)
    ] = None,
    dataset: Annotated[str | None, typer.Option(help="Names this dataset.", show_default=False)] = None,
    model: Annotated[str | None, typer.Option(help="Names this model.", show_default=False)] = None,
    author: Annotated[
        str | None, typer.Option(help="Words of an author's name, the last one perhaps cut short.", show_default=False)
    ] = None,
    venue: Annotated[str | None, typer.Option(help="Part of the venue.", show_default=False)] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Dated then or later (YYYY[-MM[-DD]]).", show_default=False)
    ] = None,
    code: Annotated[bool, typer.Option("--code", help="Has code.")] = False,
    limit: Limit = 50,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find papers by words and by what was extracted from them.

    Example: digest find "knowledge distillation" --since 2025 --code
    """
    filters = Filters(topic, dataset, model, author, venue, day_or_part(since, "--since"), code)
    if not searchable(words, filters):
        raise UsageError("`digest find` takes words, a filter or both, for example `digest find --topic calibration`")
    hits, total = hits_of(words, filters, limit, settings(home, verbose=verbose))
    if json:
        out_json({"total": total, "papers": [hit._asdict() for hit in hits]})
        return
    for hit in hits:
        out(f"{hit.id}  {hit.title}" + "".join(f" · {part}" for part in (hit.date, hit.venue) if part))
    if not quiet:
        tell(_shown(len(hits), total, "paper"))


def searchable(words: list[str], filters: Filters) -> bool:
    """Say whether there is anything to look for: letters or digits in every word and filter, and at least one."""
    texts = [*words, *(wanted for wanted in filters if isinstance(wanted, str))]
    return all(any(map(str.isalnum, text)) for text in texts) and (bool(texts) or filters.code)


def hits_of(words: list[str], filters: Filters, limit: int, known: Settings) -> tuple[list[Hit], int]:
    """Find papers; a topic that nothing is tagged with is looked up by its other names too."""
    with Lookup(known.home / LIBRARY) as lookup:
        hits, total = lookup.find(words, filters, limit)
        if not total and filters.topic and (label := label_of(filters.topic, known.taxonomy)):
            return lookup.find(words, filters._replace(topic=label), limit)
    return hits, total


def label_of(name: str, topics: Path | None) -> str | None:
    """Return the label of the topic that goes by another name, such as RAG."""
    from schemas.taxonomy import load_taxonomy, named_topic

    found = named_topic(name, load_taxonomy(topics))
    return found.label if found else None


def _shown(shown: int, total: int, what: str) -> str:
    if shown == total:
        return counted(total, what)
    return f"the first {shown} of {counted(total, what)}; more with `--limit N`"


def list_names(
    kind: Annotated[
        str, typer.Argument(metavar="topics|datasets|methods|models", help="What to list.", show_default=False)
    ],
    unmapped: Annotated[
        bool, typer.Option("--unmapped", help="Terms that no topic of the taxonomy answers to.")
    ] = False,
    limit: Limit = 50,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List topics, datasets, methods or models with their numbers of papers.

    Example: digest list datasets
    """
    if kind not in KINDS:
        raise UsageError(f"`digest list` takes {', '.join(KINDS)}, not `{kind}`")
    if unmapped and kind != "topics":
        raise UsageError("`--unmapped` goes with `digest list topics`")
    tag = "term" if unmapped else KINDS[kind]
    with Lookup(library_path(home, verbose=verbose)) as lookup:
        tallies, total = lookup.tally(tag, limit)
    if json:
        out_json({"total": total, kind: [tally._asdict() for tally in tallies]})
        return
    for tally in tallies:
        out(f"{tally.papers:>6}  {tally.label}")
    if not quiet:
        tell(_shown(len(tallies), total, tag))


def show(
    paper: PaperWords,
    trace: Annotated[
        bool, typer.Option("--trace", help="Print what a model was asked about it and every reply, word for word.")
    ] = False,
    home: Home = None,
    json: Json = False,
    quiet: Quiet = False,  # noqa: ARG001  # every command takes it; this one tells nothing but its result
    verbose: Verbose = False,
) -> None:
    """Show all that is known of a paper: its sentences, what is told of them, what was dropped and why.

    Example: digest show arxiv:2406.11431
    """
    if trace:
        from agent.cli.tracing import show_trace as show_one
    else:
        from agent.cli.showing import show_paper as show_one

    known = settings(home, verbose=verbose)
    with Lookup(known.home / LIBRARY) as lookup:
        name = lookup.resolve(" ".join(paper))
    show_one(name, known.home, known.model, json=json)
