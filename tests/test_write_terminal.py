"""Nothing of a text acts on a terminal, and nothing of it is lost that can be seen."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.write.terminal import terminal_text


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0)])
def test_every_control_character_is_shown_but_line_end_and_tab(code: int) -> None:
    char = chr(code)
    if char in "\n\t":
        assert terminal_text(char) == char
    elif code < 0x80:
        assert terminal_text(char) == "^" + chr(code ^ 0x40)
    else:
        assert terminal_text(char) == f"\\x{code:02x}"


@pytest.mark.parametrize(
    "sequence",
    ["\x1b[2J", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\", "\x1b]52;c;aGk=\x07", "\x9b31m", "a\rb"],
)
def test_escape_sequences_are_only_letters(sequence: str) -> None:
    assert not any(unicodedata.category(char) == "Cc" for char in terminal_text(sequence))


def test_format_characters_are_replaced_one_by_one() -> None:
    assert terminal_text("a\u202eb\u2066c\u200bd\u00ade\U000e0041\u2028") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffd\ufffd"


def test_visible_text_and_markup_of_rich_stay_as_they_are() -> None:
    text = "[bold]Größe[/bold] 東京 … [link=https://evil.example]x[/link]\n\tnext"
    assert terminal_text(text) == text


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_can_be_printed_and_is_safe(text: str) -> None:
    shown = terminal_text(text)
    shown.encode()
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in shown)
    assert terminal_text(shown) == shown


def test_the_module_loads_neither_pydantic_nor_rich() -> None:
    code = "import sys, agent.write.terminal; print(sorted({'pydantic', 'rich', 'typer'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
