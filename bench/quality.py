"""Print the figures of the embedded engine on the annotated abstracts: one line a measure, with the counts behind it.

Needs the folder of annotations: `../shared` or `DIGEST_SHARED`. Run from the project's root: `python bench/quality.py`.
All rows of gold/ but the first use the annotated sentence boundaries, so that one error is counted once. The names of
datasets are also looked for in TDMSci (test; sentences, all labelled as results) and SciREX (title and abstract of the
documents whose id hashes to the last three tenths); no rule was chosen on either of them.
"""

import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypedDict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from agent.extract.check import check_statement
from agent.extract.extractive.datasets import find_datasets
from agent.extract.extractive.engine import ExtractiveEngine
from agent.extract.extractive.own_names import find_names
from agent.extract.extractive.roles import label_roles
from agent.extract.sentences import NumberedText, number_sentences, split_sentences
from agent.extract.topics import map_terms
from schemas.answer import Answer
from schemas.extraction import Role
from schemas.taxonomy import Taxonomy, load_taxonomy

SAID_OF_ANY = frozenset("a the data dataset datasets set sets corpus corpora test shared task benchmark".split())
FIRST_HELD_OUT = 7
"""Tenths of SciREX by hash from which documents are scored."""


class Names(TypedDict):
    """Accepted surface forms of one name."""

    names: list[str]
    required: bool
    role: str
    """Of a dataset."""


class GoldMethod(TypedDict):
    """The method's own names and the 0-based sentences that describe it."""

    names: list[str]
    optional: list[str]
    sentences: list[int]


class GoldClaim(TypedDict):
    """A 0-based sentence that carries a claim."""

    sentence: int
    kind: str
    key: bool
    required: bool


class GoldCategory(TypedDict):
    """The category that fits best, and others that fit as well."""

    primary: str
    accept: list[str]


class Gold(TypedDict):
    """The annotation of one abstract."""

    id: str
    title: str
    abstract: str
    sentences: list[tuple[int, int]]
    roles: list[str]
    contribution: list[str]
    method: GoldMethod
    claims: list[GoldClaim]
    datasets: list[Names]
    models: list[Names]
    arxiv: GoldCategory
    topics: list[Names]


class Case(NamedTuple):
    """One annotated abstract and what the engine says about it."""

    gold: Gold
    text: NumberedText
    roles: tuple[Role, ...]
    answer: Answer


class Tally(NamedTuple):
    """Right among told, and found among wanted."""

    right: int
    told: int
    found: int
    wanted: int

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.told), self.found / max(1, self.wanted)
        both = 2 * precision * recall / max(1e-9, precision + recall)
        return (
            f"P {precision:.3f} ({self.right}/{self.told})  R {recall:.3f} ({self.found}/{self.wanted})  F1 {both:.3f}"
        )


def read_lines(path: Path) -> list[dict[str, object]]:
    """Read a file of JSON lines; ends the run with a message where it is missing."""
    if not path.is_file():
        raise SystemExit(f"bench/quality.py needs {path}: set DIGEST_SHARED to the folder that holds gold/ and truth/")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def read_gold(shared: Path) -> Iterator[Gold]:
    """Yield the annotations with the abstracts that they belong to."""
    abstracts = {
        f"{str(paper['source'])[:3]}#{paper['index']}": paper for paper in read_lines(shared / "truth/papers.jsonl")
    }
    for line in read_lines(shared / "gold/dev.jsonl"):
        yield Gold(**{**line, "abstract": abstracts[str(line["id"])]["abstract"]})  # type: ignore[typeddict-item]  # the file's shape is fixed by its guidelines


def run_engine(golds: Iterable[Gold], taxonomy: Taxonomy) -> list[Case]:
    """Run the engine on each abstract with the annotated sentence boundaries."""
    engine = ExtractiveEngine(taxonomy)
    cases = []
    for gold in golds:
        text = NumberedText(gold["title"], gold["abstract"], tuple((start, end) for start, end in gold["sentences"]))
        cases.append(Case(gold, text, *engine.answer(text)))
    return cases


