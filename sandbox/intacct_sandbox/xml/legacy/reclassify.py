"""reclassify_bill and reclassify_invoice (the official schema). A line is named by its number, counted from one."""

from dataclasses import dataclass

from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules import operations
from intacct_sandbox.xml.functions import Call
from intacct_sandbox.xml.legacy.function import Legacy, merged
from intacct_sandbox.xml.legacy.parts import CUSTOM, DIMENSIONS
from intacct_sandbox.xml.sequence import Item, items
from intacct_sandbox.xml.sequence_values import numbered_lines, read_sequence

_LINE = [
    *items("accountlabel:account_label glaccountno:account memo:memo locationid:location departmentid:department"),
    CUSTOM,
    *items(DIMENSIONS),
]
_LINES = "reclassifyitems"
_HEAD = [
    *items("referenceno:reference_number description:description termname:term"),
    *items("datedue:due_date", "date"),
]
_OTHER_ACCOUNT = {"account": "account_label", "account_label": "account"}


@dataclass(frozen=True, slots=True)
class _Reclassify(Legacy):
    """What is not mentioned stays; a line that gets an account loses its label, and the other way round."""

    def _act(self, call: Call, type: ObjectType, record: Fields) -> None:
        changes = read_sequence(type, call.element, self.sequence)
        body = call.element.find(_LINES)
        if body is not None:
            changes["lines"] = merged(type, record, [_moved(each) for each in numbered_lines(type, body, _LINE)])
        operations.act(call.unit, type, record, self.operation, changes)


def _moved(line: Fields) -> Fields:
    for name, other in _OTHER_ACCOUNT.items():
        if line.get(name) is not None:
            return {**line, other: None}
    return line


def _function(object: str, number: str, more: list[Item]) -> Legacy:
    return _Reclassify(object, "reclassify", [*items(f"{number}:number"), *_HEAD, *more], key="key")


RECLASSIFY = {
    "reclassify_bill": _function(
        "bill",
        "billno",
        [
            *items("recpaydate:recommended_payment_date", "date"),
            *items("paypriority:payment_priority onhold:on_hold"),
        ],
    ),
    "reclassify_invoice": _function("invoice", "invoiceno", []),
}
