"""What the way of a model's answer loses: `python -m bench.oracle [--errors]`.

Two fakes answer about the real pages through a whole build. `oracle` says what the annotations say: the table counts,
field by field, how much of it is told in the end (the goal is .97); `--errors` prints what is not, and why. `echo` says
what the embedded engine says: counted are the papers of which the same is told as without a model.
Needs the folder of pages and annotations: `../shared` or `DIGEST_SHARED`.
"""

import argparse
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from agent.extract.extractive.engine import ExtractiveEngine
from agent.extract.model.agent import ModelEngine
from agent.extract.model.session import Session
from agent.extract.model.wire import WireAnswer
from agent.extract.sentences import NumberedText
from agent.extract.topics import map_terms
from agent.keeping import Watch
from agent.model_settings import ModelSettings
from agent.pipeline import BuildRequest, Built, build
from cache.answers import Answers
from cache.home import Home
from cache.library import Library
from schemas.answer import Answer
from schemas.exchange import KeptAnswer
from schemas.extraction import Extraction
from schemas.paper import Paper
from schemas.taxonomy import Taxonomy, load_taxonomy
from tests.servers import FakeServer, read_papers, read_rows
from tests.servers.library import Library as Known

NOW, TODAY = "2027-02-02T07:00:00Z", date(2027, 2, 2)
MOST_BYTES = 2**26
GOAL = 0.97
CONCURRENCY = 16


class Told(NamedTuple):
    """What became of one answer."""

    paper: Paper
    extraction: Extraction
    kept: KeptAnswer | None
    """None: the embedded engine answered."""

    @property
    def said(self) -> Answer:
        """The first answer, as it was said."""
        content = self.kept.exchanges[0].reply.content if self.kept else ""
        return WireAnswer.model_validate_json(content).answer()


class Item(NamedTuple):
    """One thing that was said."""

    field: str
    text: str
    survives: bool


def told_by(model: str | None, shared: Path, folder: Path, taxonomy: Taxonomy) -> tuple[Built, list[Told]]:
    """Build the real pages with a fake model, or with the embedded engine, into a home of its own."""
    pages = sorted((shared / "seeds").glob("*.txt"))
    request = BuildRequest(pages, NOW, TODAY, None, MOST_BYTES, True, None)
    home = Home(folder / (model or "embedded"))
    if model is None:
        return _told(build(request, home, ExtractiveEngine(taxonomy), taxonomy, Watch()), home, None)
    papers, gold = read_papers(shared / "truth/papers.jsonl"), read_rows(shared / "gold/dev.jsonl")
    home.make()
    with FakeServer(papers=papers, gold=gold) as server, Answers(home.answers) as answers:
        settings = ModelSettings(model, server.base_url, concurrency=CONCURRENCY)
        engine = ModelEngine(Session(settings, home.folder, lambda: NOW), taxonomy, answers, lambda: NOW)
        return _told(build(request, home, engine, taxonomy, Watch()), home, answers)


def _told(built: Built, home: Home, answers: Answers | None) -> tuple[Built, list[Told]]:
    found = []
    with Library(home.library, read_only=True) as library:
        for name in sorted(result.paper for result in built.results):
            outcome = library.record(name).outcome
            if outcome is not None and outcome.kind == "extracted":
                key = outcome.extraction.provenance.answer
                kept = answers.get(key) if answers and key else None
                found.append(Told(library.record(name).paper, outcome.extraction, kept))
    return built, found


def items(told: Told, taxonomy: Taxonomy) -> Iterator[Item]:
    """Yield each thing that the answer says, and whether it is told in the end; what says the same again is."""
    said, made = told.said, told.extraction
    spans = told.kept.spans if told.kept else ()
    text = NumberedText(told.paper.title, told.paper.abstract, spans)
    yield Item("contribution", said.contribution, said.contribution == made.contribution)
    if said.task:
        yield Item("task", said.task, made.task == said.task)
    names = {one.name.casefold() for one in made.method_names}
    yield from (Item("method names", name, name.casefold() in names) for name in said.method.names)
    if said.method.summary:
        yield Item("method", said.method.summary, made.method is not None)
    claims = {claim.text: claim for claim in made.claims}
    for claim in said.claims:
        same = claims.get(" ".join(claim.text.split()))
        yield Item("claims", claim.text, same is not None)
        if same is not None:
            yield Item("… their kind", f"{claim.kind}: {claim.text}", same.kind == claim.kind)
            yield Item("… their sentences", f"{claim.sentences}: {claim.text}", same.sentences == claim.sentences)
            yield Item("… whether key", claim.text, same.key == claim.key)
    roles = {dataset.name: dataset.role for dataset in made.datasets}
    for dataset in said.datasets:
        yield Item("datasets", dataset.name, dataset.name in roles)
        if dataset.name in roles:
            yield Item("… their role", f"{dataset.role}: {dataset.name}", roles[dataset.name] == dataset.role)
    models = {one.name.casefold() for one in made.models}
    yield from (Item("models", name, name.casefold() in models) for name in said.models)
    shown = {tag.node for tag in made.topics} | {term.name for term in made.terms}
    for topic in said.topics:
        tags, terms = map_terms((topic,), text, taxonomy)
        means = {tag.node for tag in tags} | {term.name for term in terms}
        yield Item("topics", topic, bool(means & shown))
    if said.tldr:
        yield Item("tldr", said.tldr.text, made.tldr is not None and made.tldr.text == said.tldr.text)


