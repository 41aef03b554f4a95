"""A key goes where its owner chose to send it, and no message holds it."""

import json
import os
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.model_settings import ModelSettings, distrust, load_model_settings
from agent.settings import ModelFlags
from schemas.errors import UsageError
from tests.set_models import CANARY, FLAGS, GATEWAY, LOCAL, OPENAI, load, refusal, write


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "user" / "config.toml"


def allow(config: Path, text: str) -> None:
    config.parent.mkdir(exist_ok=True)
    config.write_text(text, encoding="utf-8")
    config.chmod(0o600)


def key_of(known: ModelSettings) -> str | None:
    return known.api_key.get_secret_value() if known.api_key else None


@pytest.mark.parametrize(
    ("address", "is_openai"),
    [
        (OPENAI, True),
        ("https://API.openai.com/", True),
        ("http://api.openai.com/v1", False),
        ("https://api.openai.com./v1", False),
        ("https://api.openai.com.evil.example/v1", False),
        ("https://evil.example/api.openai.com/v1", False),
        ("https://eu.api.openai.com/v1", False),
        ("https://xapi.openai.com/v1", False),
        ("https://openai.com/v1", False),
        (LOCAL, False),
    ],
)
def test_the_key_of_openai_goes_to_openai_alone(tmp_path: Path, address: str, is_openai: bool) -> None:
    known = load(ModelFlags("m", address), {"OPENAI_API_KEY": "theirs"}, tmp_path)
    assert known.is_openai is is_openai
    assert key_of(known) == ("theirs" if is_openai else None)
    both = {"OPENAI_API_KEY": "theirs", "DIGEST_API_KEY": "ours"}
    assert key_of(load(ModelFlags("m", address), both, tmp_path)) == "ours"


def test_a_key_is_stripped_and_of_one_line(tmp_path: Path) -> None:
    assert key_of(load(FLAGS, {"DIGEST_API_KEY": " key \n"}, tmp_path)) == "key"
    for bad in ("canary\ncanary", "canary\rX: y", "canary\x00", "canaryé", "canary…"):
        message = refusal(FLAGS, {"DIGEST_API_KEY": bad}, tmp_path)
        assert "`DIGEST_API_KEY`" in message
        assert "canary" not in message
    bad_but_unused = {"OPENAI_API_KEY": "a\nb"}
    assert key_of(load(FLAGS, bad_but_unused, tmp_path)) is None


@pytest.mark.parametrize(
    ("address", "variable"),
    [(GATEWAY, "DIGEST_API_KEY"), (LOCAL, "DIGEST_API_KEY"), (OPENAI, "DIGEST_API_KEY"), (OPENAI, "OPENAI_API_KEY")],
)
def test_a_folder_does_not_choose_who_gets_a_key(tmp_path: Path, config: Path, address: str, variable: str) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{address}"')
    message = refusal(ModelFlags(), {variable: CANARY}, tmp_path, config)
    line = f'allow_key_for = ["{address}"]'
    assert all(text in message for text in (f"`{variable}`", str(tmp_path / "digest.toml"), str(config), f"`{line}`"))
    assert CANARY not in message
    allow(config, line)
    assert key_of(load(ModelFlags(), {variable: CANARY}, tmp_path, config)) == CANARY


def test_who_names_the_address_again_has_chosen_it(tmp_path: Path) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{GATEWAY}"')
    key = {"DIGEST_API_KEY": "k"}
    assert key_of(load(ModelFlags(base_url=GATEWAY), key, tmp_path)) == "k"
    assert key_of(load(ModelFlags(), {**key, "DIGEST_BASE_URL": GATEWAY}, tmp_path)) == "k"


def test_a_folder_may_choose_the_address_if_no_key_would_go_there(tmp_path: Path, config: Path) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{GATEWAY}"')
    allow(config, "= broken, and not read")
    assert key_of(load(ModelFlags(), {"OPENAI_API_KEY": "theirs"}, tmp_path, config)) is None
    assert key_of(load(ModelFlags(), {"DIGEST_API_KEY": " "}, tmp_path, config)) is None


@pytest.mark.parametrize(
    ("allowed", "asked", "is_same"),
    [
        (GATEWAY, "https://GATEWAY.example:443/v1/chat/completions", True),
        ("HTTPS://Gateway.Example/v1/", GATEWAY, True),
        (GATEWAY, "http://gateway.example/v1", False),
        (GATEWAY, "https://gateway.example:8443/v1", False),
        (GATEWAY, "https://gateway.example/V1", False),
        (GATEWAY, "https://gateway.example/v1/more", False),
        (GATEWAY, "https://gateway.example", False),
        (GATEWAY, "https://gateway.example/v1/../other", False),
        (GATEWAY, "https://gateway.example./v1", False),
        (GATEWAY, "https://gateway.example.evil.example/v1", False),
        (GATEWAY, "https://evil.example/gateway.example/v1", False),
        ("http://localhost:8080/v1", "http://127.0.0.1:8080/v1", False),
    ],
)
def test_an_allowed_address_is_compared_whole(
    tmp_path: Path, config: Path, allowed: str, asked: str, is_same: bool
) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{asked}"')
    allow(config, f'allow_key_for = ["https://other.example", "{allowed}"]')
    if is_same:
        assert key_of(load(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)) == "k"
    else:
        refusal(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)


