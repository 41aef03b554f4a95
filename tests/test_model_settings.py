"""A model only when named, a key only to whom the user chose, and neither keys nor userinfo in what is said."""

import json
import os
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.base_url import parse_base_url
from agent.model_settings import ModelSettings, distrust, load_model_settings
from agent.settings import ModelFlags
from schemas.errors import UsageError

LOCAL = "http://localhost:11434/v1"
GATEWAY = "https://gateway.example/v1"
OPENAI = "https://api.openai.com/v1"
CANARY = "canary7f3a"
FLAGS = ModelFlags(model="m", base_url=LOCAL)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "user" / "config.toml"


def write(folder: Path, text: str) -> None:
    (folder / "digest.toml").write_text(text, encoding="utf-8")


def allow(config: Path, text: str) -> None:
    config.parent.mkdir(exist_ok=True)
    config.write_text(text, encoding="utf-8")
    config.chmod(0o600)


def load(flags: ModelFlags, environment: dict[str, str], folder: Path, config: Path | None = None) -> ModelSettings:
    known = load_model_settings(flags, environment, folder, config or folder / "no-config.toml")
    assert known is not None
    return known


def key_of(known: ModelSettings) -> str | None:
    return known.api_key.get_secret_value() if known.api_key else None


def refusal(flags: ModelFlags, environment: dict[str, str], folder: Path, config: Path | None = None) -> str:
    with pytest.raises(UsageError) as refused:
        load_model_settings(flags, environment, folder, config or folder / "no-config.toml")
    assert refused.value.exit_code == 2
    assert "\n" not in refused.value.message
    return refused.value.message


def test_a_named_model_is_asked_with_the_defaults_of_its_server(tmp_path: Path) -> None:
    assert load(FLAGS, {}, tmp_path) == ModelSettings("m", LOCAL)
    known = load(ModelFlags("m", GATEWAY), {}, tmp_path)
    assert known[2:] == (None, "auto", None, 16, 300.0, 1500, ())
    assert (known.is_loopback, known.is_openai) == (False, False)
    assert (load(FLAGS, {}, tmp_path).concurrency, load(FLAGS, {}, tmp_path).is_loopback) == (4, True)


def test_flag_wins_over_environment_over_file(tmp_path: Path) -> None:
    write(tmp_path, f'model = "file"\nbase_url = "{LOCAL}/file"')
    environment = {"DIGEST_MODEL": " environment ", "DIGEST_BASE_URL": f"{LOCAL}/environment\n"}
    assert load(ModelFlags("flag", f"{LOCAL}/flag"), environment, tmp_path)[:2] == ("flag", f"{LOCAL}/flag")
    assert load(ModelFlags(), environment, tmp_path)[:2] == ("environment", f"{LOCAL}/environment")
    assert load(ModelFlags(), {}, tmp_path)[:2] == ("file", f"{LOCAL}/file")
    assert load(ModelFlags(model="flag"), {}, tmp_path)[:2] == ("flag", f"{LOCAL}/file")


def test_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    write(tmp_path, f'model = "file"\nbase_url = "{LOCAL}"')
    empty = {"DIGEST_MODEL": "", "DIGEST_BASE_URL": " ", "DIGEST_API_KEY": " \n", "OPENAI_API_KEY": ""}
    assert load(ModelFlags(), empty, tmp_path) == ModelSettings("file", LOCAL)


