"""Forgetting a paper or a source: everything that the home holds of it goes, in a text that nobody can restore.

What goes is found out first and told; replies and corrections go before the library, so that a run which is stopped
can be run again.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from agent.absorb import absorb
from agent.asking import Engine
from agent.keeping import Watch, extract, show
from cache.answer_disk import DATABASE
from cache.corrections import read_corrections
from cache.forget import ForgetfulAnswers, ForgetfulLibrary, backups, rewrite_corrections
from cache.home import Home, Patience
from cache.lookup import Lookup
from schemas.errors import UnknownPaperError
from schemas.record import Correction
from schemas.taxonomy import Taxonomy


class Named(NamedTuple):
    """A paper as it is told."""

    id: str
    title: str


class Leaving(NamedTuple):
    """What a home would no longer hold."""

    source: str | None
    """The source that is forgotten; None: a paper is."""
    papers: tuple[Named, ...]
    """Those that are forgotten."""
    kept: tuple[Named, ...]
    """Those that stand on other pages as well and stay, as these tell them."""
    entries: frozenset[int]
    texts: frozenset[str]
    """Hashes of the texts that no other page prints."""
    replies: tuple[str, ...]
    """Keys of kept replies of models."""
    corrections: tuple[Correction, ...]
    """Those that stay."""
    said: int
    """Number of those that go."""
    backups: tuple[Path, ...]
    problems: tuple[str, ...]
    """Sentences about kept replies that cannot be read, so that nobody knows what they are about."""


def find_leaving(query: str, home: Home, library: ForgetfulLibrary) -> Leaving:
    """Find out what forgetting would take: of a source if one has that name, else of the paper that is meant.

    Raises:
        UnknownPaperError: No source is called so, and no paper, or several.
        HomeError: The home cannot be used.
    """
    page = next((name for name in (query, Path(query).name) if name and library.knows_page(name)), None)
    entries = library.entries_of_page(page) if page else library.entries_of_paper(_paper(query, home))
    gone: list[Named] = []
    kept: list[Named] = []
    texts = set[str]()
    for name in library.papers_of(entries):
        whole = library.entries_of_paper(name)
        rest = whole - entries
        (kept if rest else gone).append(Named(name, library.title(name)))
        texts |= library.texts(whole) - (library.texts(rest) if rest else frozenset())
    ids = {one.id for one in gone}
    names = {name for name in library.names(entries) if ids.issuperset(library.owners(name))}
    said = read_corrections(home.corrections)
    staying = tuple(one for one in said if not (owners := library.owners(one.paper)) or not ids.issuperset(owners))
    replies, problems = _replies(home, texts, names)
    return Leaving(
        source=page,
        papers=tuple(gone),
        kept=tuple(kept),
        entries=entries,
        texts=frozenset(texts),
        replies=replies,
        corrections=staying,
        said=len(said) - len(staying),
        backups=backups(home.library),
        problems=problems,
    )


def _paper(query: str, home: Home) -> str:
    with Lookup(home.library) as lookup:
        try:
            return lookup.resolve(query)
        except UnknownPaperError as error:
            raise UnknownPaperError(
                query, f"no source is called `{query}`, and {error.message}", error.candidates
            ) from None


def _replies(home: Home, texts: set[str], names: set[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not (home.answers / DATABASE).exists():
        return (), ()
    with ForgetfulAnswers(home.answers) as answers:
        return tuple(answers.about(texts, names)), tuple(answers.problems)


async def forget(
    query: str,
    home: Home,
    engine: Engine,
    taxonomy: Taxonomy,
    now: str,
    watch: Watch,
    agree: Callable[[Leaving], bool],
) -> Leaving | None:
    """Forget a source or a paper after telling what goes; None: `agree` did not want it, and nothing was changed.

    Args:
        query: The name of a source, or what a paper is found by.
        home: Where it is kept.
        engine: Reads the papers that stay and now have another text.
        taxonomy: Of the papers that are merged anew.
        now: The time, UTC.
        watch: Told what the user should know.
        agree: Asked with what would go.

    Raises:
        UnknownPaperError: No source is called so, and no paper, or several.
        HomeError: The home cannot be used.
    """
    patience = Patience(True, watch.stopped, watch.say)
    with home.locked("digest forget", patience), ForgetfulLibrary(home.library) as library:
        leaving = find_leaving(query, home, library)
        if not agree(leaving):
            return None
        clean = _erase_replies(leaving, home)
        if leaving.said:
            rewrite_corrections(home.corrections, leaving.corrections)
        library.begin_wiping()
        staying = _remove(leaving, library, taxonomy)
        changed = [name for name in staying if library.record(name).outcome is None]
        await extract(changed, library, engine, leaving.corrections, now, watch)
        for backup in leaving.backups:
            backup.unlink(missing_ok=True)
        if not (library.rewrite() and clean):
            watch.say("another program reads the home: what it was shown is wiped when it has ended, at the next build")
    return leaving


def _erase_replies(leaving: Leaving, home: Home) -> bool:
    if not leaving.replies:
        return True
    with ForgetfulAnswers(home.answers) as answers:
        return answers.erase(leaving.replies)


def _remove(leaving: Leaving, library: ForgetfulLibrary, taxonomy: Taxonomy) -> Iterable[str]:
    """Take it out of the library and merge anew what stays; return the ids of those papers."""
    rest = frozenset().union(*(library.entries_of_paper(one.id) for one in leaving.kept)) - leaving.entries
    with library.transaction():
        library.remove(leaving.entries, [one.id for one in leaving.papers], leaving.texts)
        absorb(rest, library, taxonomy)
        library.tidy()
        show(library, leaving.corrections)
    return library.papers_of(rest)