def print_oracle(shared: Path, folder: Path, taxonomy: Taxonomy, *, errors: bool) -> None:
    """Print what of the annotations is told in the end."""
    built, told = told_by("oracle", shared, folder, taxonomy)
    known = Known(read_papers(shared / "truth/papers.jsonl"), read_rows(shared / "gold/dev.jsonl"))
    told = [one for one in told if known.annotated(one.paper.title) is not None]
    given, kept = Counter[str](), Counter[str]()
    lost: dict[str, list[str]] = defaultdict(list)
    for one in told:
        for item in items(one, taxonomy):
            given[item.field] += 1
            kept[item.field] += item.survives
            if not item.survives:
                lost[item.field].append(f"{one.paper.title[:60]}: {item.text}")
    complete = sum(one.extraction.status == "complete" for one in told)
    repaired = sum(len(one.kept.exchanges) > 1 for one in told if one.kept)
    print(f"oracle: {len(told)} annotated papers of {built.report.papers}; {complete} of them without any loss,")
    print(f"{repaired} asked about twice; share of what the annotations say that is told (goal: at least {GOAL:g})")
    for field, count in given.items():
        share = kept[field] / count
        print(f"  {field:18} {share:.3f} ({kept[field]}/{count}){'' if share >= GOAL else '  below the goal'}")
    if errors:
        print_errors(told, lost)


def print_errors(told: list[Told], lost: dict[str, list[str]]) -> None:
    """Print what was dropped, by field and rule, and what changed without being dropped."""
    by_rule: dict[str, list[str]] = defaultdict(list)
    for one in told:
        for drop in one.extraction.dropped:
            rules = "+".join(dict.fromkeys(finding.rule for finding in drop.findings))
            why = "; ".join(finding.message for finding in drop.findings)
            by_rule[f"{drop.field}, {rules}"].append(f"{one.paper.title[:60]}: {drop.text} — {why}")
    for reason, drops in sorted(by_rule.items(), key=lambda item: -len(item[1])):
        print(f"\ndropped: {reason} ({len(drops)})")
        print("\n".join(f"  {drop}" for drop in drops))
    for field, changes in lost.items():
        print(f"\nnot told as said: {field} ({len(changes)})")
        print("\n".join(f"  {change}" for change in changes))


def print_echo(shared: Path, folder: Path, taxonomy: Taxonomy, *, errors: bool) -> None:
    """Print of how many papers the embedded engine tells the same through a server as without one."""
    alone = {one.paper.id: one.extraction for one in told_by(None, shared, folder, taxonomy)[1]}
    through = {one.paper.id: one for one in told_by("echo", shared, folder, taxonomy)[1]}
    differing, same = Counter[str](), 0
    for name, wanted in alone.items():
        made = through[name].extraction if name in through else None
        if made is None:
            differing["no extraction"] += 1
            continue
        pairs = {field: (value, getattr(made, field)) for field, value in wanted if field != "provenance"}
        other = {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
        same += not other
        differing.update(list(other))
        if errors:
            for field, (value, instead) in other.items():
                print(f"  {through[name].paper.title[:60]}: {field}\n    alone   {value}\n    through {instead}")
    repaired = sum(len(one.kept.exchanges) > 1 for one in through.values() if one.kept)
    print(f"echo: the same is told of {same} of {len(alone)} papers as without a model; {repaired} asked about twice")
    for field, count in differing.most_common():
        print(f"  {field} differs in {count}")


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser(prog="python -m bench.oracle", description="what the way of an answer loses")
    parser.add_argument("--errors", action="store_true", help="print what is lost, and why")
    given = parser.parse_args()
    shared = Path(os.environ.get("DIGEST_SHARED") or "../shared")
    if not (shared / "gold/dev.jsonl").is_file():
        raise SystemExit(f"bench/oracle.py needs {shared}/gold: set DIGEST_SHARED to the folder that holds it")
    taxonomy = load_taxonomy()
    with tempfile.TemporaryDirectory() as folder:
        print_oracle(shared, Path(folder), taxonomy, errors=given.errors)
        print_echo(shared, Path(folder), taxonomy, errors=given.errors)


if __name__ == "__main__":
    main()
