"""`Digest` ─▶ a mail with a text and an HTML part, for any mailer: `sendmail you@example.org < digest.eml`.

It names no sender, receiver or time, since a digest knows none: the mailer adds them. Sources: RFC 5322, RFC 2046.
"""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

import jinja2

from agent.write.encode import clean_text
from agent.write.facts import facts
from agent.write.head import GENERATOR, front_matter
from agent.write.markdown import render_markdown
from agent.write.phrases import authors_line, marks_said, spoken_date
from agent.write.said import counts_said, document_title, empty_said, missing_said, voices_said
from agent.write.templating import templates_of
from schemas.digest import Digest

_HEAD = f"User-Agent: {GENERATOR}\r\n"


def render_mail(digest: Digest) -> str:
    """Return the message with CRLF line ends; the text part is the markdown digest."""
    message = EmailMessage(policy=SMTP)
    message["User-Agent"] = GENERATOR
    message["Subject"] = document_title(digest)
    text = render_markdown(digest).removeprefix(front_matter(digest)).lstrip("\n")
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(render_mail_html(digest), subtype="html", cte="quoted-printable")
    # A boundary that a random number chose would make every writing another one.
    message.set_boundary(f"digest-{hashlib.sha256(text.encode()).hexdigest()[:32]}")
    return message.as_string()


def render_mail_html(digest: Digest) -> str:
    """Return the HTML part: no script, no picture, no address but the papers' own; styles that mailers keep."""
    return (
        _templates()
        .get_template("mail.html.j2")
        .render(
            digest=digest,
            title=document_title(digest),
            counts=counts_said(digest),
            voices=voices_said(digest, clean_text),
            missing=missing_said(digest),
            empty=empty_said(digest, clean_text, clean_text),
        )
    )


def is_our_mail(start: str) -> bool:
    """Tell whether a file that starts like this is a digest as a mail."""
    return start.replace("\r\n", "\n").startswith(_HEAD.replace("\r\n", "\n"))


@cache
def _templates() -> jinja2.Environment:
    templates = templates_of("agent.write")
    templates.globals.update(facts=facts, authors=authors_line, marks=marks_said, date=spoken_date)
    return templates