def test_the_rest_comes_from_the_flags_else_from_the_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        'structured = "tools"\ncontext_tokens = 4096\nconcurrency = 2\ntimeout_s = 12\nmax_tokens = 900',
    )
    assert load(FLAGS, {}, tmp_path)[3:8] == ("tools", 4096, 2, 12.0, 900)
    flags = FLAGS._replace(structured="prompt", context_tokens=512, concurrency=1, timeout_s=0.5)
    assert load(flags, {}, tmp_path)[3:8] == ("prompt", 512, 1, 0.5, 900)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": OPENAI, "OPENAI_MODEL": "gpt"},
        {"DIGEST_API_KEY": "k", "DIGEST_BASE_URL": LOCAL},
        {"DIGEST_MODEL": "", "DIGEST_BASE_URL": "not an address"},
    ],
)
def test_no_model_unless_named(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path, f'base_url = "{GATEWAY}"\nconcurrency = 2')
    assert load_model_settings(ModelFlags(), environment, tmp_path, tmp_path / "none") is None


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (ModelFlags(base_url=LOCAL), "--base-url"),
        (ModelFlags(structured="auto"), "--structured"),
        (ModelFlags(context_tokens=4096), "--context-tokens"),
        (ModelFlags(concurrency=3), "--concurrency"),
        (ModelFlags(timeout_s=3), "--timeout"),
    ],
)
def test_a_flag_for_no_model_says_to_name_one(tmp_path: Path, flags: ModelFlags, named: str) -> None:
    message = refusal(flags, {}, tmp_path)
    assert f"`{named}`" in message
    assert "add `--model" in message


def test_a_model_without_a_server_asks_for_one_with_examples(tmp_path: Path) -> None:
    message = refusal(ModelFlags(model="m"), {"OPENAI_BASE_URL": OPENAI, "OPENAI_API_KEY": "k"}, tmp_path)
    assert all(text in message for text in ("--base-url", LOCAL, "http://localhost:8080/v1", OPENAI))


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (FLAGS._replace(model=""), "--model"),
        (FLAGS._replace(model="a\x1b[2J"), "--model"),
        (FLAGS._replace(base_url=""), "--base-url"),
        (FLAGS._replace(structured="grammar"), "--structured.*json_object_schema"),
        (FLAGS._replace(context_tokens=511), "--context-tokens.*512"),
        (FLAGS._replace(concurrency=0), "--concurrency.*1024"),
        (FLAGS._replace(concurrency=1025), "--concurrency.*1024"),
        (FLAGS._replace(timeout_s=0.0), "--timeout"),
        (FLAGS._replace(timeout_s=float("nan")), "--timeout"),
    ],
)
def test_what_is_wrong_in_a_flag_is_named(tmp_path: Path, flags: ModelFlags, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        load_model_settings(flags, {}, tmp_path)


@pytest.mark.parametrize(
    ("given_text", "spelling"),
    [
        (LOCAL, LOCAL),
        (f"{LOCAL}/", LOCAL),
        (f"{LOCAL}/chat/completions", LOCAL),
        (f" {LOCAL}/chat/completions// ", LOCAL),
        (f"{LOCAL}/chat/completions/chat/completions", LOCAL),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://localhost/chat/completions", "http://localhost"),
        ("HTTPS://API.OpenAI.com:443/v1", OPENAI),
        ("http://Box:80/V1", "http://box/V1"),
        ("https://box:80/v1", "https://box:80/v1"),
        ("http://[0:0::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://llama_server:8080/v1", "http://llama_server:8080/v1"),
        ("https://gateway.example/openai/deployments/a%20b~1", "https://gateway.example/openai/deployments/a%20b~1"),
    ],
)
def test_an_address_has_one_spelling(tmp_path: Path, given_text: str, spelling: str) -> None:
    assert load(ModelFlags("m", given_text), {}, tmp_path).base_url == spelling
    assert parse_base_url(spelling, "x").text == spelling


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "http"),
        ("localhost:11434/v1", "http"),
        ("ftp://canary.example/v1", "http"),
        ("file:///canary", "http"),
        ("http:/canary/v1", "http"),
        ("//canary/v1", "http"),
        ("sk-canary", "http"),
        ("http://", "names no host"),
        ("http:///v1/canary", "names no host"),
        ("http://:8080/canary", "names no host"),
        ("https://user:canary@gateway.example/v1", "user or password"),
        ("https://canary@gateway.example/v1", "user or password"),
        ("https://@gateway.example/canary", "user or password"),
        ("https://user:pass/canary@gateway.example/v1", "user or password"),
        ("user:canary@gateway.example", "user or password"),
        ("https://gateway.example/v1?key=canary", "query"),
        ("https://gateway.example/canary?", "query"),
        ("https://gateway.example/v1#canary", "fragment"),
        ("https://gateway.example/canary#", "fragment"),
        ("https://gateway.example/v1\ncanary", "control"),
        ("https://gate\tway.example/canary", "control"),
        ("https://gateway.example/\x00canary", "control"),
        ("https://gateway.example/a canary", "blanks"),
        ("https://gatewäy.example/canary", "ASCII"),
        ("https://ｇateway.example/canary", "ASCII"),
        ("http://127.0.0.１/canary", "ASCII"),
        ("https://gateway.example/" + "canary" * 400, "too long"),
        ("https://gateway.example:0/canary", "port"),
        ("https://gateway.example:65536/canary", "port"),
        ("https://gateway.example:99999/canary", "port"),
        ("https://user:canary", "host and port"),
        ("https://gateway.example:/canary", "host and port"),
        ("https://gateway.example:-1/canary", "host and port"),
        ("https://gateway..example/canary", "host and port"),
        ("https://.example/canary", "host and port"),
        ("https://canary\\.example/v1", "host and port"),
        ("https://[::1/canary", "host and port"),
        ("https://[fe80::1%25canary]/v1", "host and port"),
        ("https://[v1.canary]/v1", "host and port"),
        ("https://[127.0.0.1]/canary", "IPv6"),
        ("https://[1::2::3]/canary", "IPv6"),
        ("https://gateway.example/\\canary", "path"),
        ("https://gateway.example/$(canary)", "path"),
        ("https://gateway.example/;canary", "path"),
        ('https://gateway.example/"canary', "path"),
        ("https://gateway.example/`canary`", "path"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_unseen(tmp_path: Path, address: str, reason: str) -> None:
    message = refusal(ModelFlags("m", address), {}, tmp_path)
    assert reason in message
    assert "`--base-url`" in message
    assert "canary" not in message
    assert "`DIGEST_BASE_URL`" in refusal(ModelFlags("m"), {"DIGEST_BASE_URL": address.strip() or "x"}, tmp_path)


def test_an_address_of_the_file_is_refused_by_the_name_of_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'model = "m"\nbase_url = "https://user:canary@gateway.example/v1"')
    message = refusal(ModelFlags(), {}, tmp_path)
    assert str(tmp_path / "digest.toml") in message
    assert "canary" not in message


