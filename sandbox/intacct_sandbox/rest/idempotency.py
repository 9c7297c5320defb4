"""Idempotency-Key: stored answers, failed ones too, replayed for 48 hours; keys remembered for 60 days
(developer.sage.com: idempotency section of the bulk-requests guide). A key belongs to company, user and client (assumed
from "from the same user")."""

import hashlib
import pickle
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from intacct_sandbox.clock import Clock
from intacct_sandbox.company.packing import Squeezer
from intacct_sandbox.state_file import StateFile
from intacct_sandbox.web.answer import Answer

REPLAYED = timedelta(hours=48)
REMEMBERED = timedelta(days=60)
Key = tuple[str, str, str, str]


class KeyConflict(Exception):
    """The key is in use by a twin, was used with another request, or its answer is no longer kept."""


@dataclass(slots=True)
class _Entry:
    digest: str
    since: datetime
    answer: Answer | None = None


class IdempotencyKeys:
    """The keys of all companies of one sandbox. An entry with its answer is kept packed: there may be a million."""

    def __init__(self, clock: Clock, state: StateFile) -> None:
        self._clock = clock
        self._state = state
        self._squeezer = Squeezer()
        # company, user and client -> key -> entry, as an object while it is locked
        self._scopes: dict[tuple[str, str, str], dict[str, _Entry | bytes]] = {}

    def begin(self, key: Key, digest: str) -> Answer | None:
        """The answer to replay, or None after locking the key for us; raises KeyConflict."""
        entry = self._get(key)
        age = self._clock.now() - entry.since if entry else REMEMBERED
        if entry is None or (age >= REMEMBERED and entry.answer is not None):
            self._scope(key)[key[3]] = _Entry(digest, self._clock.now())
            return None
        if entry.answer is None:
            raise KeyConflict("Another request with the same idempotency key is in progress")
        if entry.digest != digest:
            raise KeyConflict("The idempotency key was used for a different request from the same user")
        if age >= REPLAYED:
            raise KeyConflict("The idempotency key was already used and its response is no longer available")
        return entry.answer.with_headers({"x-ia-idempotency-cached-date": f"{entry.since:%Y-%m-%dT%H:%M:%SZ}"})

    def finish(self, key: Key, answer: Answer) -> None:
        """Keep the answer of a locked key."""
        entry = self._get(key)
        assert entry is not None
        entry.answer = answer
        self._scope(key)[key[3]] = _packed(entry, self._squeezer)
        kept = {"digest": entry.digest, "since": entry.since.isoformat(), "status": answer.status,
                "body": answer.body.decode("utf-8", "replace"), "headers": answer.headers}  # fmt: skip
        self._state.answered(list(key), kept)

    def release(self, key: Key) -> None:
        """Forget a locked key whose request did not reach the application."""
        if isinstance(self._scope(key).get(key[3]), _Entry):
            del self._scope(key)[key[3]]

    def restore(self, key: list[str], kept: dict[str, Any]) -> None:
        """Put back an answer read from a state file."""
        answer = Answer(kept["status"], kept["body"].encode(), headers=kept["headers"])
        company, user, client, name = key
        entry = _Entry(kept["digest"], datetime.fromisoformat(kept["since"]), answer)
        self._scope((company, user, client, name))[name] = _packed(entry, self._squeezer)

    def _scope(self, key: Key) -> dict[str, _Entry | bytes]:
        return self._scopes.setdefault(key[:3], {})

    def _get(self, key: Key) -> _Entry | None:
        found = self._scope(key).get(key[3])
        return _unpacked(found, self._squeezer) if isinstance(found, bytes) else found


def _packed(entry: _Entry, squeezer: Squeezer) -> bytes:
    answer = entry.answer or Answer()
    kept = (bytes.fromhex(entry.digest), entry.since.timestamp(), answer.status, answer.body, answer.content_type,
            answer.headers)  # fmt: skip
    return squeezer.squeeze(pickle.dumps(kept, pickle.HIGHEST_PROTOCOL))


def _unpacked(packed: bytes, squeezer: Squeezer) -> _Entry:
    digest, since, status, body, kind, headers = pickle.loads(squeezer.restore(packed))
    return _Entry(digest.hex(), datetime.fromtimestamp(since, UTC), Answer(status, body, kind, headers))


def digest(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same."""
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).hexdigest()
