"""From the bytes of an answer to its object: whatever is not a JSON object with a status is trouble, said briefly."""

import json

from voipms_server.shapes import is_row


class Trouble(Exception):
    """What came back is not an answer of the API."""


class EmptyBody(Trouble):
    """HTTP 200 with nothing in it; the API does that after some successful deletions (observed)."""


def read(status: int, content_type: str, body: bytes) -> dict[str, object]:
    """The answer's object. Raises Trouble with one short phrase that holds nothing of the body."""
    if 300 <= status < 400:
        raise Trouble(f"a redirect (HTTP {status}); use https://voip.ms/api/v1/rest.php, without www")
    if status != 200:
        raise Trouble(f"HTTP {status}")
    if not body.strip():
        raise EmptyBody("an empty answer")
    return _object(content_type, body)


def _object(content_type: str, body: bytes) -> dict[str, object]:
    try:
        answer: object = json.loads(body)
    except (ValueError, RecursionError):
        page = "html" in content_type or body.lstrip()[:1] == b"<"
        raise Trouble("a web page instead of an answer" if page else "an answer that is not whole JSON") from None
    if not is_row(answer):
        raise Trouble("JSON that is not an object")
    if not isinstance(answer.get("status"), str):
        raise Trouble("an answer without a status")
    return answer