@pytest.mark.parametrize(
    ("host", "is_loopback"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("box.localhost", True),
        ("127.0.0.1", True),
        ("127.255.3.4", True),
        ("[::1]", True),
        ("[0000::0001]", True),
        ("localhost.", False),
        ("localhost.evil.example", False),
        ("notlocalhost", False),
        ("127.0.0.1.evil.example", False),
        ("127.0.0.1.", False),
        ("127.1", False),
        ("127.0.0.01", False),
        ("0177.0.0.1", False),
        ("2130706433", False),
        ("0x7f000001", False),
        ("0x7f.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # nothing binds to it
        ("128.0.0.1", False),
        ("192.168.0.7", False),
        ("[::]", False),
        ("[::2]", False),
        ("[::ffff:127.0.0.1]", False),
        ("gateway.example", False),
    ],
)
def test_only_this_machine_is_loopback_and_http_to_others_warns(tmp_path: Path, host: str, is_loopback: bool) -> None:
    known = load(ModelFlags("m", f"http://{host}:8080/v1"), {"DIGEST_API_KEY": CANARY}, tmp_path)
    assert known.is_loopback is is_loopback
    assert known.concurrency == (4 if is_loopback else 16)
    assert len(known.warnings) == (0 if is_loopback else 1)
    assert all("the key travel unencrypted" in text and CANARY not in text for text in known.warnings)
    assert load(ModelFlags("m", f"https://{host}/v1"), {}, tmp_path).warnings == ()


def test_the_warning_speaks_of_a_key_only_if_there_is_one(tmp_path: Path) -> None:
    (warning,) = load(ModelFlags("m", "http://box/v1"), {"OPENAI_API_KEY": "k"}, tmp_path).warnings
    assert warning.startswith("prompts travel unencrypted to `http://box/v1`")


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