def share(right: int, total: int) -> str:
    """Write a share with the counts behind it."""
    return f"{right / max(1, total):.3f} ({right}/{total})"


def measure_boundaries(cases: Sequence[Case]) -> Tally:
    """Compare the splitter's spans with the annotated ones."""
    counts = Counter[str]()
    for case in cases:
        told = set(split_sentences(case.gold["abstract"]))
        wanted = {(start, end) for start, end in case.gold["sentences"]}
        counts.update(right=len(told & wanted), told=len(told), wanted=len(wanted))
    return Tally(counts["right"], counts["told"], counts["right"], counts["wanted"])


def measure_roles(cases: Sequence[Case]) -> str:
    """Count sentences whose role is the annotated one."""
    pairs = [pair for case in cases for pair in zip(case.roles, case.gold["roles"], strict=True)]
    return share(sum(told == wanted for told, wanted in pairs), len(pairs))


def measure_claims(cases: Sequence[Case]) -> Tally:
    """Compare claim sentences; those that only one reader saw neither reward nor punish."""
    counts = Counter[str]()
    for case in cases:
        told = {number - 1 for claim in case.answer.claims for number in claim.sentences}
        wanted = {claim["sentence"] for claim in case.gold["claims"] if claim["required"]}
        optional = {claim["sentence"] for claim in case.gold["claims"]} - wanted
        counts.update(right=len(told & wanted), told=len(told - optional), wanted=len(wanted))
    return Tally(counts["right"], counts["told"], counts["right"], counts["wanted"])


def measure_kinds(cases: Sequence[Case]) -> str:
    """Count rightly found claims whose kind is the annotated one."""
    right = total = 0
    for case in cases:
        kinds = {claim["sentence"]: claim["kind"] for claim in case.gold["claims"]}
        for claim in case.answer.claims:
            if (kind := kinds.get(claim.sentences[0] - 1)) is not None:
                right, total = right + (kind == claim.kind), total + 1
    return share(right, total)


def measure_method_names(cases: Sequence[Case]) -> str:
    """Count papers whose first name is an accepted form, or that rightly have none."""
    right = 0
    for case in cases:
        accepted = set(case.gold["method"]["names"]) | set(case.gold["method"]["optional"])
        names = case.answer.method.names
        right += (names[0] in accepted) if names else not case.gold["method"]["names"]
    return share(right, len(cases))


def measure_method_sentences(cases: Sequence[Case]) -> str:
    """Count first cited sentences of the method whose annotated role is method."""
    cited = [(case, case.answer.method.sentences[0] - 1) for case in cases if case.answer.method.sentences]
    return share(sum(case.gold["roles"][place] == "method" for case, place in cited), len(cited))


def measure_names(cases: Sequence[Case], field: str) -> Tally:
    """Compare named datasets or models: any accepted form counts; optional ones neither reward nor punish."""
    counts = Counter[str]()
    for case in cases:
        golds = case.gold["datasets"] if field == "datasets" else case.gold["models"]
        told = [dataset.name for dataset in case.answer.datasets] if field == "datasets" else list(case.answer.models)
        wanted = [set(gold["names"]) for gold in golds if gold["required"]]
        optional = {name for gold in golds if not gold["required"] for name in gold["names"]}
        right = [name for name in told if any(name in names for names in wanted)]
        counts.update(right=len(right), told=len([name for name in told if name not in optional]))
        counts.update(found=sum(bool(names & set(told)) for names in wanted), wanted=len(wanted))
    return Tally(counts["right"], counts["told"], counts["found"], counts["wanted"])


def measure_contribution(cases: Sequence[Case]) -> str:
    """Count papers whose contribution is an accepted one."""
    return share(sum(case.answer.contribution in case.gold["contribution"] for case in cases), len(cases))


