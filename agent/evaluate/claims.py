"""Edited claims ─▶ figures: of unsupported ones how many the checks catch, by edit; of supported ones how many stay."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from agent.evaluate.annotations import EditedClaim
from agent.evaluate.figures import Figure, Tally, figure_of, share
from agent.extract.check import check_statement
from agent.extract.sentences import NumberedText
from schemas.extraction import Finding


class Judged(NamedTuple):
    """An edited claim and what the checks say of it."""

    claim: EditedClaim
    text: NumberedText
    findings: tuple[Finding, ...]

    @property
    def right(self) -> bool:
        """An unsupported claim was caught, or a supported one kept."""
        return bool(self.findings) == (self.claim.label == "unsupported")

    @property
    def group(self) -> tuple[str, str]:
        """Label and kind of edit."""
        return self.claim.label, self.claim.edit


def judge(claims: Iterable[tuple[EditedClaim, NumberedText]]) -> list[Judged]:
    """Compare each claim with the sentences it cites."""
    return [
        Judged(claim, text, check_statement(claim.claim, [place + 1 for place in claim.cited], text))
        for claim, text in claims
    ]


def measure_claims(judged: Iterable[Judged]) -> dict[str, Figure]:
    """Return the share of right judgements by label and edit, and over each label; papers are drawn as wholes."""
    ordered = sorted(judged, key=lambda one: (one.group, one.claim.paper))
    table: dict[str, Figure] = {}
    for label, word in (("supported", "kept"), ("unsupported", "caught")):
        some = [one for one in ordered if one.claim.label == label]
        for edit, group in groupby(some, key=lambda one: one.claim.edit):
            table[f"{edit}: {word}"] = _figure(list(group))
        if some:
            table[f"all {label}: {word}"] = _figure(some)
    return table


def _figure(judged: list[Judged]) -> Figure:
    papers: dict[str, Tally] = {}
    for one in judged:
        papers[one.claim.paper] = papers.get(one.claim.paper, Tally()).plus(Tally(one.right, 1))
    return figure_of(list(papers.values()), share)
