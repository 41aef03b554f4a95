"""Templates into which texts of pages are put: escaped, and without what nobody sees."""

import jinja2
from markupsafe import Markup

from agent.write.encode import clean_text


def templates_of(package: str) -> jinja2.Environment:
    """Return the templates in the folder `templates` of a package."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_cleaned,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _cleaned(value: object) -> object:
    """Take what is invisible out of every text that a template prints; numbers and our own markup stay."""
    return clean_text(value) if isinstance(value, str) and not isinstance(value, Markup) else value
