"""`WeekIndex` ─▶ a page that leads to the written weeks, in markdown and HTML."""

import base64
import hashlib
from importlib.resources import files

import jinja2
from markupsafe import Markup

from agent.write.encode import front_matter_value, markdown_cell
from agent.write.figures import sparkline
from agent.write.head import GENERATOR
from agent.write.templating import templates_of
from schemas.digest import WeekIndex, WeekRow

TITLE = "Research digests by week"


def render_index_markdown(index: WeekIndex) -> str:
    """Return the index as a table, newest week first."""
    front = (("generator", GENERATOR), ("title", TITLE), ("weeks", len(index.weeks)))
    lines = ["---", *(f"{key}: {front_matter_value(value)}" for key, value in front), "---", f"# {TITLE}", ""]
    lines += [f"Papers a week, oldest first: {trend(index)}", ""] if len(index.weeks) > 1 else []
    lines += ["| week | papers | new · updated · late | most papers about |", "|---|--:|---|---|"]
    lines += [_row(row) for row in index.weeks]
    return "\n".join(lines) + "\n"


def render_index_html(index: WeekIndex) -> str:
    """Return the index as a page without script; its policy lets nothing in but its own style."""
    template = _templates().get_template("weeks.html.j2")
    style = (files("agent.write") / "templates" / "weeks.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return template.render(
        index=index,
        title=TITLE,
        generator=GENERATOR,
        policy=policy,
        trend=trend(index),
        style=Markup(style),  # noqa: S704  # our own file
    )


def trend(index: WeekIndex) -> str:
    """Return a sparkline of the papers a week, oldest first."""
    return sparkline([row.papers for row in reversed(index.weeks)])


def _row(row: WeekRow) -> str:
    names = ", ".join(f"[{_ending(name)}]({name})" for name in row.files[1:])
    link = f"[{row.week}]({row.files[0]})" + (f" ({names})" if names else "")
    topics = ", ".join(f"{markdown_cell(name)} ({papers:,})" for name, papers in row.topics)
    counts = f"{row.new:,} · {row.updated:,} · {row.late:,}"
    return f"| {link}, {row.days} | {row.papers:,} | {counts} | {topics or '–'} |"


def _ending(name: str) -> str:
    return name.rpartition(".")[2]


def _templates() -> jinja2.Environment:
    templates = templates_of("agent.write")
    templates.filters.update(ending=_ending)
    return templates
