"""services/bulk/job: a file of records, worked on in the queue; status, results, callback."""

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from clients import REST, Rest
from documents import rest_vendor
from receiver import Receiver

from intacct_sandbox import Sandbox

VENDOR = "accounts-payable/vendor"


async def create(rest: Rest, records: Any, file: str = "vendors.json", field: str = "file", **asked: Any) -> Any:
    if not rest.token:
        await rest.sign_in()
    body = {"objectName": VENDOR, "operation": "create", "jobFile": "vendors.json", "fileContentType": "json"} | asked
    form = aiohttp.FormData()
    form.add_field("ia::requestBody", json.dumps(body))
    form.add_field(field, json.dumps(records).encode(), filename=file, content_type="application/json")
    headers = {"Authorization": f"Bearer {rest.token}"}
    async with rest.http.post(f"{rest.sandbox.url}{REST}services/bulk/job/create", data=form, headers=headers) as got:
        return got.status, await got.json()


async def finished(rest: Rest, id: str) -> Any:
    for _ in range(200):
        _, body = await rest.call("GET", f"services/bulk/job/status?jobId={id}")
        if body["ia::result"]["status"] == "completed":
            return body["ia::result"]
        await asyncio.sleep(0)
    raise AssertionError(body)


async def download(rest: Rest, id: str) -> Any:
    return await rest.call("GET", f"services/bulk/job/status?jobId={id}&download=true")


async def test_records_are_created_each_for_itself(rest: Rest, sandbox: Sandbox) -> None:
    """One wrong record does not stop the others; the result has a row for each, in order."""
    records = [rest_vendor(f"V-{n % 700}", f"{n % 700}") for n in range(701)]
    status, body = await create(rest, records)
    job = body["ia::result"]
    assert (status, set(job)) == (200, {"jobId", "statusURL", "createdDateTime"})
    assert (await finished(rest, job["jobId"]))["percentComplete"] == 100
    _, body = await download(rest, job["jobId"])
    assert [each["ia::status"] for each in body["ia::result"]] == [201] * 700 + [409]
    assert body["ia::meta"] == {"totalCount": 701, "totalSuccess": 700, "totalError": 1}
    assert len(sandbox.ledger()) == 700


async def test_updates_and_deletes_carry_keys(rest: Rest, sandbox: Sandbox) -> None:
    """update and delete take the key from each record."""
    keys = [await rest.create(VENDOR, rest_vendor(f"V-{n}", f"{n}")) for n in range(2)]
    _, body = await create(rest, [{"key": keys[0], "name": "New"}, {"name": "x"}], operation="update")
    await finished(rest, body["ia::result"]["jobId"])
    _, results = await download(rest, body["ia::result"]["jobId"])
    assert [each["ia::status"] for each in results["ia::result"]] == [200, 404]
    _, body = await create(rest, [{"key": keys[1]}], operation="delete")
    await finished(rest, body["ia::result"]["jobId"])
    assert [(row["operation"], row["key"]) for row in sandbox.ledger()[2:]] == [("update", "V-0"), ("delete", "V-1")]


async def test_callback_tells_the_status(rest: Rest) -> None:
    """When the job is done its status is POSTed to the callback."""
    async with Receiver() as receiver:
        _, body = await create(rest, [rest_vendor()], callbackURL=f"{receiver.url}/bulk")
        got = json.loads((await receiver.next()).body)["ia::result"]
    assert (got["jobId"], got["status"]) == (body["ia::result"]["jobId"], "completed")


@pytest.mark.parametrize(("field", "file"), [("file", "vendors.json"), ("vendors.json", "other.json")])
async def test_job_file_matches_file_or_field(rest: Rest, field: str, file: str) -> None:
    """jobFile may name the file or the form field."""
    assert (await create(rest, [rest_vendor()], file, field))[0] == 200


@pytest.mark.parametrize(
    ("records", "asked"),
    [
        ([], {}),
        ({}, {}),
        ([{}], {"operation": "upsert"}),
        ([{}], {"jobFile": "other.json"}),
        ([{}], {"fileContentType": "csv"}),
        ([{}], {"colour": 1}),
        ([{}], {"callbackURL": 1}),
        ([{}], {"objectName": 1}),
    ],
)
async def test_wrong_jobs_are_400(rest: Rest, records: Any, asked: dict[str, Any]) -> None:
    """What cannot be read makes no job."""
    assert (await create(rest, records, **asked))[0] == 400


async def test_unknown_objects_jobs_and_forms(rest: Rest, sandbox: Sandbox) -> None:
    """404 for what does not exist, 400 for another content type, 405 for another method."""
    assert (await create(rest, [{}], objectName="a/b"))[0] == 404
    assert (await rest.call("GET", "services/bulk/job/status?jobId=x"))[0] == 404
    assert (await rest.call("POST", "services/bulk/job/create", {}))[0] == 400
    assert (await rest.call("GET", "services/bulk/job/create"))[0] == 405
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        assert (await rest.call("POST", "services/bulk/job/create", b"--x", **{"Content-Type": kind}))[0] == 400
    sandbox.set_switches(bulk_create_status=201)
    assert (await create(rest, [rest_vendor()]))[0] == 201
