"""Print what the check of statements catches and keeps, by kind, on claims that are annotated or edited by rule.

Needs `../shared` or `DIGEST_SHARED`. The annotated claims are told in two halves: of the abstracts whose id hashes to
an even number the errors were looked at while the first rules were written, those of the others when they were changed.
Claims about invented papers stand in `tests/fixtures/claims`, in the parts in which they were written. The edits
are made by `bench/edits.py` with a fixed seed, in paraphrases of annotated claims and in sentences of arXiv's records
and CSABSTRUCT. True statements are sentences, the same without their adverbs, annotators' paraphrases, and SciTLDR's
summaries with the sentence that holds most of their words. Run from the project's root: `python -m bench.claims`.
"""

import gzip
import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from agent.evaluate.annotations import read_edited_claims
from agent.evaluate.claims import judge, measure_claims
from agent.extract.check import check_statement
from agent.extract.checking.case import view_of
from agent.extract.sentences import NumberedText, number_sentences
from agent.extract.words import FUNCTION_WORDS, parts, stem
from bench.edits import EDITS, Source, edited
from bench.quality import Gold, read_gold, read_lines, share

SEED = 1
INVENTED = Path(__file__).parents[1] / "tests" / "fixtures" / "claims"
ARXIV_SENTENCES, CSABSTRUCT_SENTENCES, SUMMARIES = 8000, 3000, 1000
FOREIGN = 137  # sentences further on stands the one that is told of another paper
NO_ADVERBS = frozenset(
    """family supply assembly multiply anomaly monopoly rarely necessarily unlikely likely barely hardly scarcely nearly
    mostly merely simply uniformly""".split()
)  # and such as turn or bound what is said
LEAST_COVERED = 0.6  # share of a summary's content words that one sentence must hold


class Cited(NamedTuple):
    """A true statement and the 1-based number of the sentence that carries it."""

    statement: str
    number: int
    text: NumberedText


def is_open(paper: str) -> bool:
    """Say whether the errors of a paper's claims were looked at while the first rules were written."""
    return int(hashlib.sha256(paper.encode()).hexdigest(), 16) % 2 == 0


def measure_annotated(shared: Path) -> Iterator[tuple[str, str]]:
    """Yield shares by kind of edit, for the half that was looked at and the other."""
    golds = list(read_gold(shared))
    texts = {
        gold["id"]: NumberedText(
            gold["title"], gold["abstract"], tuple((start, end) for start, end in gold["sentences"])
        )
        for gold in golds
    }
    right, total = Counter[tuple[str, str, bool]](), Counter[tuple[str, str, bool]]()
    for line in read_lines(shared / "gold/claims_dev.jsonl"):
        paper, cited = str(line["paper"]), line["cited"]
        if not isinstance(cited, list):
            continue
        group = (str(line["label"]), str(line["edit"]), is_open(paper))
        dropped = bool(check_statement(str(line["claim"]), [number + 1 for number in cited], texts[paper]))
        total[group] += 1
        right[group] += dropped == (line["label"] == "unsupported")
    for label, edit in sorted({group[:2] for group in total}):
        name = f"{edit}: {'kept' if label == 'supported' else 'caught'}"
        halves = (share(right[label, edit, half], total[label, edit, half]) for half in (True, False))
        yield name, "   ".join(halves)


def measure_invented() -> Iterator[tuple[str, str]]:
    """Yield shares by kind of edit for the invented claims, of the parts in which they were written."""
    tables = [
        measure_claims(judge(read_edited_claims(INVENTED / f"{part}.jsonl", [INVENTED / "papers.jsonl"])))
        for part in ("first", "second", "third")
    ]
    for kind in tables[0]:
        counts = (table[kind].counts if kind in table else None for table in tables)
        yield kind, "   ".join(share(int(one.right), int(one.told)) if one else "-".ljust(13) for one in counts)


def measure_edits(sources: Sequence[Cited]) -> Iterator[tuple[str, str]]:
    """Yield the share of edited statements caught, by kind."""
    given: dict[Source, Cited] = {}
    for place, cited in enumerate(sources):
        foreign = sources[(place + FOREIGN) % len(sources)].statement
        given[Source(cited.statement, cited.text.abstract, foreign)] = cited
    caught, total = Counter[str](), Counter[str]()
    for kind, source, false in edited(tuple(given), SEED):
        cited = given[source]
        total[kind] += 1
        caught[kind] += bool(check_statement(false, (cited.number,), cited.text))
    for kind in EDITS:
        if total[kind]:
            yield f"{kind}: caught", share(caught[kind], total[kind])


def measure_kept(sources: Iterable[Cited]) -> tuple[str, str]:
    """Return the share of true statements kept, and which rules dropped the others."""
    total, dropped = 0, list[set[str]]()
    for cited in sources:
        total += 1
        if findings := check_statement(cited.statement, (cited.number,), cited.text):
            dropped.append({finding.rule for finding in findings})
    rules = Counter(rule for rules in dropped for rule in rules)
    return share(total - len(dropped), total), " ".join(f"{rule} {count}" for rule, count in rules.most_common())


