"""`digest doctor`: what is looked at, in which order, and what the exit code says."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.base_url import parse_base_url
from agent.cli.diagnosis import Diagnosis, text_of
from agent.cli.engines import model_settings
from agent.cli.options import Voice, moment, settings
from agent.cli.printing import out, out_json, tell
from agent.cli.using import uses_of
from agent.doctor.home import examine_home
from agent.doctor.nearby import PORTS, Stand, find_servers, look_at
from agent.doctor.server import ServerFacts, examine_server
from agent.extract.model.session import Session
from agent.model_settings import ModelSettings
from agent.settings import SETTINGS_FILE, ModelFlags, read_settings_file
from cache.home import Home
from schemas.errors import EXIT_DONE, EXIT_HOME, EXIT_SERVER, EXIT_USAGE, UsageError
from schemas.taxonomy import load_taxonomy

Say = Callable[[str], None]


def run_doctor(folder: Path | None, asked: ModelFlags, voice: Voice, *, find: bool, reprobe: bool) -> int:
    """Find out, print, and return the exit code.

    Raises:
        UsageError: A setting is wrong.
    """
    base = settings(folder, verbose=voice.verbose)
    home = Home(base.home)
    say: Say = (lambda _sentence: None) if voice.quiet else tell
    known, problem = _known(asked, base.model, find=find)
    found = Diagnosis(
        home=examine_home(home),
        home_from=_origin(folder),
        asked=asked,
        known=known,
        problem=problem,
        server=_server(known, home, say, reprobe=reprobe) if known else None,
        named=_named(asked) if known is None and problem is None else None,
        stands=_stands(say) if find else None,
    )
    if voice.json:
        out_json(_json(found))
    else:
        for line in text_of(found):
            out(line)
    return exit_code(found)


def exit_code(found: Diagnosis) -> int:
    """Return 2 for settings, 5 for the home, 4 for the server that was named: the first that cannot be used."""
    if found.problem is not None:
        return EXIT_USAGE
    if found.home.problems:
        return EXIT_HOME
    if found.server is not None:
        return EXIT_SERVER if found.server.problem else EXIT_DONE
    is_missing = found.asked.base_url is not None and not (found.named and found.named.is_api)
    return EXIT_SERVER if is_missing else EXIT_DONE


def _known(asked: ModelFlags, named: str | None, *, find: bool) -> tuple[ModelSettings | None, str | None]:
    """Read what is set about the model, or why it cannot be used.

    An address without a model is looked at, and a model without an address does not keep from looking around.
    """
    if named is None and asked.base_url is not None and asked == ModelFlags(base_url=asked.base_url):
        return None, None
    try:
        return model_settings(asked), None
    except UsageError as error:
        if not find:
            raise
        return None, error.message


def _server(known: ModelSettings, home: Home, say: Say, *, reprobe: bool) -> ServerFacts:
    for warning in known.warnings:
        say(warning)
    session = Session(known, home.folder, lambda: moment().now)
    return asyncio.run(examine_server(session, load_taxonomy(), lambda: moment().now, say, reprobe=reprobe))


def _named(asked: ModelFlags) -> Stand | None:
    if asked.base_url is None:
        return None
    return asyncio.run(look_at(parse_base_url(asked.base_url, "`--base-url`").text))


def _stands(say: Say) -> tuple[Stand, ...]:
    say(f"looking at ports {', '.join(map(str, PORTS))} of this machine …")
    return asyncio.run(find_servers())


def _origin(folder: Path | None) -> str:
    if folder is not None:
        return "--home"
    if os.environ.get("DIGEST_HOME"):
        return "DIGEST_HOME"
    return SETTINGS_FILE if "home" in read_settings_file(Path.cwd()) else "default"


def _json(found: Diagnosis) -> dict[str, Any]:
    server = found.server and {
        **found.server.model_dump(mode="json"),
        "is_listed": found.server.is_listed,
        "key": found.key,
        "use": found.use and found.use._asdict(),
    }
    return {
        "home": {**found.home.model_dump(mode="json"), "from": found.home_from},
        "problem": found.problem,
        "server": server,
        "named": found.named and _stand_json(found.named),
        "found": None if found.stands is None else [_stand_json(stand) for stand in found.stands],
    }


def _stand_json(stand: Stand) -> dict[str, Any]:
    return {**stand.model_dump(mode="json"), "use": [use._asdict() for use in uses_of(stand)]}