def test_the_line_to_write_keeps_what_was_allowed_before(tmp_path: Path, config: Path) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{GATEWAY}/chat/completions/chat/completions"')
    allow(config, 'allow_key_for = ["https://other.example/v1"]')
    message = refusal(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)
    line = next(part for part in message.split("`") if part.startswith("allow_key_for"))
    assert tomllib.loads(line) == {"allow_key_for": ["https://other.example/v1", GATEWAY]}
    allow(config, line)
    assert key_of(load(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)) == "k"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("= =", "cannot be read"),
        ("allow_key_for = 9" + "9" * 5000, "cannot be read"),
        ("allow_key = []", "`allow_key`"),
        (f'api_key = "{CANARY}"', "`api_key`"),
        (f'allow_key_for = "{GATEWAY}"', "list of texts"),
        ("allow_key_for = [3]", "list of texts"),
        (f'allow_key_for = ["https://user:{CANARY}@gateway.example"]', "user or password"),
    ],
)
def test_what_is_wrong_in_the_users_config_is_named(tmp_path: Path, config: Path, text: str, named: str) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{GATEWAY}"')
    allow(config, text)
    message = refusal(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)
    assert str(config) in message
    assert named in message
    assert CANARY not in message


def test_a_config_that_is_a_folder_is_named(tmp_path: Path, config: Path) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{GATEWAY}"')
    config.mkdir(parents=True)
    assert str(config) in refusal(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)


@pytest.mark.skipif(os.name != "posix", reason="needs the permissions of POSIX")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_config_that_others_may_write_to_is_not_trusted(tmp_path: Path, config: Path, mode: int) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{GATEWAY}"')
    allow(config, f'allow_key_for = ["{GATEWAY}"]')
    config.chmod(mode)
    message = refusal(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)
    assert "others than you may write to it" in message
    assert str(config) in message
    config.chmod(0o644)
    assert key_of(load(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path, config)) == "k"


def test_a_config_of_another_user_is_not_trusted(tmp_path: Path) -> None:
    status = tmp_path.stat()
    assert "belongs to another user" in str(distrust(status, status.st_uid + 1))


def test_the_users_config_lies_where_the_platform_has_it(tmp_path: Path) -> None:
    write(tmp_path, f'model = "m"\nbase_url = "{GATEWAY}/not/allowed/by/anyone"')
    with pytest.raises(UsageError, match=r"research-digest.*config\.toml"):
        load_model_settings(ModelFlags(), {"DIGEST_API_KEY": "k"}, tmp_path)


_JUNK = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_PLAIN = st.text("abcXYZ019:.%-", max_size=6)
_SECRET_ADDRESSES = st.builds(
    lambda form, before, after: form.format(f"{before}{CANARY}{after}"),
    st.sampled_from(
        [
            "http://user:{}@localhost:8080/v1", "https://{}@api.openai.com/v1", "{}@gateway.example/v1",
            "https://user:{}", "http://localhost/v1?key={}", "https://[::1]/v1#{}", "{}", "http:{}", "x://{}",
        ]
    ),
    _JUNK | _PLAIN,
    _JUNK | _PLAIN,
)  # fmt: skip
_GOOD_ADDRESSES = st.sampled_from([LOCAL, GATEWAY, OPENAI, "http://box/v1", ""])


def _said(error: BaseException | None) -> str:
    return "" if error is None else f"{error!r} {error} {_said(error.__cause__)} {_said(error.__context__)}"


@settings(deadline=None)
@given(
    key=st.builds(lambda before, after: f"{before}{CANARY}{after}", _JUNK, _JUNK),
    variables=st.sets(st.sampled_from(["DIGEST_API_KEY", "OPENAI_API_KEY"])),
    flag=st.none() | _GOOD_ADDRESSES | _SECRET_ADDRESSES,
    environment=st.just("") | _GOOD_ADDRESSES | _SECRET_ADDRESSES,
    file=_GOOD_ADDRESSES | _SECRET_ADDRESSES,
    allowed=st.lists(_GOOD_ADDRESSES | _SECRET_ADDRESSES, max_size=2),
)
def test_nothing_that_is_said_holds_a_key_or_userinfo(
    key: str, variables: set[str], flag: str | None, environment: str, file: str, allowed: list[str]
) -> None:
    variable = {"DIGEST_BASE_URL": environment, **dict.fromkeys(variables, key)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, f'model = "m"\nbase_url = {json.dumps(file, ensure_ascii=False)}')
        allow(folder / "config.toml", f"allow_key_for = {json.dumps(allowed, ensure_ascii=False)}")
        try:
            said = repr(load_model_settings(ModelFlags("m", flag), variable, folder, folder / "config.toml"))
        except UsageError as error:
            said = _said(error)
    assert CANARY not in said.lower()
