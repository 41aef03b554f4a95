"""Mails of announcements as programs save them: one or several, in every transfer encoding."""

import base64
import quopri

import pytest

from agent.read import read_bytes
from agent.read.records.mail import is_mail, mail_text
from tests.test_read_records import FIXTURES, TODAY

BODY = (FIXTURES / "arxiv-mail/daily.txt").read_text(encoding="utf-8").replace("lamps in", "lämps = in")
HEAD = "From: no-reply@arxiv.org\nTo: cs@arxiv.org\nSubject: cs daily\nMessage-ID: <1@arxiv.org>\nMIME-Version: 1.0\n"


def mail(encoding: str, charset: str = "utf-8") -> bytes:
    data = BODY.encode(charset)
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data)
    kind = f'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: {encoding}\n\n'
    return f"{HEAD}{kind}".encode() + data


@pytest.mark.parametrize(
    ("encoding", "charset"),
    [("8bit", "utf-8"), ("quoted-printable", "utf-8"), ("quoted-printable", "iso-8859-1"), ("base64", "utf-16")],
)
def test_mail_of_every_transfer_encoding_is_decoded(encoding: str, charset: str) -> None:
    reading = read_bytes(mail(encoding, charset), "daily.eml", today=TODAY)
    assert reading.kinds == ("arxiv-mail",)
    assert [entry.title.split()[0] for entry in reading.entries] == ["Lamps", "Bogs", "Moors"]
    assert reading.entries[0].abstract.startswith("We light lämps = in the fen.")


def test_several_mails_in_one_file_are_all_read() -> None:
    marked = b"From no-reply@arxiv.org Fri Nov 13 10:00:00 2026\n"
    mbox = b"\n".join(marked + mail(encoding) for encoding in ("base64", "8bit", "quoted-printable"))
    reading = read_bytes(mbox, "mbox", today=TODAY)
    assert [entry.ids for entry in reading.entries] == 3 * [entry.ids for entry in reading.entries[:3]]
    assert len(reading.entries) == 9


def test_mail_of_several_parts_is_read() -> None:
    part = mail("base64").split(b"MIME-Version: 1.0\n")[1]
    whole = f'{HEAD}Content-Type: multipart/alternative; boundary="b"\n\n--b\n'.encode() + part + b"\n--b--\n"
    assert len(read_bytes(whole, "daily.eml", today=TODAY).entries) == 3


def test_text_that_is_no_mail_is_left_as_it_is() -> None:
    for text in ("", "Title: Lamps\nAuthors: Ada\n\nWe light lamps.", "From here on\nwe light lamps."):
        assert not is_mail(text)
        assert mail_text(text) == text
