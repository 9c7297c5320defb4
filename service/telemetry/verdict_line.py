"""One log line per verdict, with the event id on it: what the on-call engineer searches for."""

import structlog

from schemas.verdict import DeadLetter, Receipt, Verdict

_log = structlog.get_logger("intacct_relay.verdict")


def verdict_logged(verdict: Verdict) -> None:
    """Write the line of one verdict. Call it after the log has acknowledged the verdict, once per verdict."""
    if isinstance(verdict, Receipt):
        _log.info("applied", **_common(verdict), **_of_receipt(verdict))
    else:
        _log.warning("dead letter", **_common(verdict), **_of_dead_letter(verdict))


def _common(verdict: Verdict) -> dict[str, object]:
    return {
        "event_id": verdict.event_id,
        "source": verdict.source,
        "type": verdict.type,
        "tenant": verdict.tenant,
        "transactions": verdict.transactions,
    }


def _of_receipt(receipt: Receipt) -> dict[str, object]:
    waited = (receipt.applied_at - receipt.received_at).total_seconds() if receipt.received_at else None
    return {
        "event_key": receipt.event_key,
        "entity": receipt.entity,
        "replay": receipt.replay,
        "seconds": waited,
        "records": [f"{each.operation} {each.object} {each.key} {each.record_number}" for each in receipt.records],
        "surfaces": sorted({each.surface for each in receipt.records}),
    }


def _of_dead_letter(letter: DeadLetter) -> dict[str, object]:
    return {
        "event_key": letter.id,
        "replay": letter.replays,
        "category": letter.failure.category.value,
        "code": letter.failure.code,
        "cause": letter.failure.cause,
        "next_step": letter.failure.next_step,
        "stage": letter.failure.stage,
        "attempts": letter.attempts,
    }
