"""Arrays of records: 207, all or nothing, order, sizes, keys."""

from typing import Any

import pytest
from clients import Rest
from documents import rest_bill, rest_vendor

from intacct_sandbox import Sandbox

VENDOR = "objects/accounts-payable/vendor"


async def test_reads_of_several_keys(rest: Rest) -> None:
    """GET with several keys is 200 with an array, and 207 when one of them is unknown."""
    _, body = await rest.call("POST", VENDOR, [rest_vendor("V-1", "A"), rest_vendor("V-2", "B")])
    keys = [each["key"] for each in body["ia::result"]]
    status, body = await rest.call("GET", f"{VENDOR}/{','.join(keys)}")
    assert (status, [each["id"] for each in body["ia::result"]]) == (200, ["V-1", "V-2"])
    status, body = await rest.call("GET", f"{VENDOR}/{keys[0]},999")
    assert (status, [each["ia::status"] for each in body["ia::result"]]) == (207, [200, 404])


async def test_atomic_batch_of_updates_and_workflows(rest: Rest, sandbox: Sandbox) -> None:
    """With the transaction header nothing of a batch is done when one part fails, on workflows too."""
    await rest.call("POST", VENDOR, rest_vendor())
    _, body = await rest.call("POST", "objects/accounts-payable/bill", [rest_bill("B-1"), rest_bill("B-2")])
    keys = [{"key": each["key"]} for each in body["ia::result"]]
    header = {"X-IA-API-Param-Transaction": "true"}
    submit = "workflows/accounts-payable/bill/submit"
    status, body = await rest.call("POST", submit, [*keys, {"key": "999"}], **header)
    codes = [each["ia::error"]["code"] for each in body["ia::result"]]
    assert (status, codes) == (207, ["unprocessed", "unprocessed", "notFound"])
    status, body = await rest.call("POST", submit, keys, **header)
    assert (status, [each["state"] for each in body["ia::result"]]) == (200, ["posted", "posted"])
    changes = [keys[0] | {"description": "x"}, keys[1] | {"colour": 1}]
    assert (await rest.call("PATCH", "objects/accounts-payable/bill", changes, **header))[0] == 207
    assert not any(row["operation"] == "update" for row in sandbox.ledger())


async def test_a_misspelled_transaction_header_means_nothing(rest: Rest, sandbox: Sandbox) -> None:
    """Only the exact name makes a batch atomic."""
    batch = [rest_vendor("V-1", "A"), rest_vendor("V-1", "B")]
    await rest.call("POST", VENDOR, batch, **{"Sage-Param-Transaction": "true"})
    assert len(sandbox.ledger()) == 1


@pytest.mark.parametrize("size", [500, 501])
async def test_five_hundred_records_and_no_more(rest: Rest, sandbox: Sandbox, size: int) -> None:
    """A batch of 500 is done; one of 501 is refused with 429 and nothing is done."""
    status, _ = await rest.call("POST", VENDOR, [rest_vendor(f"V-{n}", f"{n}") for n in range(size)])
    assert (status, len(sandbox.ledger())) == ((201, 500) if size == 500 else (429, 0))


@pytest.mark.parametrize(("choice", "status"), [("207", 207), ("first", 409)])
async def test_switch_all_failed(rest: Rest, sandbox: Sandbox, choice: str, status: int) -> None:
    """When every record failed the answer is 207, or by switch the first error for everyone."""
    await rest.call("POST", VENDOR, rest_vendor())
    sandbox.set_switches(batch_all_failed=choice)
    got, body = await rest.call("POST", VENDOR, [rest_vendor(), rest_vendor()])
    assert got == status
    assert ("ia::error" in body["ia::result"]) is (choice == "first")


async def test_one_key_covers_the_whole_array(rest: Rest, sandbox: Sandbox) -> None:
    """A batch is replayed as a whole; the key with another array is a conflict."""
    batch: list[Any] = [rest_vendor("V-1", "A"), rest_vendor("V-1", "B")]
    first = await rest.call("POST", VENDOR, batch, Idempotency_Key="b1")
    assert first[0] == 207
    assert await rest.call("POST", VENDOR, batch, Idempotency_Key="b1") == first
    assert (await rest.call("POST", VENDOR, batch[:1], Idempotency_Key="b1"))[0] == 409
    assert len(sandbox.ledger()) == 1
