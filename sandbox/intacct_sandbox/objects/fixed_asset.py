"""Fixed assets and their classifications (OpenAPI group fixed-assets-management). They are in REST only; over XML there
is nothing but the older platform application.

A classification gives an asset the accounts and depreciation rules that it lacks. No depreciation is posted here, so
there are no schedules (assumption: what writers need is the asset itself), and an asset is not disposed of or split.
"""

from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, Ref, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.depreciation import depreciation_rules, refuse_wrong_life
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO
from intacct_sandbox.rules.refusal import Place, Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking

_STATE = Choice({
    "construction_in_progress": ("", "constructionInProgress"), "ready_for_review": ("", "readyForReview"),
    "in_service": ("", "inService"), "disposed": ("", "disposed"), "split": ("", "split"),
})  # fmt: skip
# In the order in which an asset moves on, never back; disposal and split are objects of their own.
_STAGES = ("construction_in_progress", "ready_for_review", "in_service")
_DEPRECIATION = ("accumulated_account", "expense_account")
_ACCOUNTS = (
    Field("asset_account", Ref("account"), "", "assetGLAccount"),
    Field("accumulated_account", Ref("account"), "", "accumulatedDepreciationGLAccount"),
    Field("expense_account", Ref("account"), "", "depreciationExpenseGLAccount"),
    Field("disposal_account", Ref("account"), "", "disposalGLAccount"),
    Field("construction_account", Ref("account"), "", "cipGLAccount"),
    Field("provision_account", Ref("account"), "", "provisionDerogatoryGLAccount"),
    Field("accumulated_provision_account", Ref("account"), "", "accumulatedProvisionDerogatoryGLAccount"),
    Field("reversal_account", Ref("account"), "", "reversalDerogatoryGLAccount"),
)


