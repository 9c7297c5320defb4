"""What lines that are booked may say: one account or label, an offset account that may serve as one, dimensions that
belong together, one way to an exchange rate (developer.intacct.com: accounts-payable/bills; OpenAPI group
general-ledger, object account: alternativeGLAccount)."""

from collections.abc import Iterator

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Reason, Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names

# A dimension and those without which it means nothing.
_NEEDS = {"task": ("project",), "cost_type": ("project", "task")}


def refuse_wrong_lines(unit: Unit, type: ObjectType, fields: Fields, named: tuple[str, str], offset: str = "") -> None:
    """Raise Refused with all that is wrong. Exactly one of the fields `named` says where a line is booked; `offset` is
    the kind of account that may stand against it."""
    wrong = [each for at, line in enumerate(fields["lines"]) for each in _wrong(unit, type, line, at, named, offset)]
    if wrong:
        raise Refused(*wrong)


def refuse_two_rates(type: ObjectType, fields: Fields) -> None:
    """Raise Refused when both an exchange rate and its type are there."""
    if fields.get("exchange_rate") is not None and fields.get("exchange_type") is not None:
        at = place(type.by_name["exchange_type"])
        raise Refused(
            reason(Why.BAD_VALUE, f"Either {at.xml} or an exchange rate is allowed, not both", at, type.label)
        )


def _wrong(
    unit: Unit, type: ObjectType, line: Fields, index: int, named: tuple[str, str], offset: str
) -> Iterator[Reason]:
    assert type.lines is not None
    line_type, names = type.lines.type, wire_names(type.lines)
    given = [each for each in named if line.get(each) is not None]
    if len(given) != 1:
        first, second = (place(line_type.by_name[each], names, index) for each in named)
        why = Why.BAD_VALUE if given else Why.MISSING_FIELD
        yield reason(why, f"Exactly one of {first.xml} and {second.xml} is required", first, type.label)
    for name, needed in _NEEDS.items():
        if line.get(name) is not None and any(line.get(each) is None for each in needed):
            at = place(line_type.by_name[name], names, index)
            yield reason(Why.BAD_VALUE, f"{at.xml} needs {' and '.join(needed)}", at, type.label)
    against = unit.company.tables["account"].by_id(line.get("offset_account") or "")
    if against is not None and against.get("alternative_account") != offset:
        at = place(line_type.by_name["offset_account"], names, index)
        text = f"Account {against['id']} is not set up as a {offset} account and cannot be an offset account"
        yield reason(Why.BAD_VALUE, text, at, type.label, against["id"])
