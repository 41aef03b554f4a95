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

from agent.evaluate.annotations import read_annotations, read_edited_claims
from agent.evaluate.cases import Case as TableCase
from agent.evaluate.claims import judge, measure_claims
from agent.evaluate.report import claim_lines, table_lines
from agent.evaluate.table import measure_all
from agent.extract.extractive.datasets import find_datasets
from agent.extract.extractive.engine import ExtractiveEngine
from agent.extract.extractive.own_names import find_names
from agent.extract.roles import label_roles
from agent.extract.sentences import NumberedText, number_sentences
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
    """Print what `digest eval` says of the annotations, and the rows of other sets."""
    shared = Path(os.environ.get("DIGEST_SHARED") or "../shared")
    taxonomy = load_taxonomy()
    engine = ExtractiveEngine(taxonomy)
    gold, papers = shared / "gold/dev.jsonl", shared / "truth/papers.jsonl"
    samples = read_annotations(gold, [papers])
    told = [TableCase(sample, engine.kept(sample.paper), taxonomy) for sample in samples]
    print(f"gold/dev.jsonl: {len(told)} abstracts; engine {engine.version}")
    print("\n".join(table_lines(measure_all({"extractive": told}), ["extractive"])))
    claims = read_edited_claims(shared / "gold/claims_dev.jsonl", [papers, gold])
    print("\n".join(claim_lines(measure_claims(judge(claims)))))
    print(f"{'words of entries ÷ abstracts':38} {measure_words(run_engine(read_gold(shared), taxonomy))}")
    for name, marked, sentences in (
        ("TDMSci test", tuple(read_tdmsci(shared / "bench/tdmsci/test_500_v2.conll")), True),
        ("SciREX held out", tuple(read_scirex(shared / "bench/scirex_abs/abstracts_train306.jsonl")), False),
    ):
        for label, overlap in (("same", False), ("overlap", True)):
            figure = measure_marked(marked, sentences=sentences, overlap=overlap)
            print(f"{f'datasets, {name}: {label}':38} {figure}")


if __name__ == "__main__":
    main()
