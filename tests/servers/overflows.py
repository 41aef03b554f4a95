"""What kinds of servers do with a prompt that is longer than the context."""

from tests.servers.chat import BYTES_A_TOKEN, Chat, read_prompt
from tests.servers.http import Reply, json_reply
from tests.servers.replies import error


def one_error(chat: Chat, context: int) -> Reply | None:
    """Refuse it in few words."""
    return error(400, "context length exceeded") if chat.prompt_tokens > context else None


def nothing_said(_: Chat, _context: int) -> Reply | None:
    """Run on, for as long as it takes."""
    return None


def openai(chat: Chat, context: int) -> Reply | None:
    """Refuse it with a code of its own."""
    if chat.prompt_tokens <= context:
        return None
    message = f"{_maximum(context)} your messages resulted in {chat.prompt_tokens} tokens. Please reduce the length."
    return error(400, message, code="context_length_exceeded", param="messages")


def llama_server(chat: Chat, context: int) -> Reply | None:
    """Refuse it with both figures as numbers."""
    if chat.prompt_tokens <= context:
        return None
    said = f"request ({chat.prompt_tokens} tokens) exceeds the available context size ({context} tokens)"
    return error(
        400, f"{said}, try increasing it", "exceed_context_size_error", 400,
        n_prompt_tokens=chat.prompt_tokens, n_ctx=context,
    )  # fmt: skip


def vllm(chat: Chat, context: int) -> Reply | None:
    """Refuse it if prompt and room together are too much."""
    room = chat.room or 16
    if chat.prompt_tokens + room <= context:
        return None
    message = (
        f"{_maximum(context)} you requested {chat.prompt_tokens + room} tokens ({chat.prompt_tokens} in the messages, "
        f"{room} in the completion). Please reduce the length of the messages or completion."
    )
    return json_reply(
        {"object": "error", "message": message, "type": "BadRequestError", "param": None, "code": 400}, 400
    )


def sglang(chat: Chat, context: int) -> Reply | None:
    """Refuse it in the form of vLLM and words of its own."""
    if chat.prompt_tokens <= context:
        return None
    message = f"The input ({chat.prompt_tokens} tokens) is longer than the model's context length ({context} tokens)."
    return json_reply(
        {"object": "error", "message": message, "type": "BadRequestError", "param": None, "code": 400}, 400
    )


def gateway(chat: Chat, context: int) -> Reply | None:
    """Pass on the refusal of the server behind it."""
    if chat.prompt_tokens <= context:
        return None
    message = f"litellm.ContextWindowExceededError: litellm.BadRequestError: {_maximum(context)} it had more."
    return error(400, message, code="400")


def tgi(chat: Chat, context: int) -> Reply | None:
    """Refuse it as a validation error."""
    room = chat.room or 16
    if chat.prompt_tokens + room <= context:
        return None
    said = f"Input validation error: `inputs` tokens + `max_new_tokens` must be <= {context}."
    message = f"{said} Given: {chat.prompt_tokens} `inputs` tokens and {room} `max_new_tokens`"
    return json_reply({"error": message, "error_type": "validation"}, 422)


def lm_studio(chat: Chat, context: int) -> Reply | None:
    """Tell the error with status 200."""
    if chat.prompt_tokens <= context:
        return None
    message = "The number of tokens to keep from the initial prompt is greater than the context length."
    return json_reply({"error": f"{message} Try to load the model with a larger context length."})


def front_lost(chat: Chat, context: int) -> Chat | None:
    """Drop the front without a word: the instructions go first."""
    if chat.prompt_tokens <= context:
        return None
    kept = chat.prompt.encode()[-(context - 9) * BYTES_A_TOKEN :].decode("utf-8", "ignore")
    title, sentences, _ = read_prompt(kept)
    return chat._replace(system="", user=kept, title=title, sentences=sentences, told=None)


def _maximum(context: int) -> str:
    return f"This model's maximum context length is {context} tokens. However,"
