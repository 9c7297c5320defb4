"""AP and AR adjustments (developer.intacct.com: accounts-payable/ap-adjustments, accounts-receivable/
ar-adjustments)."""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CURRENCY, CUSTOM, DIMENSIONS, EXCHANGE, LINE_HEAD, PLACE
from intacct_sandbox.xml.sequence import Item, items

_LINE = [
    *items(f"{LINE_HEAD} {PLACE} item1099:form_1099"),
    CUSTOM,
    *items(DIMENSIONS),
]


def _head(party: str, document: str) -> list[Item]:
    return [
        *items(f"{party}id*:{party}"),
        *items("datecreated*:created_date dateposted:posting_date", "date"),
        *items(f"batchkey:summary adjustmentno:number action:action {document}:reference_number"),
        *items("description:description externalid:external_id"),
        *CURRENCY,
        *EXCHANGE,
        *items("taxsolutionid:tax_solution"),
    ]


def _family(side: str, party: str, document: str, *more: Item) -> dict[str, Legacy]:
    object, name, head = f"{side}-adjustment", f"{side}adjustment", [*_head(party, document), *more]
    create = [*head, Item(f"{name}items", "lines", "lines", True, _LINE, "lineitem")]
    update = [*_optional(head), Item(f"update{name}items", "lines", "changes", False, _LINE, "lineitem")]
    return {
        f"create_{name}": Legacy(object, "create", create),
        f"update_{name}": Legacy(object, "update", update, key="key"),
        f"delete_{name}": Legacy(object, "delete", key="key"),
    }


def _optional(head: list[Item]) -> list[Item]:
    return [Item(each.tag, each.name, each.shape, False, each.lines, each.line_tag) for each in head]


_FOR_VENDORS = (CUSTOM, *items("inclusivetax:inclusive_tax"))

ADJUSTMENTS = _family("ap", "vendor", "billno", *_FOR_VENDORS) | _family("ar", "customer", "invoiceno")
