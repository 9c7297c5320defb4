"""Request parts that many tests send."""

from typing import Any


def vendor(id: str = "V-1", name: str = "Larkspur Tooling", extra: str = "") -> str:
    return (
        f"<create><VENDOR><VENDORID>{id}</VENDORID><NAME>{name}</NAME>"
        f"<DISPLAYCONTACT><PRINTAS>{name}</PRINTAS></DISPLAYCONTACT>{extra}</VENDOR></create>"
    )


def customer(id: str = "C-1", name: str = "Brightwater Clinics") -> str:
    return (
        f"<create><CUSTOMER><CUSTOMERID>{id}</CUSTOMERID><NAME>{name}</NAME>"
        f"<DISPLAYCONTACT><PRINTAS>{name}</PRINTAS></DISPLAYCONTACT></CUSTOMER></create>"
    )


def bill(
    number: str = "B-1", vendor: str = "V-1", amount: str = "84.50", date: str = "03/14/2026", extra: str = ""
) -> str:
    return (
        f"<create><APBILL><WHENCREATED>{date}</WHENCREATED><VENDORID>{vendor}</VENDORID><RECORDID>{number}</RECORDID>"
        f"<WHENDUE>04/13/2026</WHENDUE>{extra}<APBILLITEMS><APBILLITEM><ACCOUNTNO>6105</ACCOUNTNO>"
        f"<TRX_AMOUNT>{amount}</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM></APBILLITEMS></APBILL></create>"
    )


def journal(debit: str = "1200.00", credit: str = "1200.00", date: str = "03/31/2026", reference: str = "je-1") -> str:
    return (
        f"<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>{date}</BATCH_DATE><BATCH_TITLE>Rent accrual</BATCH_TITLE>"
        f"<REFERENCENO>{reference}</REFERENCENO><ENTRIES>"
        f"<GLENTRY><ACCOUNTNO>6500</ACCOUNTNO><TR_TYPE>1</TR_TYPE><TRX_AMOUNT>{debit}</TRX_AMOUNT></GLENTRY>"
        f"<GLENTRY><ACCOUNTNO>2100</ACCOUNTNO><TR_TYPE>-1</TR_TYPE><TRX_AMOUNT>{credit}</TRX_AMOUNT></GLENTRY>"
        "</ENTRIES></GLBATCH></create>"
    )


def invoice(number: str = "INV-1", customer: str = "C-1", amount: str = "250.00") -> str:
    return (
        f"<create_invoice><customerid>{customer}</customerid>"
        "<datecreated><year>2026</year><month>03</month><day>14</day></datecreated><termname>N30</termname>"
        f"<invoiceno>{number}</invoiceno><invoiceitems><lineitem><glaccountno>4000</glaccountno>"
        f"<amount>{amount}</amount><locationid>100</locationid></lineitem></invoiceitems></create_invoice>"
    )


def rest_vendor(id: str = "V-1", name: str = "Gulf Fasteners") -> dict[str, Any]:
    return {"id": id, "name": name, "contacts": {"default": {"printAs": name}}}


def rest_customer(id: str = "C-1", name: str = "Oakline Cabinets") -> dict[str, Any]:
    return {"id": id, "name": name}


def rest_bill(number: str = "HB-1", vendor: str = "V-1", amount: str = "96.50", **more: Any) -> dict[str, Any]:
    lines = [{"glAccount": {"id": "6120"}, "txnAmount": amount, "dimensions": {"location": {"id": "100"}}}]
    return {"billNumber": number, "vendor": {"id": vendor}, "createdDate": "2026-02-03", "dueDate": "2026-03-05",
            "currency": {"txnCurrency": "USD"}, "lines": lines, **more}  # fmt: skip


def rest_invoice(number: str = "OK-1", customer: str = "C-1", amount: str = "1250.00") -> dict[str, Any]:
    lines = [{"txnAmount": amount, "glAccount": {"id": "4010"}, "dimensions": {"location": {"id": "100"}}}]
    return {"invoiceNumber": number, "customer": {"id": customer}, "invoiceDate": "2026-02-10", "dueDate": "2026-02-25",
            "lines": lines}  # fmt: skip


def rest_journal(debit: str = "1840.25", credit: str = "1840.25", **more: Any) -> dict[str, Any]:
    return {"glJournal": {"id": "GJ"}, "postingDate": "2026-02-28", "description": "accrual", "referenceNumber": "PR-1",
            "lines": [{"txnType": "debit", "txnAmount": debit, "glAccount": {"id": "6400"}},
                      {"txnType": "credit", "txnAmount": credit, "glAccount": {"id": "2310"}}], **more}  # fmt: skip
