"""What kinds of servers refuse or die of before a model is asked."""

import json

from tests.servers.chat import Chat
from tests.servers.http import Reply, json_reply, text_reply
from tests.servers.instances import count_properties, enums, largest, nodes
from tests.servers.replies import error

MOST_CHOICES = 4  # of one enum that a grammar-choker takes
MOST_PROPERTIES = 6  # that a property-choker takes
DEADLY_LENGTH = 1100  # `maxLength` from which llama-cpp-python dies
DEADLY_ITEMS = 2500
TRANSFORMERS_KNOWS = frozenset(
    """model messages max_tokens max_completion_tokens temperature top_p frequency_penalty presence_penalty seed stop n
    stream stream_options logprobs top_logprobs logit_bias response_format tools tool_choice user generation_config
    """.split()
)


def nothing(_: Chat) -> Reply | None:
    """Take everything."""
    return None


def openai(chat: Chat) -> Reply | None:
    """Refuse what the hosted service refuses."""
    if chat.model.startswith("o-mini"):
        if "max_tokens" in chat.body:
            message = (
                "Unsupported parameter: 'max_tokens' is not supported with this model. "
                "Use 'max_completion_tokens' instead."
            )
            return error(400, message, code="unsupported_parameter", param="max_tokens")
        if (temperature := chat.body.get("temperature", 1)) != 1:
            message = (
                f"Unsupported value: 'temperature' does not support {temperature} with this model. "
                "Only the default (1) value is supported."
            )
            return error(400, message, code="unsupported_value", param="temperature")
    if chat.form == "json_object_schema":
        return error(400, "Unknown parameter: 'response_format.schema'.", code="unknown_parameter")
    if chat.form == "json_object" and "json" not in chat.prompt.lower():
        message = (
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
        )
        return error(400, message, param="messages")
    return _openai_strict(chat)


def _openai_strict(chat: Chat) -> Reply | None:
    wanted = (chat.body.get("response_format") or {}).get("json_schema") or {}
    if not wanted.get("strict") or not chat.schema:
        return None
    for node in nodes(chat.schema):
        if node.get("type") != "object":
            continue
        wrong = (
            "'additionalProperties' is required to be supplied and to be false"
            if node.get("additionalProperties") is not False
            else "'required' is required to be supplied and to be an array including every key in properties"
            if set(node.get("required", ())) != set(node.get("properties", {}))
            else ""
        )
        if wrong:
            message = f"Invalid schema for response_format '{wanted.get('name')}': In context=(), {wrong}."
            return error(400, message, param="response_format")
    return None


def llama_cpp_python(chat: Chat) -> Reply | None:
    """Answer 500 to `json_schema`; die of a schema that it makes too large a grammar of."""
    if chat.form == "json_schema":
        message = (
            "[{'type': 'literal_error', 'msg': \"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}]"
        )
        return error(500, message, "internal_server_error")
    schema = chat.schema or {}
    quoted = any('"' in str(one) or "\\" in str(one) for choices in enums(schema) for one in choices)
    if quoted or largest(schema, "maxLength") >= DEADLY_LENGTH or largest(schema, "maxItems") >= DEADLY_ITEMS:
        return Reply(manner="close", dies=True)
    return None


def ollama(chat: Chat) -> Reply | None:
    """Refuse tools for a model that has none, and references that lead nowhere."""
    if chat.form == "tools" and chat.model.startswith("no-tools"):
        return error(400, f"registry.ollama.ai/library/{chat.model} does not support tools", "api_error")
    if chat.schema and "$ref" in json.dumps(chat.schema):
        return error(500, "invalid JSON schema in format", "api_error")
    return None


def lm_studio(chat: Chat) -> Reply | None:
    """Take `json_schema` alone, and no name of a tool."""
    if chat.form in ("json_object", "json_object_schema"):
        return json_reply({"error": "'response_format.type' must be 'json_schema' or 'text'"}, 400)
    if isinstance(chat.body.get("tool_choice"), dict):
        message = "Invalid tool_choice type: 'object'. Supported string values: none, auto, required"
        return json_reply({"error": message}, 400)
    return None


def transformers(chat: Chat) -> Reply | None:
    """Refuse every field that is not known."""
    unknown = sorted(set(chat.body) - TRANSFORMERS_KNOWS)
    if unknown:
        return json_reply({"detail": f"Unexpected keys in the request: {set(unknown)}"}, 422)
    return None


def gateway(chat: Chat) -> Reply | None:
    """Refuse what the provider behind it is not known to take; the model `drops-params` drops it without a word."""
    if chat.model.startswith("raises-params") and chat.form != "none":
        field = "tools" if chat.form == "tools" else "response_format"
        message = (
            f"litellm.UnsupportedParamsError: fake does not support parameters: ['{field}'], for model={chat.model}. "
            "To drop these, set `litellm.drop_params=True`."
        )
        return error(400, message, "None", "400")
    return None


def tgi(chat: Chat) -> Reply | None:
    """Take the form of its own only: `value` beside `type`."""
    if chat.form in ("json_schema", "json_object", "json_object_schema"):
        message = "Failed to deserialize the JSON body into the target type: response_format: missing field `value`"
        return text_reply(f"{message} at line 1 column 97", 422)
    return None


def grammar_choker(chat: Chat) -> Reply | None:
    """Choke on enums of more than a few choices."""
    if any(len(choices) > MOST_CHOICES for choices in enums(chat.schema or {})):
        return _bad_grammar()
    return None


def property_choker(chat: Chat) -> Reply | None:
    """Choke on schemas with more than a few properties, however they are cut back."""
    return _bad_grammar() if count_properties(chat.schema or {}) > MOST_PROPERTIES else None


def _bad_grammar() -> Reply:
    return error(400, "failed to parse grammar", code=400)
