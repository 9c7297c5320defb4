"""Items and warehouses (developer.intacct.com: inventory-control/items, warehouses; OpenAPI inventory-control)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Flag, Quantity, Ref, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.organisation import STATUS
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

_TYPE = Choice({
    "inventory": ("Inventory", "inventory"), "non_inventory": ("Non-Inventory", "nonInventory"),
    "purchase_only": ("Non-Inventory (Purchase only)", "nonInventoryPurchaseOnly"),
    "sales_only": ("Non-Inventory (Sales only)", "nonInventorySalesOnly"),
    "kit": ("Kit", "kit"), "stockable_kit": ("Stockable Kit", "stockableKit"),
})  # fmt: skip


class _ItemRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        fields.setdefault("unit_group", next(iter(unit.company.definition.unit_groups), None))
        self._refuse_unknown_units(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        self._refuse_unknown_units(unit, type, changes)

    def _refuse_unknown_units(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        group = fields.get("unit_group")
        if group is not None and group not in unit.company.definition.unit_groups:
            text = f"Invalid UOM group '{group}' specified."
            at = place(type.by_name["unit_group"])
            raise Refused(reason(Why.UNKNOWN_REFERENCE, text, at, type.label, group))


ITEM = ObjectType(
    name="item",
    label="Item",
    xml="ITEM",
    rest="inventory-control/item",
    rules=_ItemRules(),
    unique=("id",),
    indexed=("name",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(30), "ITEMID", "id", required=BOTH, fixed=True),
        Field("name", Text(100), "NAME", "name", required=BOTH),
        Field("item_type", _TYPE, "ITEMTYPE", "itemType", required="xml", default="inventory"),
        Field("status", STATUS, "STATUS", "status", default="active"),
        Field("product_line", Text(50), "PRODUCTLINEID", "productLine.id"),
        Field("cost_method", Text(20), "COST_METHOD", "costMethod"),
        Field("extended_description", Text(1000), "EXTENDED_DESCRIPTION", "description"),
        Field("purchasing_description", Text(1000), "PODESCRIPTION", "poDescription"),
        Field("sales_description", Text(1000), "SODESCRIPTION", "soDescription"),
        Field("unit_group", Text(50), "UOMGRP", "unitOfMeasureGroup.id", rest_aliases=("unitOfMeasure.id",)),
        Field("note", Text(1000), "NOTE", "notes"),
        Field("gl_group", Text(80), "GLGROUP", "inventory.glGroup.id"),
        Field("standard_cost", Quantity(), "STANDARD_COST", "purchasing.standardCost"),
        Field("base_price", Quantity(), "BASEPRICE", "sales.basePrice"),
        Field("taxable", Flag(), "TAXABLE", "sales.isTaxable"),
        Field("upc", Text(20), "UPC", "precision.upc"),
    ),
)

WAREHOUSE = ObjectType(
    name="warehouse",
    label="Warehouse",
    xml="WAREHOUSE",
    rest="inventory-control/warehouse",
    rules=Rules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "WAREHOUSEID", "id", required=BOTH, fixed=True),
        Field("name", Text(40), "NAME", "name", required=BOTH),
        Field("location", Ref("location"), "LOC.LOCATIONID", "location", required=BOTH),
        Field("manager", Ref("employee"), "MANAGERID", "manager"),
        Field("parent", Ref("warehouse"), "PARENTID", "parent"),
        Field("primary_contact", Ref("contact"), "CONTACTINFO.CONTACTNAME", "contacts.primary"),
        Field("ship_to", Ref("contact"), "SHIPTO.CONTACTNAME", "contacts.shipTo"),
        Field("used_in_gl", Flag(), "USEDINGL"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
