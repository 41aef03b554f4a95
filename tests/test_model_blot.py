"""A key that a server prints back is blotted out in every spelling."""

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.extract.model.blot import KEY_SHOWN, Blot

KEY = "sk-canary/of+digest=4021"
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda key: key,
    "JSON": json.dumps,
    "JSON in JSON": lambda key: json.dumps(json.dumps({"key": key})),
    "slashes": lambda key: key.replace("/", r"\/"),
    "escapes": lambda key: "".join(f"\\u{ord(letter):04x}" for letter in key),
    "escapes in capitals": lambda key: "".join(f"\\u{ord(letter):04X}" for letter in key),
    "escapes in JSON in JSON": lambda key: "".join(f"\\\\u{ord(letter):04x}" for letter in key),
    "some escapes": lambda key: "".join(letter if letter.isalnum() else f"\\u{ord(letter):04x}" for letter in key),
    "address": lambda key: quote(key, safe=""),
    "address in an address": lambda key: quote(quote(key, safe=""), safe=""),
    "every letter in an address": lambda key: "".join(f"%{ord(letter):02x}" for letter in key),
    "HTML": lambda key: "".join(f"&#{ord(letter)};" for letter in key),
    "HTML in hex": lambda key: "".join(f"&#x{ord(letter):X};" for letter in key),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_key_is_blotted_out_however_it_is_spelled(spelling: str) -> None:
    said = Blot(KEY).text(f"the headers were: {SPELLINGS[spelling](KEY)}, and more")
    for undone in (said, html.unescape(said)):
        assert KEY not in undone
        assert "canary" not in undone
    assert KEY_SHOWN in said
    assert said.startswith("the headers were: ")
    assert said.endswith(", and more")


@pytest.mark.parametrize("before", ["", "B", "Be", "Bearer ", "user:"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_of_the_key_is_blotted_out_wherever_it_stands_in_it(
    before: str, encode: Callable[[bytes], bytes]
) -> None:
    said = Blot(KEY).text(f"auth {encode(f'{before}{KEY} and more'.encode()).decode()}")
    assert KEY_SHOWN in said
    rest = said.removeprefix("auth ").split(KEY_SHOWN)
    assert all(len(part) <= 20 for part in rest)


@settings(deadline=None)
@given(st.text(st.characters(codec="ascii", min_codepoint=33), min_size=8, max_size=40), st.text())
def test_no_text_holds_the_key_afterwards(key: str, around: str) -> None:
    blot = Blot(key)
    assert key not in blot.text(f"{around}{key}{around}").replace(KEY_SHOWN, " ")
    assert blot.value({key: [7, None, key]}) == {KEY_SHOWN: [7, None, KEY_SHOWN]}


def test_without_a_key_nothing_changes() -> None:
    assert Blot(None).text("sk-canary") == "sk-canary"
    assert Blot("").value({"a": [1]}) == {"a": [1]}


def test_what_is_no_key_stays() -> None:
    said = json.dumps({"content": "A canary of 4021 reeds; a key: sk-other/of+digest=4021 \\u0073"})
    assert Blot(KEY).text(said) == said
