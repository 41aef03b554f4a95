"""What each kind of server says of itself: the pages a client looks at before it asks anything."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tests.servers.http import Reply, json_reply, text_reply
from tests.servers.replies import MADE_AT

Pages = Mapping[str, Reply]
"""Replies by path."""


class Setup(NamedTuple):
    """What a server was started with."""

    models: Sequence[str]
    """As listed; others are answered too."""
    context_tokens: int


def listed(setup: Setup, owner: str, **more: object) -> Pages:
    """Return the list of models in OpenAI's form."""
    data = [{"id": name, "object": "model", "created": MADE_AT, "owned_by": owner, **more} for name in setup.models]
    return {"/v1/models": json_reply({"object": "list", "data": data})}


def openai(setup: Setup) -> Pages:
    """The hosted service."""
    return listed(setup, "system")


def llama_server(setup: Setup) -> Pages:
    """llama.cpp: the context of one slot in `meta`, the whole settings in `/props`."""
    meta = {"vocab_type": 1, "n_vocab": 354, "n_ctx": setup.context_tokens, "n_ctx_train": 131072, "n_params": 127552}
    models = listed(setup, "llamacpp", meta=meta)
    props = {
        "default_generation_settings": {"params": {"seed": 4294967295}, "n_ctx": setup.context_tokens},
        "total_slots": 2,
        "model_alias": setup.models[0],
        "model_path": "/models/fake.gguf",
        "build_info": "b1-fake",
        "chat_template": "{% for m in messages %}{{ m['content'] }}{% endfor %}",
    }
    return {
        **models,
        "/models": models["/v1/models"],
        "/props": json_reply(props),
        "/health": json_reply({"status": "ok"}),
    }


def llama_cpp_python(setup: Setup) -> Pages:
    """The Python binding's server: a bare list."""
    data = [{"id": name, "object": "model", "owned_by": "me", "permissions": []} for name in setup.models]
    return {"/v1/models": json_reply({"object": "list", "data": data})}


def ollama(setup: Setup) -> Pages:
    """Ollama: a dotted version, the trained context in `/api/show`, the real one in `/api/ps`."""
    info = {"general.architecture": "llama", "llama.context_length": 131072}
    loaded = [{"name": name, "model": name, "context_length": setup.context_tokens} for name in setup.models]
    return {
        **listed(setup, "library"),
        "/": text_reply("Ollama is running"),
        "/api/version": json_reply({"version": "0.15.2"}),
        "/api/show": json_reply({"details": {"family": "llama", "format": "gguf"}, "model_info": info}),
        "/api/ps": json_reply({"models": loaded}),
        "/api/tags": json_reply({"models": [{"name": name, "model": name} for name in setup.models]}),
    }


def ollama_cloud(setup: Setup) -> Pages:
    """Ollama that passes everything on to its cloud: nothing is loaded here."""
    show = {"remote_model": setup.models[0], "remote_host": "https://cloud.invalid:443", "details": {}}
    return {**ollama(setup), "/api/show": json_reply(show), "/api/ps": json_reply({"models": []})}


def lm_studio(setup: Setup) -> Pages:
    """LM Studio: the loaded context in a list of its own."""
    data: list[dict[str, Any]] = [
        {"id": name, "object": "model", "type": "llm", "state": "loaded", "max_context_length": 131072,
         "loaded_context_length": setup.context_tokens}
        for name in setup.models
    ]  # fmt: skip
    own = {"object": "list", "data": data}
    return {**listed(setup, "organization_owner"), "/api/v0/models": json_reply(own)}


def vllm(setup: Setup) -> Pages:
    """The server says how long a request may be in the list of models."""
    return {
        **listed(setup, "vllm", root=setup.models[0], parent=None, max_model_len=setup.context_tokens),
        "/version": json_reply({"version": "0.15.1"}),
        "/health": Reply(),
    }


def sglang(setup: Setup) -> Pages:
    """Like vLLM, and `/get_model_info`."""
    return {
        **listed(setup, "sglang", root=setup.models[0], max_model_len=setup.context_tokens),
        "/get_model_info": json_reply({"model_path": setup.models[0], "is_generation": True}),
        "/health": Reply(),
    }


def localai(setup: Setup) -> Pages:
    """LocalAI: a list without owners, a version in words."""
    data = [{"id": name, "object": "model"} for name in setup.models]
    return {
        "/v1/models": json_reply({"object": "list", "data": data}),
        "/version": json_reply({"version": "v3.8.0 (fake)"}),
    }


def transformers(_: Setup) -> Pages:
    """`transformers serve` without a network: the list of models is an error."""
    return {"/v1/models": text_reply("Internal Server Error", 500), "/health": json_reply({"status": "ok"})}


def gateway(setup: Setup) -> Pages:
    """A proxy in front of others: aliases, and no word about what is behind them."""
    return {**listed(setup, "openai"), "/health/liveliness": json_reply("I'm alive!")}


def tgi(setup: Setup) -> Pages:
    """Text generation inference: everything in `/info`."""
    info = {"model_id": setup.models[0], "max_total_tokens": setup.context_tokens, "version": "3.3.6", "router": "fake"}
    return {**listed(setup, setup.models[0]), "/info": json_reply(info), "/health": Reply()}


def bare(_: Setup) -> Pages:
    """A server that can do one thing."""
    return {}
