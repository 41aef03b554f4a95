"""What a failed request means: HTTP status, body and exceptions of the client ─▶ `RequestError`.

Servers agree on little: a wrong key is 401 here and 500 there, a full context 400 with five different bodies. What is
told to people holds the server's own words, cut short, and never the text of the exception, which may hold a request.
"""

import email.utils
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from schemas.errors import FaultKind, RequestError

LONGEST_WORDS = 200  # characters of a server's own message that are repeated
_CONTEXT = re.compile(
    r"context[ _-]?(?:length|size|window)|exceed_context|maximum context|too many tokens|prompt is too long"
    r"|larger than the context|n_ctx",
    re.IGNORECASE,
)
_QUOTA = re.compile(r"insufficient_quota|exceeded your current quota|billing|credit balance|payment", re.IGNORECASE)
_LOADING = re.compile(r"loading|starting|warming|not ready|unavailable", re.IGNORECASE)
_MODEL = re.compile(r"model", re.IGNORECASE)
_CONTEXT_KEYS = ("n_ctx", "max_model_len", "context_length")


def fault_of_status(status: int, headers: Mapping[str, str], body: object) -> RequestError:
    """Return what a reply with an error status means.

    Args:
        status: Outside 200–299.
        headers: Of the reply, names in any case.
        body: Parsed JSON, else text, else None.
    """
    words = words_of(body)
    said = f"HTTP {status}" + (f": {words}" if words else "")
    text = f"{words} {_code(body)}"
    kind: FaultKind
    if 300 <= status < 400:
        return RequestError("moved", f"{said}: it sends elsewhere, and no other host is asked", status)
    if _QUOTA.search(text) and status in (402, 403, 429):
        return RequestError("quota", said, status)
    if status in (400, 413, 422, 500) and _CONTEXT.search(text):
        return RequestError("too-long", said, status, context_tokens=_context(body))
    if status in (401, 403):
        kind = "unauthorized"
    elif status == 404:
        kind = "unknown-model"
    elif status in (408, 425):
        kind = "timeout"
    elif status == 429:
        kind = "rate-limited"
    elif status in (502, 503, 504, 529):
        kind = "overloaded"
    elif status >= 500:
        kind = "overloaded" if _LOADING.search(words) else "broken"
    else:
        kind = "rejected"
    return RequestError(kind, said, status, retry_after_s=retry_after_s(headers))


def fault_in_reply(error: object) -> RequestError:
    """Return what an `error` object in a reply with status 200 means."""
    words = words_of({"error": error})
    text = f"{words} {_code({'error': error})}"
    if _QUOTA.search(text):
        return RequestError("quota", words, 200)
    if _CONTEXT.search(text):
        return RequestError("too-long", words, 200, context_tokens=_context({"error": error}))
    if _LOADING.search(text):
        return RequestError("overloaded", words, 200)
    return RequestError("not-an-answer", f"an error in a reply: {words}", 200)


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds of a `Retry-After` (RFC 9110 §10.2.3) or `retry-after-ms`; None if it is of no use."""
    found = {name.lower(): value for name, value in headers.items()}
    try:
        if "retry-after-ms" in found:
            seconds = float(found["retry-after-ms"]) / 1000
        elif "retry-after" in found:
            seconds = _seconds(found["retry-after"], now or datetime.now(UTC))
        else:
            return None
    except (ValueError, TypeError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _seconds(value: str, now: datetime) -> float:
    try:
        return float(value)
    except ValueError:
        date = email.utils.parsedate_to_datetime(value)
        return (date.replace(tzinfo=date.tzinfo or UTC) - now).total_seconds()


def words_of(body: object) -> str:
    """Return a server's own message on one line, cut short; empty if there is none."""
    found: object = body
    if isinstance(body, Mapping):
        error = body.get("error", body)
        found = (
            (error.get("message") or error.get("detail") or error.get("code")) if isinstance(error, Mapping) else error
        )
        if found is None:
            found = body.get("detail") or body.get("message")
    text = " ".join(str(found).split()) if isinstance(found, str | list) else ""
    if "<html" in text.lower() or "<!doctype" in text.lower():
        return "a page of HTML"
    return text[:LONGEST_WORDS]


def _code(body: object) -> str:
    error = body.get("error", body) if isinstance(body, Mapping) else None
    return f"{error.get('code')} {error.get('type')}" if isinstance(error, Mapping) else ""


def _context(body: object) -> int | None:
    error: Any = body.get("error", body) if isinstance(body, Mapping) else None
    for place in (error, body):
        if isinstance(place, Mapping):
            for key in _CONTEXT_KEYS:
                if isinstance(place.get(key), int) and place[key] > 0:
                    return int(place[key])
    match = re.search(r"(?:context (?:length|size|window) (?:is|of)|n_ctx[ =:]+)\D{0,4}(\d{3,7})", words_of(body))
    return int(match.group(1)) if match else None
