"""The whole page: templates filled with a digest, style and script in it, and a policy that lets nothing else in."""

import base64
import hashlib
import shlex
from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

from agent.write.encode import clean_text
from agent.write.html.mark import GENERATOR
from agent.write.html.view import address, view
from agent.write.outline import shown_title
from agent.write.phrases import method_opening, names_itself, quoted, role_said, short_title
from agent.write.said import counts_said, document_title, empty_said, missing_said, voices_said
from agent.write.tail import by_reason, dropped_said
from agent.write.templating import templates_of
from schemas.digest import Digest

_FOLDER = "agent.write.html"


def render_html(digest: Digest) -> str:
    """Return the whole page: line feeds only, one at its end; a pure function of the digest."""
    template = _templates().get_template("page.html.j2")
    style, script = _part("style.css"), _part("script.js")
    return template.render(
        digest=digest,
        page=view(digest),
        generator=GENERATOR,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704  # our own files
        script=Markup(script),  # noqa: S704
        title=document_title(digest),
        counts=counts_said(digest),
        voices=voices_said(digest, clean_text),
        missing=missing_said(digest),
        empty=empty_said(digest, quoted, clean_text),
        silent=by_reason(digest.untold),
    )


def _policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy under which only this style and this script are used, and nothing is loaded.

    Hashes, not a nonce: the same digest has the same bytes (w3.org/TR/CSP3, section 6.7.3.3).
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hashed(style)}'",
            f"script-src '{_hashed(script)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashed(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _part(name: str) -> str:
    return (files(_FOLDER) / name).read_text(encoding="utf-8")


@cache
def _templates() -> jinja2.Environment:
    environment = templates_of(_FOLDER)
    environment.filters.update(address=address, clean=clean_text, short=short_title, titled=shown_title)
    environment.globals.update(
        method_opening=method_opening, names_itself=names_itself, role_said=role_said, dropped_said=dropped_said,
        show_command=_show_command,
    )  # fmt: skip
    return environment


def _show_command(paper_id: str) -> str:
    return f"digest show {shlex.quote(clean_text(paper_id))}"
