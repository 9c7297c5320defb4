"""What a fault does: instead of the request, or to its answer."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from intacct_sandbox.faults.rules import Rule
from intacct_sandbox.web.answer import DROPPED, Answer, page

Throttled = Callable[[str], Answer]
_NOISE = b"\x00\x1f\xff\xfe<<garbage>>" + bytes(range(128, 160))


async def before(plan: Sequence[Rule], throttled: Throttled, expire: Callable[[], None]) -> Answer | None:
    """Play the faults that come before the work; an answer means that the work is not done at all.

    `throttled` makes the surface's own refusal in a style ("" for its default), `expire` ends all sessions and tokens.
    """
    for rule in plan:
        if rule.kind == "delay" and rule.when != "after":
            await asyncio.sleep(rule.seconds)
        elif rule.kind == "hold" and rule.when != "after":
            await rule.hold()
        elif rule.kind == "expire_sessions":
            expire()
        elif answer := _instead(rule, throttled):
            return answer
    return None


async def after(plan: Sequence[Rule], answer: Answer) -> Answer:
    """Play the faults that come after the work is committed; returns what is sent instead of `answer`."""
    for rule in plan:
        if rule.kind == "delay" and rule.when == "after":
            await asyncio.sleep(rule.seconds)
        elif rule.kind == "hold" and rule.when == "after":
            await rule.hold()
        elif rule.kind == "content_type":
            answer = replace(answer, content_type=rule.content_type)
        elif rule.kind == "answer_lost":
            return DROPPED
        elif rule.kind == "status" and rule.when == "after":
            return _status(rule)
        elif rule.kind == "truncate":
            answer = _cut(rule, answer)
        elif rule.kind == "garbage" and rule.when == "after":
            return _garbage()
    return answer


def _instead(rule: Rule, throttled: Throttled) -> Answer | None:
    if rule.kind == "reset_before":
        return DROPPED
    if rule.kind == "status" and rule.when != "after":
        return _status(rule)
    if rule.kind == "throttle":
        return throttled(rule.style)
    if rule.kind == "maintenance":
        return page(503, "The Service is Temporarily Off-line")
    if rule.kind == "garbage" and rule.when != "after":
        return _garbage()
    return None


def _status(rule: Rule) -> Answer:
    if rule.body == "empty":
        return replace(page(rule.status, ""), body=b"")
    return page(rule.status, f"{rule.status} error")


def _cut(rule: Rule, answer: Answer) -> Answer:
    if rule.close:
        return replace(answer, cut=True)
    return replace(answer, body=answer.body[: len(answer.body) // 2])


def _garbage() -> Answer:
    return Answer(200, _NOISE, "application/octet-stream")
