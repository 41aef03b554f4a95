"""What is set about a model: flag, else environment, else file."""

from pathlib import Path

import pytest

from agent.base_url import parse_base_url
from agent.model_settings import ModelSettings, load_model_settings
from agent.settings import ModelFlags
from schemas.errors import UsageError
from tests.set_models import CANARY, FLAGS, GATEWAY, LOCAL, OPENAI, load, refusal, write


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "user" / "config.toml"


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