def paraphrases(shared: Path) -> Iterator[Cited]:
    """Yield the annotators' paraphrases of claims."""
    for line, gold in zip(read_lines(shared / "gold/dev.jsonl"), read_gold(shared), strict=True):
        text = _gold_text(gold)
        claims = line["claims"]
        for claim in claims if isinstance(claims, list) else ():
            yield Cited(claim["gist"], claim["sentence"] + 1, text)


def arxiv(shared: Path) -> Iterator[Cited]:
    """Yield the sentences of arXiv's records."""
    with gzip.open(shared / "bench/arxiv/metadata_2013_2017.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield from _own_sentences(number_sentences(record["title"], record["abstract"]))


def csabstruct(shared: Path) -> Iterator[Cited]:
    """Yield the sentences of CSABSTRUCT's training abstracts."""
    for line in read_lines(shared / "bench/csabstruct/train.jsonl"):
        yield from _own_sentences(_joined(line["sentences"]))


def summaries(shared: Path) -> Iterator[Cited]:
    """Yield SciTLDR's summaries with the one sentence that holds most of their content words, if it holds most."""
    for line in read_lines(shared / "bench/scitldr/SciTLDR-A_train.jsonl"):
        text, targets = _joined(line["source"]), line["target"]
        held = [_content(sentence) for sentence in text.sentences]
        for summary in targets if isinstance(targets, list) else ():
            wanted = _content(summary)
            covered = [len(wanted & stems) for stems in held]
            if max(covered, default=0) >= LEAST_COVERED * max(1, len(wanted)):
                yield Cited(summary, covered.index(max(covered)) + 1, text)


def without_adverbs(sources: Iterable[Cited]) -> Iterator[Cited]:
    """Yield the sentences that have adverbs in -ly, without them: not the sentences themselves, yet carried by them."""
    for cited in sources:
        words = cited.statement.split()
        kept = [word for word in words if not (word.endswith("ly") and len(word) > 5) or word in NO_ADVERBS]
        if len(kept) < len(words):
            yield cited._replace(statement=" ".join(kept))


def measure_speed(sources: Sequence[Cited]) -> Iterator[tuple[str, str]]:
    """Time the check on statements that are new, and the reading of an abstract, which is done once."""
    reading = checking = 0.0
    texts = set[NumberedText]()
    for cited in sources:
        started = time.process_time()
        view_of(cited.text)
        read = time.process_time()
        check_statement(cited.statement, (cited.number,), cited.text)
        reading, checking = reading + read - started, checking + time.process_time() - read
        texts.add(cited.text)
    for name, count, seconds in (
        ("statements checked", len(sources), checking),
        ("abstracts read", len(texts), reading),
    ):
        yield name, f"{count / seconds:,.0f} a second ({1000 * seconds / count:.2f} ms each)"


def _gold_text(gold: Gold) -> NumberedText:
    return NumberedText(gold["title"], gold["abstract"], tuple((start, end) for start, end in gold["sentences"]))


def _joined(sentences: object) -> NumberedText:
    abstract, spans = "", list[tuple[int, int]]()
    for sentence in sentences if isinstance(sentences, list) else ():
        start = len(abstract) + bool(abstract)
        abstract = f"{abstract} {sentence.strip()}".strip()
        spans.append((start, len(abstract)))
    return NumberedText("", abstract, tuple(spans))


def _own_sentences(text: NumberedText) -> Iterator[Cited]:
    for number, sentence in enumerate(text.sentences, start=1):
        yield Cited(sentence, number, text)


def _content(text: str) -> set[str]:
    return {stem(part) for part in parts(text) if part.lower() not in FUNCTION_WORDS}


def main() -> None:
    """Print every row."""
    shared = Path(os.environ.get("DIGEST_SHARED") or "../shared")
    print("gold/claims_dev.jsonl                      looked at first   looked at later")
    rows: list[tuple[str, object]] = list(measure_annotated(shared))
    rows += [
        ("", ""),
        ("invented claims                        first part", "        second part     third part"),
        *measure_invented(),
    ]
    gists = tuple(paraphrases(shared))
    sentences = (*islice(arxiv(shared), ARXIV_SENTENCES), *islice(csabstruct(shared), CSABSTRUCT_SENTENCES))
    short = tuple(without_adverbs(sentences))
    rows += [("", ""), ("annotators' paraphrases", len(gists)), *measure_edits(gists)]
    rows += [("", ""), ("sentences of arXiv and CSABSTRUCT", len(sentences)), *measure_edits(sentences), ("", "")]
    for name, sources in (
        ("annotators' paraphrases: kept", gists),
        ("whole sentences: kept", sentences),
        ("sentences without adverbs: kept", short),
        ("SciTLDR summaries: kept", islice(summaries(shared), SUMMARIES)),
    ):
        rows.append((name, "   dropped by: ".join(filter(None, measure_kept(sources)))))
    rows += [("", ""), *measure_speed(short)]
    for label, figure in rows:
        print(f"{label:38} {figure}".rstrip())


if __name__ == "__main__":
    main()
