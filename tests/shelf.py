"""An engine that does what a test says, and a library with papers of three days: what the tests of asking share."""

from collections.abc import Awaitable, Callable, Sequence

from agent.absorb import absorb, note_page
from agent.asking import Found, Wish, find_wanted
from cache.library import Kept, Library
from schemas.outcome import Outcome, Skipped
from schemas.paper import Paper
from schemas.report import Spent
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, entry, words

HERE, THERE = "http://127.0.0.1:8080/v1 (llama-server b1)", "http://127.0.0.1:8080/v1 (llama-server b2)"
PROMPT, FORM = "prompt 1", "form 1"
ALL = Wish()
DAYS = {"old": "2026-05-11", "mid": "2026-05-13", "new": "2026-05-15", "odd": None}


class Reader:
    """An engine that does with each paper what the test says."""

    name = "fen:4b"
    version = "1"
    spent = Spent(0, None)

    def __init__(self, read: Callable[[str], Awaitable[Outcome]], workers: int = 2, *, asks: bool = True) -> None:
        self.workers = workers
        self.asks = asks
        self.asked_with: tuple[str | None, str | None] = (PROMPT, FORM)
        self.begun = list[str]()
        self.anew = list[str]()
        self.answers = dict[str, Outcome]()
        """Kept, by title."""
        self._read = read

    async def extract(self, paper: Paper, *, anew: bool = False) -> Outcome:
        """Note the paper and read it."""
        self.begun.append(paper.title)
        self.anew += [paper.title] if anew else []
        return await self._read(paper.title)

    async def server(self) -> str | None:
        """Return the server."""
        return HERE

    async def close(self) -> None:
        """Close nothing."""

    async def context_tokens(self) -> int | None:
        """Return that nothing is known."""
        return None

    def about_tokens(self, paper: Paper, *, anew: bool = False) -> int:  # noqa: ARG002
        """Return the length of the abstract."""
        return len(paper.abstract)

    def kept(self, paper: Paper) -> Outcome | None:
        """Return what the test keeps."""
        return self.answers.get(paper.title)

    def remade(self, paper: Paper, former: Outcome) -> Outcome | None:
        """Return the same."""
        return self.kept(paper) or former


async def at_once(_: str) -> Outcome:
    """Read a paper without waiting for anything."""
    return Skipped()


class Shelf:
    """A library with papers of three days and one without."""

    def __init__(self, library: Library) -> None:
        self.library = library
        entries = [
            entry(title, words(number * 1000), position=number, date=day)
            for number, (title, day) in enumerate(DAYS.items())
        ]
        with library.transaction():
            absorb(note_page("page.txt", entries, library, NOW).changed, library, load_taxonomy())
        self.names = {self.paper(name).title: name for name in library.all_papers()}

    def paper(self, name: str) -> Paper:
        """Return a paper by its name."""
        return self.library.record(name).paper

    def titles(self, names: Sequence[str]) -> list[str]:
        """Return titles by names."""
        return [self.paper(name).title for name in names]

    def keep(self, title: str, outcome: Outcome, version: str = "1") -> None:
        """Keep what the engine made of a paper."""
        with self.library.transaction():
            self.library.keep(self.names[title], Kept(Reader.name, version, NOW, outcome))

    def wanted(
        self,
        wish: Wish = ALL,
        *,
        asks: bool = True,
        server: str | None = HERE,
        **answers: Outcome,
    ) -> tuple[list[str], list[str], int]:
        """Return the titles of the papers to read, of those to read anew, and how many wait."""
        engine = Reader(at_once, asks=asks)
        engine.answers = answers
        found = find_wanted(self.library, list(self.names.values()), engine, wish, Found(server))
        return self.titles(found.ask), sorted(self.titles(sorted(found.anew))), found.waiting
