"""Price lists of order entry, purchasing and inventory, and their entries (developer.intacct.com: order-entry/
price-lists, purchasing/price-lists, inventory-control/inventory-control-price-lists; OpenAPI groups order-entry,
purchasing, inventory-control). No price is taken from them into an order (assumption: what is sent counts)."""

from dataclasses import replace

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Day, Quantity, Ref, Text, TextFlag, same
from intacct_sandbox.model.object_type import READ_ONLY, Fields, ObjectType
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

_APPLIES = Choice({"order-entry": ("Order Entry", "orderEntry"), "purchasing": ("Purchasing", "purchasing"),
                   "inventory": ("Inventory", "inventory")})  # fmt: skip
_VALUE = Choice({
    "actual": ("Actual", "actual"), "dollar_markup": ("Dollar Markup", "dollarMarkup"),
    "dollar_discount": ("Dollar Discount", "dollarDiscount"), "percent_markup": ("Percent Markup", "percentMarkup"),
    "percent_discount": ("Percent Discount", "percentDiscount"),
})  # fmt: skip


class _RangeRules(Rules):
    """`ranges` are pairs of fields of which the second must not be less than the first."""

    def __init__(self, *ranges: tuple[str, str]) -> None:
        self.ranges = ranges

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        for first, last in self.ranges:
            low, high = fields.get(first), fields.get(last)
            if low is not None and high is not None and high < low:
                at = place(type.by_name[last])
                raise Refused(reason(Why.BAD_VALUE, f"{at.xml} must not be less than its start", at, type.label))

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        self.creating(unit, type, {**old, **changes})


class _EntryRules(_RangeRules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields.get("item") is not None and fields.get("product_line") is not None:
            text = "An entry is about an item or a product line, not both"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["product_line"]), type.label))
        super().creating(unit, type, fields)


_LIST = ObjectType(
    name="price-list",
    label="Price list",
    xml="INVPRICELIST",
    rest="inventory-control/price-list",
    rules=_RangeRules(("start_date", "end_date")),
    unique=("id",),
    xml_operations=READ_ONLY,
    fields=(
        Field("id", Text(80), "NAME", "id", required=BOTH, fixed=True),
        Field("start_date", Day(), "DATEFROM", "startDate"),
        Field("end_date", Day(), "DATETO", "endDate"),
        Field("applies_to", _APPLIES, "", "appliesTo", default="inventory"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
PRICE_LIST = replace(
    _LIST,
    variants=(
        replace(_LIST, xml="SOPRICELIST", rest="order-entry/price-list", preset={"applies_to": "order-entry"}),
        replace(_LIST, xml="POPRICELIST", rest="purchasing/price-list", preset={"applies_to": "purchasing"}),
    ),
)

PRICE_LIST_ENTRY = ObjectType(
    name="price-list-entry",
    label="Price list entry",
    xml="INVPRICELISTENTRY",
    rest="inventory-control/price-list-entry",
    rules=_EntryRules(("start_date", "end_date"), ("minimum", "maximum")),
    id_field="key",
    fields=(
        Field("price_list", Ref("price-list"), "PRICELISTID", "priceList", required=BOTH, fixed=True),
        Field("item", Ref("item"), "ITEMID", "item"),
        Field("product_line", Text(80), "PRODUCTLINEID", "productLine.id"),
        Field("start_date", Day(), "DATEFROM", "startDate", required=BOTH),
        Field("end_date", Day(), "DATETO", "endDate", required=BOTH),
        Field("minimum", Quantity(), "QTYLIMITMIN", "minimumQuantity"),
        Field("maximum", Quantity(), "QTYLIMITMAX", "maximumQuantity"),
        Field("value", Quantity(), "VALUE", "value", required=BOTH),
        Field("value_type", _VALUE, "VALUETYPE", "valueType", required=BOTH),
        Field("fixed_price", TextFlag(), "FIXED", "isFixedPrice", required="xml"),
        Field("currency", Text(3), "CURRENCY", "currency"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