def measure_topics(cases: Sequence[Case], taxonomy: Taxonomy) -> Tally:
    """Compare shown tags (the term, its node's label and aliases) with the accepted tags."""
    counts = Counter[str]()
    for case in cases:
        tags, terms = map_terms(case.answer.topics, case.text, taxonomy)
        forms = [
            {tag.term.casefold(), tag.path[-1].casefold(), tag.node.replace("-", " "), *_aliases(tag.node, taxonomy)}
            for tag in tags
        ]
        forms += [{term.name.casefold()} for term in terms]
        topics = [({name.casefold() for name in topic["names"]}, topic["required"]) for topic in case.gold["topics"]]
        every = set().union(*(names for names, _ in topics))
        counts.update(right=sum(bool(form & every) for form in forms), told=len(forms))
        shown = set().union(*forms) if forms else set()
        counts.update(
            found=sum(bool(names & shown) for names, required in topics if required),
            wanted=sum(required for _, required in topics),
        )
    return Tally(counts["right"], counts["told"], counts["found"], counts["wanted"])


def _aliases(node: str, taxonomy: Taxonomy) -> set[str]:
    topic = taxonomy.topic(node)
    return {alias.casefold() for alias in topic.aliases} if topic else set()


def measure_check(shared: Path, cases: Sequence[Case]) -> Iterator[tuple[str, str]]:
    """Yield, by kind of edit, the share of unsupported claims caught and of supported ones kept."""
    texts = {case.gold["id"]: case.text for case in cases}
    caught, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for line in read_lines(shared / "gold/claims_dev.jsonl"):
        text, cited = texts.get(str(line["paper"])), line["cited"]
        if text is None or not isinstance(cited, list):
            continue
        group = (str(line["label"]), str(line["edit"]))
        total[group] += 1
        caught[group] += bool(check_statement(str(line["claim"]), [number + 1 for number in cited], text))
    for group in sorted(total):
        label, edit = group
        right = caught[group] if label == "unsupported" else total[group] - caught[group]
        yield f"claim check, {edit}: {'caught' if label == 'unsupported' else 'kept'}", share(right, total[group])


def measure_words(cases: Sequence[Case]) -> str:
    """Compare the words of TL;DR, method, up to three claims and data with the words of the abstract."""
    shown = whole = 0
    for case in cases:
        answer = case.answer
        parts = [answer.tldr.text if answer.tldr else "", answer.method.summary or "", *answer.method.names[:2]]
        ranked = sorted(answer.claims, key=lambda claim: not claim.key)[:3]
        parts += [claim.text for claim in ranked if answer.tldr is None or claim.sentences != answer.tldr.sentences]
        parts += [dataset.name for dataset in answer.datasets] + list(answer.models)
        shown += sum(len(part.split()) for part in parts)
        whole += len(case.gold["abstract"].split())
    return share(shown, whole)


class Marked(NamedTuple):
    """A text, and the dataset names that are marked in it."""

    text: str
    names: frozenset[str]


