"""Builds of a small invented page that ask a fake server: what the end-to-end tests of models share.

Only the half second before a failed request is sent again is cut to ten milliseconds, since no option tells it.
"""

from collections.abc import Iterable
from contextlib import chdir
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from agent.cli import app
from agent.extract.model.rungs import Dialect, Rung, form
from agent.extract.model.session import Session
from agent.extract.model.wire import WireAnswer
from cache.answers import Answers
from cache.home import Home
from cache.library import Library
from schemas.exchange import KeptAnswer
from schemas.record import Record
from schemas.report import Report
from tests.servers import FakeServer, Recorded

Paper = tuple[str, str]  # title and abstract
PAPERS: tuple[Paper, ...] = (
    (
        "Mossgate: Knowing When to Stop Retrieving",
        "Retrieval often fetches more passages than a question needs. We propose Mossgate, a stopping rule that "
        "watches the answer of the model. On FenQA it needs 52% fewer calls than a fixed budget of ten passages.",
    ),
    (
        "Fenlight: Distilling Small Readers",
        "Knowledge distillation makes small readers cheap to run. We introduce Fenlight, which distils a reader from "
        "rankings of passages. It improves accuracy by 3.1 points over the strongest baseline on ReedBench.",
    ),
    (
        "Sluicebank: Caching Parsers for Ledger Books",
        "Ledger books of drainage boards are written in many hands. We present Sluicebank, which keeps the parses of "
        "rows that it has met before. It is 4.5 times faster than Harrow on LedgerSet.",
    ),
    (
        "Oxbow: Noise Schedules That Follow the River",
        "Diffusion models spend most steps where little changes. We propose Oxbow, a schedule that follows the "
        "curvature of the path. Oxbow reaches the same quality in 18 steps instead of 50.",
    ),
)
"""Newest first; what `good` says of them passes every check."""
MANY: tuple[Paper, ...] = tuple(
    (f"Reader {n} of the Marsh", f"Marsh reader {n} is slow. We propose Fen{n}, a reader that skips. It gains {n}.5%.")
    for n in range(11, 71)
)
OLD_DIGEST = '---\ngenerator: "research-digest"\n---\nThe digest of last week.\n'
_UNSET = dict.fromkeys(("DIGEST_MODEL", "DIGEST_BASE_URL", "DIGEST_API_KEY", "OPENAI_API_KEY"))


class Ran(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    told: str  # on standard error

    @property
    def report(self) -> Report:
        """The figures of a build; reading them checks that they add up."""
        return Report.model_validate_json(self.out)


class Desk:
    """A folder with a page and a home, in which commands are run."""

    def __init__(self, folder: Path, papers: Iterable[Paper] = PAPERS) -> None:
        self.folder, self.home, self.digest = folder, Home(folder / "home"), folder / "digest.md"
        self.page(papers)

    def page(self, papers: Iterable[Paper]) -> None:
        """Write the page as people type them, from 24 May 2026 a day back for each paper, in one week."""
        line = "{}\nAda Quillfeather\n{} May 2026\n\n{}\n"
        parts = [line.format(title, 24 - place % 7, text) for place, (title, text) in enumerate(papers)]
        (self.folder / "page.txt").write_text("\n".join(parts), encoding="utf-8")

    def run(self, *words: str, code: int | None = 0, **environment: str) -> Ran:
        """Run a command in the folder; None: whatever it ends with."""
        _load()
        with chdir(self.folder), pytest.MonkeyPatch.context() as patch:
            patch.setitem(Session.__init__.__kwdefaults__ or {}, "pause_s", 0.01)
            done = CliRunner().invoke(app, words, env={**_UNSET, "DIGEST_HOME": str(self.home.folder), **environment})
        assert code in (None, done.exit_code), f"{done.exit_code} {done.output} {done.exception!r}"
        return Ran(done.exit_code, done.stdout, done.stderr)

    def build(self, server: FakeServer | str, model: str, *more: str, code: int | None = 0, **environment: str) -> Ran:
        """Build the page with a model, one paper at a time unless an option says otherwise."""
        address = server if isinstance(server, str) else server.base_url
        asked = ("--model", model, "--base-url", address, "--concurrency", "1", "--timeout", "60")
        return self.run("build", "page.txt", "--json", *asked, *more, code=code, **environment)

    def records(self, engine: str | None = None) -> dict[str, Record]:
        """Return what the library knows, by title; `engine`: whose words are shown if there are any."""
        with Library(self.home.library, read_only=True) as library:
            return {one.paper.title: one for one in (library.record(key, engine) for key in library.all_papers())}

    def kept(self) -> list[KeptAnswer]:
        """Return the replies that are kept, those of which no extraction came too."""
        with Answers(self.home.answers) as answers:
            return [kept for key in list(answers.keys()) if (kept := answers.get(key))]


def titles(requests: Iterable[Recorded]) -> list[str]:
    """Return the titles of the papers that requests ask about."""
    return [one.chat.title for one in requests if one.chat is not None and one.chat.is_extraction]


@cache
def _load() -> None:  # what the first request would load, so that no short deadline is spent on it
    import agent.extract.model.negotiate  # noqa: F401

    form(WireAnswer, "Answer", Dialect(rung=Rung.JSON_SCHEMA, enforced=True))
