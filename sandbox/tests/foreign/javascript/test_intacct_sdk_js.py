"""npm @intacct/intacct-sdk 2.2.1, the official JavaScript SDK, against the sandbox: what it writes, class by class.

It runs unchanged in a process of its own, over https to api.intacct.com; that name leads to loopback.
"""

from pathlib import Path

import pytest
from javascript_books import changed, last, query, rows
from javascript_cases import SUMMARIES, WRITTEN, Written, bill, filled, invoice
from javascript_sdk import Client, Data, Thrown, new

from intacct_sandbox.threaded import SandboxThread


def _by_query(case: Written, *fields: str) -> Data:
    condition = new("Common.Query.Comparison.EqualTo.EqualToString", field=case.field, value=case.id)
    return new("Common.ReadByQuery", objectName=case.xml, query=condition, fields=list(fields), pageSize=10)


def _create(client: Client, case: Written) -> Data:
    before = client.execute(case.before)["key"] if case.before else ""
    return client.execute(filled(case.create, before=before))


def _key(client: Client, case: Written) -> str:
    """The record number of the case's record, as both queries of the SDK tell it."""
    (old,) = client.rows(_by_query(case, "RECORDNO", case.field))
    (row,) = client.rows(query(case.xml, ["RECORDNO", case.field], case.field, "equalTo", case.id))
    assert row == old == {"RECORDNO": row["RECORDNO"], case.field: case.id}
    key: str = row["RECORDNO"]
    return key


@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_what_the_sdk_creates_every_read_of_it_finds(client: Client, sandbox: SandboxThread, case: Written) -> None:
    """A record is in the ledger once, under the key that the SDK returned, and each of its ways to read finds it."""
    result = _create(client, case)
    row = last(sandbox, case.object, "create")
    key = _key(client, case)
    assert str(row["record_number"]) == key
    told = result.get("key") or result["data"][0]
    assert told in (key, row["key"]) or told["RECORDNO"] == key
    (read,) = client.rows(new("Common.Read", objectName=case.xml, keys=[key]))
    assert read[case.field] == case.id
    (named,) = client.rows(new("Common.Read", objectName=case.xml, keys=[key], fields=[case.field]))
    assert named == {case.field: case.id}
    assert _found_by_name(client, case, str(row["key"])) == case.id


def _found_by_name(client: Client, case: Written, name: str) -> str:
    (found,) = client.rows(new("Common.ReadByName", objectName=case.xml, names=[name], fields=[case.field]))
    id: str = found[case.field]
    return id


@pytest.mark.parametrize("case", [each for each in WRITTEN if each.update], ids=str)
def test_what_the_sdk_updates_is_read_back(client: Client, sandbox: SandboxThread, case: Written) -> None:
    """The fields that an update names are changed, and the others are as they were."""
    _create(client, case)
    key = _key(client, case)
    assert case.update
    client.execute(filled(case.update, key=key))
    (read,) = client.rows(new("Common.Read", objectName=case.xml, keys=[key], fields=list(case.changed)))
    assert read == case.changed
    assert str(last(sandbox, case.object, "update")["record_number"]) == key


@pytest.mark.parametrize("case", [each for each in WRITTEN if each.delete], ids=str)
def test_what_the_sdk_deletes_is_gone(client: Client, sandbox: SandboxThread, case: Written) -> None:
    """A deleted record is deleted once in the ledger, and no query finds it."""
    _create(client, case)
    key = _key(client, case)
    assert case.delete
    client.execute(filled(case.delete, key=key))
    assert [str(row["record_number"]) for row in rows(sandbox, case.object, "delete")] == [key]
    assert client.execute(_by_query(case, case.field))["totalCount"] == 0


@pytest.mark.parametrize("case", [each for each in WRITTEN if each.reverse], ids=str)
def test_what_the_sdk_reverses_stays_and_is_reversed_once(
    client: Client, sandbox: SandboxThread, case: Written
) -> None:
    """A reversal is in the ledger once, the record is still found, and a second reversal fails."""
    _create(client, case)
    key = _key(client, case)
    assert case.reverse
    reverse = filled(case.reverse, key=key)
    client.execute(reverse)
    with pytest.raises(Thrown) as again:
        client.execute(reverse)
    assert again.value.kind == "ResultException"
    assert [str(row["record_number"]) for row in rows(sandbox, case.object, "reverse")] == [key]


@pytest.mark.parametrize(("summary", "object", "document"), SUMMARIES, ids=[each[1] for each in SUMMARIES])
def test_documents_are_put_into_a_summary(
    client: Client, sandbox: SandboxThread, summary: Data, object: str, document: Data
) -> None:
    """A summary is made once, and the document that names it is in it."""
    key = client.execute(summary)["key"]
    assert str(last(sandbox, f"{object}-summary", "create")["record_number"]) == key
    client.execute(changed(document, summaryRecordNo=key))
    assert last(sandbox, object, "create")["fields"]["summary"] == key


def test_attachments_and_their_folders(client: Client, sandbox: SandboxThread, tmp_path: Path) -> None:
    """A file of this machine is attached, a second one added, the folder listed; both are deleted again."""
    (tmp_path / "b1.pdf").write_bytes(b"%PDF-")
    (tmp_path / "b2.txt").write_bytes(b"two")
    files = [new("Company.AttachmentFile", filePath=str(tmp_path / name)) for name in ("b1.pdf", "b2.txt")]
    client.execute(new("Company.AttachmentsFolderCreate", folderName="Scans", description="Paper"))
    client.execute(new("Company.AttachmentsFolderUpdate", folderName="Scans", description="Paper, scanned"))
    client.execute(new("Company.AttachmentsCreate", attachmentsId="S-1", attachmentsName="Scan",
                       attachmentFolderName="Scans", description="Bill B-1", files=files[:1]))  # fmt: skip
    client.execute(new("Company.AttachmentsUpdate", attachmentsId="S-1", description="B-1 and B-2", files=files[1:]))
    listed = client.execute(new("Common.GetList.GetList", object="supdoc"))
    assert (listed["totalCount"], listed["data"][0]["description"]) == (1, "B-1 and B-2")
    names = [each["attachmentname"] for each in listed["data"][0]["attachments"]["attachment"]]
    assert names == ["b1", "b2"]
    client.execute(bill(attachmentsId="S-1"))
    assert last(sandbox, "bill", "create")["fields"]["attachment"] == "S-1"
    with pytest.raises(Thrown):
        client.execute(new("Company.AttachmentsDelete", attachmentsId="S-9"))
    client.execute(new("AccountsPayable.BillDelete", recordNo=str(last(sandbox, "bill", "create")["record_number"])))
    client.execute(new("Company.AttachmentsDelete", attachmentsId="S-1"))
    client.execute(new("Company.AttachmentsFolderDelete", folderName="Scans"))
    assert [row["object"] for row in sandbox.ledger()[-2:]] == ["attachment", "attachment-folder"]


def test_an_update_by_the_id_of_another_system(client: Client) -> None:
    """A bill and an invoice that were given an external id are updated by it."""
    for create, update in (
        (bill(externalId="erp-1"), "AccountsPayable.BillUpdate"),
        (invoice(externalId="erp-2"), "AccountsReceivable.InvoiceUpdate"),
    ):
        key = client.execute(create)["key"]
        client.execute(new(update, externalId=create["set"]["externalId"], description="by external id"))
        object = "APBILL" if "Bill" in update else "ARINVOICE"
        (read,) = client.rows(new("Common.Read", objectName=object, keys=[key], fields=["DESCRIPTION"]))
        assert read == {"DESCRIPTION": "by external id"}
