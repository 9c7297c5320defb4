"""HTTP as curl would do it, from the standard library: what a sender of webhooks needs is no more than this."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

SECONDS = 10.0


def status(url: str) -> int:
    """The status of a GET; 0 when nobody answers."""
    try:
        with urlopen(url, timeout=SECONDS) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, OSError):
        return 0


def get(url: str) -> Any:
    """The JSON document at this address."""
    with urlopen(url, timeout=SECONDS) as answer:
        return json.load(answer)


def post(url: str, body: bytes, headers: dict[str, str]) -> Any:
    """POST, and the JSON document that is answered. Nothing but success is accepted."""
    with urlopen(Request(url, data=body, headers=headers, method="POST"), timeout=SECONDS) as answer:
        if answer.status != 200:
            raise SystemExit(f"{url} answered {answer.status}")
        return json.load(answer)
