"""What a webhook or a queued event says about the write that caused it, besides its body."""

import zlib
from typing import Any

from intacct_sandbox.company.user_numbers import user_number
from intacct_sandbox.company.written import Written
from intacct_sandbox.outgoing.signature import compact
from intacct_sandbox.outgoing.trigger import Trigger


def client_context(trigger: Trigger, written: Written, point: str, number_form: str = "text") -> dict[str, Any]:
    """The content of X-ClientContext; names and their order as samples of the webhook guide have them."""
    caller, record = written.caller, written.record
    number = company_number(caller.company.id)
    return {
        "COMPANY": str(number) if number_form == "text" else number,
        "ENTITY": caller.entity or False,
        "USER": user_number(caller.company, caller.user.id),
        "OBJECTNAME": written.type.xml,
        "RESTOBJECTNAME": written.type.rest,
        "DOCTYPE": "",
        "ID": record.get(written.type.id_field) or {},
        "VID": str(record["key"]),
        "EVENT": point,
        "EVENTNAME": trigger.name,
        "TIMESTAMP": _american(written.stamp),
    }


def queue_context(written: Written, point: str, form: str = "json") -> bytes:
    """The context of a queued event; `broken` leaves out a comma's worth of JSON, as the published sample does."""
    name = written.type.rest.rpartition("/")[2] or written.type.name
    event, key, id = point.replace("_", ".", 1), str(written.record["key"]), written.type.business_key(written.record)
    if form == "json":
        return compact({"object": name, "event": event, "key": key, "id": id})
    return f'{{ "object" : "{name}", "event" : "{event}", "key" : "{key}" : "id" : "{id}" }}'.encode()


def company_number(company: str) -> int:
    """A number for a company id that stays the same; live companies have one."""
    return 100_000 + zlib.crc32(company.encode()) % 900_000


def _american(stamp: str) -> str:
    return f"{stamp[5:7]}/{stamp[8:10]}/{stamp[:4]} {stamp[11:19]}"
