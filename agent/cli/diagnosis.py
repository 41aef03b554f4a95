"""What `digest doctor` found out ─▶ lines: what it is, what it means, what to type next."""

import os
import shlex
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from agent.cli.printing import counted
from agent.cli.using import MOST_MODELS, Use, use_of, uses_of
from agent.doctor.home import HomeFacts
from agent.doctor.nearby import PORTS, Stand
from agent.doctor.server import ServerFacts
from agent.doctor.trial import Trial
from agent.model_settings import MAX_TOKENS, ModelSettings
from agent.settings import SETTINGS_FILE, ModelFlags

USUAL_PROMPT = 900
"""Tokens that asking about an average abstract takes."""
LEAST_ANSWER = 256  # tokens, as the model engine wants
SMALL_CONTEXT = 4096  # tokens
MOST_DROPPED = 3  # statements of the trial that are printed
_ORIGINS = {"--home": "from `--home`", "DIGEST_HOME": "from `DIGEST_HOME`", "default": "your data folder"}
_KINDS = {"llama-server": "llama-server", "ollama": "Ollama", "lm-studio": "LM Studio", "vllm": "vLLM"}
_RUNGS = {
    True: "the server itself holds every answer to the form",
    False: "the model is only asked to keep to the form: more answers may be unusable",
}
_CONTEXT = {
    "server": "as the server says",
    "set": "as you set it",
    "assumed": "assumed, as the server does not say: `--context-tokens N` if it has more",
}
_MORE_CONTEXT = {
    "llama-server": "for more: `llama-server -c 8192`",
    "lm-studio": "for more: load the model with a longer context in LM Studio",
    "vllm": "for more: `vllm serve --max-model-len 8192`",
}
_TOLD_CONTEXT = "if it has more already, say so with `--context-tokens N`"
Lines = Iterator[tuple[str, str]]
"""Label and text; an empty label goes on with the one before."""


class Diagnosis(NamedTuple):
    """All that was found out."""

    home: HomeFacts
    home_from: str
    """`--home`, `DIGEST_HOME`, `digest.toml` or `default`."""
    asked: ModelFlags
    known: ModelSettings | None
    """None: no model is named, or what is set cannot be used."""
    problem: str | None
    """Why what is set cannot be used."""
    server: ServerFacts | None
    """The server of the model that is named."""
    named: Stand | None
    """What answers at an address that was named without a model; None: nothing, or none was."""
    stands: tuple[Stand, ...] | None
    """What answers at ports of this machine; None: not looked for."""

    @property
    def key(self) -> str | None:
        """The variable that holds the key that is sent; None: none is."""
        if self.known is None or self.known.api_key is None:
            return None
        return "DIGEST_API_KEY" if os.environ.get("DIGEST_API_KEY", "").strip() else "OPENAI_API_KEY"

    @property
    def use(self) -> Use | None:
        """How to use the server; None if it cannot be."""
        if self.known is None or self.server is None or self.server.problem is not None:
            return None
        return use_of(self.known._replace(base_url=self.server.address), self.asked, self.key)


def text_of(found: Diagnosis) -> Iterator[str]:
    """Yield all lines."""
    lines = [*_home(found), ("", ""), *(_server(found.server, found) if found.server else _no_model(found))]
    if found.use is not None:
        lines += _labelled("use it", found.use.lines())
    stands = [one for one in (found.named, *(found.stands or ())) if one]
    for stand in stands:
        lines += [("", ""), *_stand(stand)]
    for label, text in lines:
        yield f"{label:<10}{text}".rstrip()


def _labelled(label: str, lines: Iterable[str]) -> Lines:
    for place, line in enumerate(lines):
        yield "" if place else label, line


def _home(found: Diagnosis) -> Lines:
    home = found.home
    state = "" if home.exists or home.problems else ": not there yet, made by the first build"
    yield "home", f"{home.folder} ({_ORIGINS.get(found.home_from, f'from `{found.home_from}`')}){state}"
    if home.papers is not None:
        yield "library", counted(home.papers, "paper")
    for tally in home.outcomes:
        name = "the embedded engine" if tally.engine == "extractive" else f"`{tally.engine}`"
        kind = "failed, tried again by the next build" if tally.kind == "again" else tally.kind
        yield "", f"{tally.papers} by {name}: {kind}"
    if home.answers is not None:
        size = home.answers_bytes
        yield (
            "answers",
            f"{home.answers} kept, {f'{size / 2**20:.1f} MiB' if size >= 2**20 else f'{size / 2**10:.0f} KiB'}",
        )
    for problem in home.unusable:
        yield "", problem
    if home.corrections:
        yield "yours", counted(home.corrections, "correction")
    for problem in home.problems:
        yield "problem", problem


def _no_model(found: Diagnosis) -> Lines:
    address, stand = found.asked.base_url, found.named
    if found.problem is not None:
        yield "problem", found.problem
    elif address is None:
        yield "model", "none named: builds use the embedded engine, which needs no server"
        if found.stands is None:
            yield "", "with a model a digest says more: `digest doctor --find` looks for servers on this machine"
    elif stand is None:
        yield "problem", f"nothing answers at {address}; start the server, or look with `digest doctor --find`"
    elif not stand.is_api:
        yield "problem", "no server of models is there: is the address right? Most end in `/v1`"
    else:
        yield "model", "none named; name one with `--model`"
    if found.stands is not None and not any(one.is_api for one in found.stands):
        yield "found", f"no server of models at ports {', '.join(map(str, PORTS))} of this machine"
        yield "", "start one (like `ollama serve`) and look again, or name its address: `digest doctor --base-url URL`"


