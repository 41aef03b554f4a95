"""The embedded engine: abstract -> `Answer` in the authors' own words -> `Extraction`; no server, no download."""

import gc
from functools import cache

from agent.extract.addressed import find_addressed
from agent.extract.categorize import guess_categories
from agent.extract.derive import derive
from agent.extract.extractive.claims import choose_claims, state_claims
from agent.extract.extractive.contribution import name_contribution
from agent.extract.extractive.datasets import find_datasets
from agent.extract.extractive.models import find_models
from agent.extract.extractive.own_names import find_names
from agent.extract.extractive.shorten import shorten, shorten_or_quote
from agent.extract.extractive.task import name_task
from agent.extract.extractive.tldr import MOST_TLDR_WORDS, share_out
from agent.extract.roles import label_roles, say_how_it_works
from agent.extract.sentences import NumberedText, number_sentences
from agent.extract.topics import find_topics
from schemas.answer import Answer, MethodAnswer, TldrAnswer
from schemas.extraction import Provenance, Role
from schemas.outcome import Extracted, Outcome, Skipped
from schemas.paper import Paper
from schemas.report import Spent
from schemas.taxonomy import Taxonomy

VERSION = "10"
"""Raised with every change of rules or lexicons that can change an answer."""
MOST_TOPICS = 6
_GARBAGE = 20_000
"""New objects after which garbage is looked for: a paper leaves thousands and no circles of them, and looking after
every 700, as Python has it, is a twentieth of reading."""
LONGEST_TOPIC = 100
"""Characters: what is longer is no term."""


class ExtractiveEngine:
    """Choose and shorten the authors' own sentences; the same text always gives the same answer."""

    name = "extractive"
    asks = False
    workers = 1
    spent = Spent()
    asked_with: tuple[str | None, str | None] = (None, None)

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        gc.set_threshold(_GARBAGE)

    @property
    def version(self) -> str:
        """Version of rules and taxonomy: results with another version are recomputed."""
        return f"{VERSION}+{self._taxonomy.version}"

    async def extract(self, paper: Paper, *, anew: bool = False) -> Outcome:  # noqa: ARG002  # nothing is paid for
        """Read one paper: `Skipped` without an abstract, else `Extracted`."""
        return self.kept(paper)

    def remade(self, paper: Paper, former: Outcome) -> Outcome:  # noqa: ARG002  # reading again costs nothing
        """Read one paper again."""
        return self.kept(paper)

    async def server(self) -> None:
        """Return None: there is no server."""

    async def context_tokens(self) -> None:
        """Return None: there is no server."""

    async def close(self) -> None:
        """Do nothing: nothing was opened."""

    def about_tokens(self, paper: Paper, *, anew: bool = False) -> int:  # noqa: ARG002  # nothing is asked
        """Return 0."""
        return 0

    def kept(self, paper: Paper) -> Outcome:
        """Read one paper: nothing has to be asked for that."""
        if not paper.abstract.strip():
            return Skipped()
        text = number_sentences(paper.title, paper.abstract)
        roles, answer = self.answer(text)
        provenance = Provenance(engine="extractive", engine_version=self.version)
        told = derive(text, roles, answer, self._taxonomy, provenance, silent=find_addressed(text.sentences))
        guess = guess_categories(text.title, text.abstract, told.topics)
        _settle()
        return Extracted(extraction=told.model_copy(update=guess._asdict()))

    def answer(self, text: NumberedText) -> tuple[tuple[Role, ...], Answer]:
        """Return the role of every sentence and what the rules say about the abstract."""
        roles = label_roles(text)
        contribution = name_contribution(text, roles)
        names = find_names(text, roles)
        roles = say_how_it_works(text, roles, names)
        ranked = choose_claims(text, roles)
        share = share_out(text, roles, names)
        datasets = find_datasets(text, roles, names)
        found = find_topics(_without_others(text, roles), self._taxonomy, without=_coined(names))
        topics = tuple(topic for topic in found if len(topic) <= LONGEST_TOPIC)[:MOST_TOPICS]
        answer = Answer(
            contribution=contribution,
            task=name_task(text, roles, topics),
            method=MethodAnswer(
                names=names,
                summary=shorten(text, share.method) if share.method else None,
                sentences=(share.method,) if share.method else (),
            ),
            claims=state_claims(text, ranked, frozenset(share), names),
            datasets=datasets,
            models=find_models(text, roles, names, [dataset.name for dataset in datasets]),
            topics=topics,
            tldr=TldrAnswer(text=shorten_or_quote(text, share.tldr, MOST_TLDR_WORDS), sentences=(share.tldr,))
            if share.tldr
            else None,
        )
        return roles, answer


def read_roles(text: NumberedText) -> tuple[Role, ...]:
    """Return the role of every sentence, as an answer of the embedded engine has them."""
    roles = label_roles(text)
    return say_how_it_works(text, roles, find_names(text, roles))


@cache
def _settle() -> None:
    gc.freeze()  # what is loaded by now stays to the end: looking through it for garbage is a tenth of reading


def _coined(names: tuple[str, ...]) -> tuple[str, ...]:
    # A name of several plain words, such as "staggered pruning", may well say what the paper is about.
    return tuple(name for name in names if " " not in name or name.istitle())


def _without_others(text: NumberedText, roles: tuple[Role, ...]) -> NumberedText:
    # Addresses, adverts and instructions to a reader are not what a paper is about.
    kept = tuple(span for span, role in zip(text.spans, roles, strict=True) if role != "other")
    return NumberedText(text.title, text.abstract, kept)