def read_tdmsci(path: Path) -> Iterator[Marked]:
    """Yield the sentences of a CoNLL file: token, offset and tag a line; a blank line ends a sentence."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.count("\t") == 2]
        text, spans = "", list[tuple[int, int]]()
        for token, offset, tag in rows:
            text = text.ljust(int(offset) - int(rows[0][1])) + token
            if tag == "B-DATASET":
                spans.append((len(text) - len(token), len(text)))
            elif tag == "I-DATASET" and spans:
                spans[-1] = (spans[-1][0], len(text))
        if rows:
            yield Marked(text, frozenset(text[start:end] for start, end in spans))


def read_scirex(path: Path, *, held_out: bool = True) -> Iterator[Marked]:
    """Yield title and abstract of the held-out documents, or of the others, tokens joined as print would join them."""
    for line in read_lines(path):
        digest = hashlib.sha256(str(line["doc_id"]).encode()).hexdigest()
        words, is_held_out = line["words"], int(digest, 16) % 10 >= FIRST_HELD_OUT
        if is_held_out == held_out and isinstance(words, list):
            spans = line["ner"] if isinstance(line["ner"], list) else []
            names = frozenset(join_tokens(words[start:end]) for start, end, kind in spans if kind == "Material")
            yield Marked(join_tokens(words), names)


def join_tokens(words: Sequence[str]) -> str:
    """Join tokens as print would: nothing before punctuation, nothing around hyphens and slashes."""
    return re.sub(r" ?([-/]) ?", r"\1", re.sub(r" ([.,;:)\]%?!])|([(\[]) ", r"\1\2", " ".join(words)))


def measure_marked(marked: Iterable[Marked], *, sentences: bool, overlap: bool) -> Tally:
    """Compare dataset names text by text: the same, or (`overlap`) a word of them in common."""
    pairs = []
    for text, names in marked:
        numbered = NumberedText("", text, ((0, len(text)),)) if sentences else number_sentences("", text)
        roles: tuple[Role, ...] = ("result",) if sentences else label_roles(numbered)
        own = () if sentences else find_names(numbered, roles)
        pairs.append(({dataset.name for dataset in find_datasets(numbered, roles, own)}, names))
    return compare(pairs, overlap=overlap)


def compare(pairs: Iterable[tuple[Iterable[str], Iterable[str]]], *, overlap: bool) -> Tally:
    """Compare the names told with the names wanted, text by text."""
    counts = Counter[str]()
    for told_names, wanted_names in pairs:
        told = {words_of(name) for name in told_names}
        wanted = {words_of(name) for name in wanted_names}
        counts.update(right=sum(any(agree(one, other, overlap) for other in wanted) for one in told), told=len(told))
        counts.update(
            found=sum(any(agree(one, other, overlap) for other in told) for one in wanted), wanted=len(wanted)
        )
    return Tally(counts["right"], counts["told"], counts["found"], counts["wanted"])


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without what is said of any dataset: "the PTB corpus" is "PTB"."""
    words = re.findall(r"[a-z]+|[0-9]+", name.casefold())
    return tuple(word for word in words if word not in SAID_OF_ANY) or tuple(words)


def agree(one: Sequence[str], other: Sequence[str], overlap: bool) -> bool:
    """Say whether two names are written with the same letters and digits, or share a word."""
    return "".join(one) == "".join(other) or (overlap and bool(set(one) & set(other)))


def main() -> None:
    """Print every row that the annotations can fill."""
    shared = Path(os.environ.get("DIGEST_SHARED") or "../shared")
    taxonomy = load_taxonomy()
    cases = run_engine(read_gold(shared), taxonomy)
    sentences = sum(len(case.roles) for case in cases)
    print(f"gold/dev.jsonl: {len(cases)} abstracts, {sentences} sentences; engine {ExtractiveEngine(taxonomy).version}")
    rows: list[tuple[str, object]] = [
        ("sentence boundaries", measure_boundaries(cases)),
        ("sentence roles", measure_roles(cases)),
        ("contribution", measure_contribution(cases)),
        ("claim sentences", measure_claims(cases)),
        ("kinds of claims", measure_kinds(cases)),
        ("method's own name", measure_method_names(cases)),
        ("method sentence", measure_method_sentences(cases)),
        ("datasets", measure_names(cases, "datasets")),
        ("models", measure_names(cases, "models")),
        ("topics (accepted, required)", measure_topics(cases, taxonomy)),
        ("words of entries ÷ abstracts", measure_words(cases)),
        *measure_check(shared, cases),
    ]
    for name, marked, sentences in (
        ("TDMSci test", tuple(read_tdmsci(shared / "bench/tdmsci/test_500_v2.conll")), True),
        ("SciREX held out", tuple(read_scirex(shared / "bench/scirex_abs/abstracts_train306.jsonl")), False),
    ):
        rows += [
            (f"datasets, {name}: same", measure_marked(marked, sentences=sentences, overlap=False)),
            (f"datasets, {name}: overlap", measure_marked(marked, sentences=sentences, overlap=True)),
        ]
    for label, figure in rows:
        print(f"{label:38} {figure}")


if __name__ == "__main__":
    main()
