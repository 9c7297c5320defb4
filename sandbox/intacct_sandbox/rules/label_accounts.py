"""A line that names an account label is booked to the label's account (developer.intacct.com: accounts-payable/
ap-account-labels). The account is stored beside the label, and follows it."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.kinds import Ref
from intacct_sandbox.model.object_type import Fields, ObjectType


def book_by_label(unit: Unit, type: ObjectType, fields: Fields, label: str) -> None:
    """Give each line of `fields` that has the field `label` the account that the label stands for."""
    assert type.lines is not None
    kind = type.lines.type.by_name[label].kind
    if isinstance(kind, Ref):
        fields["lines"] = [_booked(unit, kind.target, line, label) for line in fields["lines"]]


def without_label_accounts(old: Fields, lines: list[Fields], label: str) -> list[Fields]:
    """The lines of an update, without accounts that nobody sent because they only followed from a label."""
    derived = {(line["key"], line["account"]) for line in old["lines"] if line.get(label) is not None}
    return [{**line, "account": None} if (line.get("key"), line.get("account")) in derived else line for line in lines]


def _booked(unit: Unit, target: str, line: Fields, label: str) -> Fields:
    named = unit.company.referenced(target, line[label]) if line.get(label) is not None else None
    return {**line, "account": named["account"]} if named else line