class _ClassificationRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        fields.setdefault("lines", [])
        refuse_wrong_life(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        refuse_wrong_life(unit, type, changes)


class _AssetRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields["state"] not in _STAGES:
            raise _wrong(type, "state", "An asset is not created disposed or split")
        fields.setdefault("lines", [])
        self._take_from_classification(unit, fields)
        self._settle(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        for name in ("state", "depreciable", "under_construction"):
            if changes.get(name, old[name]) is None:
                raise _wrong(type, name, f"{type.by_name[name].rest} cannot be empty")
        whole: Fields = {**old, **changes}
        self._refuse_step_back(type, old["state"], whole["state"])
        if changes.get("classification") not in (None, old.get("classification")):
            self._take_from_classification(unit, whole)
        if old["state"] == _STAGES[0] and whole["state"] != old["state"] and whole.get("capitalization_date") is None:
            whole["capitalization_date"] = unit.books.stamp[:10]
        self._settle(unit, type, whole)
        if whole.get("parent") == old["id"]:
            raise _wrong(type, "parent", "An asset cannot be its own parent")
        changes.update({name: value for name, value in whole.items() if value != old.get(name)})

    def _take_from_classification(self, unit: Unit, fields: Fields) -> None:
        """What the asset itself does not say; what it says wins (assumption)."""
        found = unit.company.tables["asset-classification"].by_id(fields.get("classification") or "")
        if found is None:
            return
        for each in _ACCOUNTS:
            needed = fields["depreciable"] or each.name not in _DEPRECIATION
            if needed and fields.get(each.name) is None and found.get(each.name) is not None:
                fields[each.name] = found[each.name]
        if fields["depreciable"] and not fields["lines"]:
            fields["lines"] = [{name: line[name] for name in line if name != "key"} for line in found["lines"]]

    def _settle(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._refuse_what_is_missing(type, fields)
        self._refuse_depreciation(type, fields)
        self._refuse_amounts_and_dates(type, fields)
        refuse_wrong_life(unit, type, fields)
        if fields.get("cost") is not None:
            fields["depreciable_cost"] = fields["cost"] - (fields.get("salvage") or ZERO)

    def _refuse_what_is_missing(self, type: ObjectType, fields: Fields) -> None:
        needed = ["construction_account"] if fields["under_construction"] else []
        if fields["state"] == "in_service":
            needed += ["in_service_date", "cost", "classification", "asset_account"]
            needed += _DEPRECIATION if fields["depreciable"] else ()
        missing = [lacking(type.by_name[name], type) for name in needed if fields.get(name) is None]
        if fields["state"] == "in_service" and fields["depreciable"] and not fields["lines"]:
            text = "An asset in service that is depreciable needs at least one depreciation rule"
            missing.append(reason(Why.MISSING_FIELD, text, Place("", "/depreciationRules"), type.label))
        if missing:
            raise Refused(*missing)

    def _refuse_depreciation(self, type: ObjectType, fields: Fields) -> None:
        if fields["depreciable"]:
            return
        said = [name for name in ("salvage", *_DEPRECIATION) if fields.get(name) is not None]
        if said or fields["lines"]:
            text = "An asset that is not depreciable has no salvage value, depreciation accounts or rules"
            raise _wrong(type, said[0] if said else "depreciable", text)

    def _refuse_amounts_and_dates(self, type: ObjectType, fields: Fields) -> None:
        cost, salvage = fields.get("cost"), fields.get("salvage")
        if cost is not None and cost <= ZERO:
            raise _wrong(type, "cost", "assetCost must be positive")
        if salvage is not None and (cost is None or salvage >= cost):
            raise _wrong(type, "salvage", "salvageValue must be less than assetCost")
        bought, used = fields.get("acquisition_date"), fields.get("in_service_date")
        if bought is not None and used is not None and used < bought:
            raise _wrong(type, "in_service_date", "inServiceDate must not be before acquisitionDate")

    def _refuse_step_back(self, type: ObjectType, old: str, new: str) -> None:
        if new not in _STAGES or _STAGES.index(new) < _STAGES.index(old):
            raise _wrong(type, "state", f"An asset cannot go from {_STATE.to_rest(old)} to {_STATE.to_rest(new)}")


def _wrong(type: ObjectType, field: str, text: str) -> Refused:
    return Refused(reason(Why.BAD_VALUE, text, place(type.by_name[field]), type.label))


CLASSIFICATION = ObjectType(
    name="asset-classification",
    label="Asset classification",
    xml="",
    rest="fixed-assets/asset-classification",
    rules=_ClassificationRules(),
    unique=("id",),
    lines=depreciation_rules("classification"),
    xml_operations=frozenset(),
    fields=(
        Field("id", Text(40), "", "id", required="rest", fixed=True),
        Field("name", Text(100), "", "name", required="rest"),
        *_ACCOUNTS,
        Field("status", same("active", "inactive"), "", "status", default="active"),
    ),
)

ASSET = ObjectType(
    name="fixed-asset",
    label="Asset",
    xml="",
    rest="fixed-assets/asset",
    rules=_AssetRules(),
    unique=("id",),
    lines=depreciation_rules("asset"),
    xml_operations=frozenset(),
    fields=(
        Field("id", Text(40), "", "id", required="rest", fixed=True),
        Field("name", Text(100), "", "name", required="rest"),
        Field("state", _STATE, "", "state", default="ready_for_review"),
        Field("cost", Money(), "", "assetCost"),
        Field("salvage", Money(), "", "salvageValue"),
        Field("depreciable_cost", Money(), "", "depreciableCost", read_only=True),
        Field("in_service_date", Day(), "", "inServiceDate"),
        Field("acquisition_date", Day(), "", "acquisitionDate"),
        Field("capitalization_date", Day(), "", "capitalizationDate"),
        Field("serial_number", Text(100), "", "serialNumber"),
        Field("tag", Text(100), "", "assetTag"),
        Field("attachment", Ref("attachment"), "", "attachment"),
        Field("quantity", Number(), "", "quantity", default=Decimal(1)),
        Field("description", Text(1000), "", "description"),
        Field("notes", Text(4000), "", "notes"),
        Field("depreciable", Flag(), "", "isDepreciable", default=True),
        Field("type", same("tangible", "intangible"), "", "type", default="tangible"),
        Field("classification", Ref("asset-classification"), "", "classification"),
        Field("parent", Ref("fixed-asset"), "", "parent"),
        Field("under_construction", Flag(), "", "isCIPAsset", default=False),
        *_ACCOUNTS,
        *dimensions(required_on_rest=("location",)),
        Field("status", same("active", "inactive"), "", "status", default="active"),
    ),
)
