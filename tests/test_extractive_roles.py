"""Which role a sentence has: what is found beside what is done, what names the work itself, what is released."""

import pytest

from agent.extract.roles import label_roles
from agent.extract.sentences import number_sentences
from schemas.extraction import Role


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("We applied it to reeds of a real fen and showed that they bend as lamps do.", "result"),
        ("We applied it to reeds of a real fen and counted those that bend.", "method"),
        ("Our source code will become available after the review.", "other"),
        ("Our source code will be made publicly available.", "other"),
    ],
)
def test_the_last_sentence_has_the_role_of_what_it_ends_with(sentence: str, role: Role) -> None:
    text = number_sentences("Reeds at Night", f"Reeds bend. We propose a reed counter. {sentence}")
    assert label_roles(text)[-1] == role


def test_abstract_that_opens_with_the_name_in_its_title_speaks_of_its_own_work_at_once() -> None:
    abstract = "Fen Tides is a library for reeds. It counts reeds at night. Fen Tides needs no lamp. It is fast."
    assert "background" not in label_roles(number_sentences("Fen Tides: Counting Reeds in Python", abstract))
