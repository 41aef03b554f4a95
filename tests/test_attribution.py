"""A dropped statement that another paper of the library says is traced to it; nothing is changed by that."""

from pathlib import Path

import pytest

from agent.attribution import find_owner
from schemas.extraction import Dropped, Finding
from tests.test_cli import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell("build", "page.txt", "--no-digest")
    return shell


def lost(text: str, field: str = "claim") -> Dropped:
    return Dropped.model_validate(
        {"field": field, "text": text, "findings": [Finding(rule="name", message="it is said nowhere")]}
    )


def test_statement_of_another_paper_is_traced_to_it(shell: Shell) -> None:
    library = shell.home / "library.sqlite"
    before = library.read_bytes()
    owner = find_owner(
        lost("Fenlight improves accuracy by 3.1 points over the strongest baseline."), "t:other", library
    )
    assert owner is not None
    assert owner.title == "Fenlight: Distilling Small Readers"
    assert owner.sentences == (3,)
    assert find_owner(lost("Fenlight improves accuracy by 3.1 points."), owner.id, library) is None
    assert library.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["Fenlight improves accuracy by 9.9 points over the strongest baseline.", "It is good.", "…", '"* OR *']
)
def test_statement_that_no_paper_says_has_no_owner(shell: Shell, text: str) -> None:
    assert find_owner(lost(text), "t:other", shell.home / "library.sqlite") is None


def test_names_and_terms_are_nobodys_statement(shell: Shell) -> None:
    assert find_owner(lost("Fenlight", "dataset"), "t:other", shell.home / "library.sqlite") is None