def _server(server: ServerFacts, found: Diagnosis) -> Lines:
    yield "server", f"{server.address}{_kind(server.kind, server.version)}"
    yield "key", f"the one in `{found.key}` is sent" if found.key else _no_key()
    yield "model", f"`{server.model}`{_listed(server)}"
    if server.rung is not None:
        yield "form", f"{server.rung}, {'enforced' if server.enforced else 'advisory'}: {_RUNGS[server.enforced]}"
        since = server.remembered_since
        yield "", f"remembered since {since}; `--reprobe` finds out again" if since else "found out now"
    max_tokens = found.known.max_tokens if found.known else MAX_TOKENS
    yield from _room(server, max_tokens)
    if server.trial is not None:
        yield from _trial(server.trial)
        if server.trial.papers_an_hour and server.problem is None:
            loading = " (loading the model may be in it: run this again)" if server.remembered_since else ""
            yield "", f"about {_rounded(server.trial.papers_an_hour)} papers an hour, one after the other{loading}"
        if server.trial.thinks:
            yield "note", "the model thinks before it answers: that works, and costs time and tokens for every paper;"
            yield "", f"if answers are cut, write `max_tokens = {2 * max_tokens}` into {SETTINGS_FILE}"
            if server.context_tokens is not None and server.context_tokens < USUAL_PROMPT + 2 * max_tokens:
                yield (
                    "",
                    f"and give it a context of at least {USUAL_PROMPT + 2 * max_tokens:,} tokens to have that room",
                )
    if server.problem is not None:
        yield "problem", server.problem


def _no_key() -> str:
    if os.environ.get("OPENAI_API_KEY", "").strip():
        return "none is sent: `OPENAI_API_KEY` goes to OpenAI alone, `DIGEST_API_KEY` to the server that you name"
    return "none is sent; if the server wants one, set `DIGEST_API_KEY`"


def _listed(server: ServerFacts) -> str:
    if server.is_listed:
        return ", which the server lists"
    names = ", ".join(server.models[:MOST_MODELS]) + (", …" if len(server.models) > MOST_MODELS else "")
    if not names or "it has" in (server.problem or ""):  # said there
        return ""
    return f", not among those that the server lists ({names})"


def _kind(kind: str, version: str) -> str:
    known = " ".join(part for part in (_KINDS.get(kind, ""), version) if part)
    return f" ({known})" if known else ""


def _room(server: ServerFacts, max_tokens: int) -> Lines:
    context = server.context_tokens
    if context is None:
        return
    yield "context", f"{context:,} tokens, {_CONTEXT[server.context_from]}"
    free = context - USUAL_PROMPT
    usual = f"an average request (about {USUAL_PROMPT} tokens, and {max_tokens:,} for the answer)"
    if free >= max_tokens:
        yield "", f"{usual} fits"
    elif free >= LEAST_ANSWER:
        yield "", f"{usual} does not fit: answers have {free:,} tokens, and longer ones are cut"
    else:
        yield "", f"{usual} does not fit: most papers would fail"
    if free < max_tokens and server.kind != "ollama":
        yield "", f"{_MORE_CONTEXT.get(server.kind, 'start the server with a larger context')}; {_TOLD_CONTEXT}"
    if server.kind == "ollama" and (server.context_from == "assumed" or context <= SMALL_CONTEXT):
        yield "", "Ollama cuts longer prompts without a word; for more: `OLLAMA_CONTEXT_LENGTH=8192 ollama serve`"


def _trial(trial: Trial) -> Lines:
    if trial.outcome != "extracted":
        said: str = trial.outcome
    elif not trial.kept:
        said = "nothing that the answer says could be kept; larger models write better answers"
    elif trial.dropped:
        said = f"{counted(trial.kept, 'statement')} passed the checks, {counted(len(trial.dropped), 'item')} did not:"
    else:
        said = "the answer passed every check"
    yield "trial", f"one invented abstract: {said}"
    for sentence in trial.dropped[:MOST_DROPPED]:
        yield "", sentence
    if trial.seconds is None:
        return
    tokens = "the server does not count tokens"
    if trial.answer_tokens is not None:
        rate = f" ({_rounded(trial.tokens_a_second)} a second)" if trial.tokens_a_second else ""
        asked = "" if trial.prompt_tokens is None else f"{trial.prompt_tokens:,} tokens in, "
        tokens = f"{asked}{trial.answer_tokens:,} out{rate}"
    yield "speed", f"{trial.seconds:.1f} s, {counted(trial.requests, 'request')}, {tokens}"


def _rounded(number: float) -> str:
    """Return two digits of a number and what stands for the rest: 1234.5 is `1,200`."""
    return f"{float(f'{number:.2g}'):,.0f}" if number >= 10 else f"{number:.1f}"


def _stand(stand: Stand) -> Lines:
    if not stand.is_api:
        yield "found", f"{stand.address} answers, but is no OpenAI-compatible server"
        return
    yield "found", f"{stand.address}{_kind(stand.kind, stand.version)}: {_models(stand)}"
    uses = uses_of(stand)
    for use in uses[1:]:
        yield "", use.command
    if uses:
        yield from (("", line) for line in uses[0].lines())
    if stand.models:
        trying = shlex.join(["digest", "doctor", "--base-url", stand.address, "--model"])
        yield "", f"`{trying} NAME` tries one of them"


def _models(stand: Stand) -> str:
    if stand.wants_key:
        return "it wants a key; set `DIGEST_API_KEY`, and name it and a model with `--base-url` and `--model`"
    if stand.models:
        more = len(stand.models) - MOST_MODELS
        return counted(len(stand.models), "model") + (f", the first {MOST_MODELS} are" if more > 0 else "")
    if stand.kind == "ollama":
        return "it has no model yet; get one, for example `ollama pull qwen3:4b`"
    return "it lists no model; name the one that it runs with `--base-url` and `--model`"
