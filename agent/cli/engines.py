"""Which engine reads: the embedded one, or the model that is named."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.asking import REFRESH, Engine, Wish
from agent.cli.options import Wished, moment, one_of
from agent.cli.printing import tell
from agent.extract.extractive.engine import ExtractiveEngine
from agent.model_settings import ModelSettings, load_model_settings
from agent.settings import ModelFlags
from cache.home import Home
from cache.lookup import Lookup
from schemas.errors import UsageError
from schemas.taxonomy import Taxonomy


def model_settings(asked: ModelFlags, *, offline: bool = False) -> ModelSettings | None:
    """Read what is set about the model; None: none is named. `offline`: nothing will be sent."""
    return load_model_settings(asked, os.environ, Path.cwd(), offline=offline)


@contextmanager
def engine_of(
    known: ModelSettings | None, home: Home, taxonomy: Taxonomy, say: Callable[[str], None]
) -> Iterator[Engine]:
    """Open the engine of a run.

    Raises:
        HomeError: The store of answers cannot be used.
    """
    if known is None:
        yield ExtractiveEngine(taxonomy)
        return
    from agent.extract.model.agent import ModelEngine
    from agent.extract.model.session import Session
    from cache.answers import Answers

    for warning in known.warnings:
        say(warning)
    home.make()
    with Answers(home.answers) as answers:
        session = Session(known, home.folder, lambda: moment().now, say)
        yield ModelEngine(session, taxonomy, answers, lambda: moment().now)
        for problem in answers.problems:
            tell(problem)


def wish_of(wished: Wished, known: ModelSettings | None, library: Path) -> Wish:
    """Read what is asked about.

    Raises:
        UsageError: The options contradict each other, or need a model and none is named.
    """
    one_of(wished.fallback, ("extractive",), "--fallback")
    if known is None:
        named = {"--refresh": wished.refresh, "--cached": wished.cached, "--fallback": wished.fallback}
        for option, value in named.items():
            if value:
                raise UsageError(f"`{option}` is of use to a model only, and none is named; add `--model NAME`")
    if wished.cached and wished.refresh:
        raise UsageError("`--cached` sends nothing and `--refresh` asks again; take one of the two")
    refresh = wished.refresh
    if refresh and refresh not in REFRESH:
        with Lookup(library) as lookup:
            refresh = lookup.resolve(refresh)
    return Wish(wished.limit, wished.cached, refresh)
