"""Price lists and their entries (developer.intacct.com: order-entry/price-lists, purchasing/price-lists; the official
schema)."""

from dataclasses import replace

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.sequence import items

_LIST = [*items("name*:id"), *items("datefrom:start_date dateto:end_date", "date"), *items("status:status")]
_ENTRY = [
    *items("pricelistid*:price_list itemid:item productlineid:product_line"),
    *items("datefrom*:start_date dateto*:end_date", "date"),
    *items("minimum_quantity:minimum maximum_quantity:maximum value*:value valuetype*:value_type fixed*:fixed_price"),
    *items("status:status"),
]


def _family(letters: str) -> dict[str, Legacy]:
    name, xml = f"{letters}pricelist", f"{letters}pricelist".upper()
    return {
        f"create_{name}": Legacy("price-list", "create", _LIST, answer="id", variant=xml),
        f"update_{name}": Legacy("price-list", "update", _LIST[1:], key="name", by="id", answer="id", variant=xml),
        f"delete_{name}": Legacy("price-list", "delete", key="name", by="id", variant=xml),
    }


PRICE_LISTS = {
    **_family("so"),
    **_family("po"),
    "create_invpricelistentry": Legacy("price-list-entry", "create", _ENTRY),
    "update_invpricelistentry": Legacy("price-list-entry", "update",
                                       [replace(each, required=False) for each in _ENTRY[1:]], key="recordno"),
    "delete_invpricelistentry": Legacy("price-list-entry", "delete", key="recordno"),
}  # fmt: skip
