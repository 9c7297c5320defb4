"""Journal entries: GLBATCH with GLENTRY lines, or general-ledger/journal-entry and statistical-journal-entry.

Amounts are absolute, the direction is TR_TYPE or txnType; debits must equal credits per currency and, unless a base
location balances it, per entity. Over XML the journal says whether an entry is a statistical one, which counts
something up or down and need not balance (developer.intacct.com: general-ledger/journal-entries, stat-journal-entries;
OpenAPI group general-ledger).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, Ref, Rows, Structure, Text
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.journal_states import STEPS, posted_or_submitted, step
from intacct_sandbox.rules.account_dimensions import refuse_missing_dimensions
from intacct_sandbox.rules.allocation import CUSTOM, parts_of, refuse_wrong_splits
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.exchange_rates import refuse_without_currency
from intacct_sandbox.rules.posting import ZERO, refuse_closed_period, refuse_unknown_currency
from intacct_sandbox.rules.refusal import Place, Reason, Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names
from intacct_sandbox.rules.wording import unknown_text

_FEWEST = 2
_DIRECTION = Choice({"debit": ("1", "debit"), "credit": ("-1", "credit")})
_COUNT = Choice({"debit": ("1", "increase"), "credit": ("-1", "decrease")})
_STATE = Choice({
    "posted": ("Posted", "posted"), "draft": ("Draft", "draft"), "submitted": ("Submitted", "submitted"),
    "declined": ("Declined", "declined"), "reversed": ("Reversed", "reversed"),
})  # fmt: skip


class _JournalRules(Rules):
    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Which kind of entry it is follows from its journal."""
        journal = unit.company.tables["journal"].by_id(fields.get("journal") or "")
        if journal is not None:
            fields["statistical"] = journal.get("statistical", False)
        if fields.get("lines"):
            fields["lines"] = [_without_ignored(line) for line in fields["lines"]]

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._settle_state(unit, type, fields)
        self._check(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        if changes.get("state", old["state"]) != old["state"]:
            text = "The state cannot be changed by an update"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, place(type.by_name["state"]), type.label))
        if changes.get("statistical", False) != old.get("statistical", False) and "statistical" in changes:
            text = f"Invalid Journal '{changes['journal']}' specified."
            raise Refused(reason(Why.UNKNOWN_REFERENCE, text, place(type.by_name["journal"]), type.label))
        self._refuse_settled(type, old, "change")
        self._refuse_closed(unit, type, old)
        self._check(unit, type, {**old, **changes})

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        self._refuse_settled(type, record, "delete")
        self._refuse_closed(unit, type, record)

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        return step(unit, type, record, action, values)

    def _refuse_settled(self, type: ObjectType, record: Fields, verb: str) -> None:
        if record["state"] in ("submitted", "reversed"):
            text = f"You cannot {verb} a {type.label} that is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))

    def _settle_state(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        allowed = ("draft", "posted") if unit.caller.surface == "xml" else ("draft",)
        asked = fields.get("state")
        if asked is not None and asked not in allowed:
            text = "State must be draft or not included in the request"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label))
        fields["state"] = "draft" if asked == "draft" else posted_or_submitted(unit, type)

    def _check(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        reversal = fields.get("reversal_date")
        if reversal is not None and reversal <= fields["posting_date"]:
            text = "The reversal date must be after the posting date."
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["reversal_date"]), type.label))
        refuse_wrong_splits(unit, type, fields)
        refuse_missing_dimensions(unit, type, fields)
        for line in fields["lines"]:
            refuse_unknown_currency(unit, type, line)
        self._refuse_negative(type, fields)
        self._refuse_accounts(unit, type, fields)
        if not fields.get("statistical"):
            self._refuse_currencies(unit, type, fields)
            self._refuse_single_line(type, fields)
            self._refuse_unbalanced(unit, type, fields)
        self._refuse_closed(unit, type, fields)

    def _refuse_currencies(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Over XML each line of a multi-currency company says its currency; for REST the sources contradict."""
        rest = unit.books.switches.rest_journal_currency
        if unit.caller.surface == "xml" or rest == "required":
            refuse_without_currency(unit, type, fields["lines"])
        elif rest == "read_only" and any(line.get("currency") for line in fields["lines"]):
            assert type.lines is not None
            at = place(type.lines.type.by_name["currency"], wire_names(type.lines), 0)
            raise Refused(reason(Why.READ_ONLY_FIELD, f"{at.rest} is a read-only field", at, type.label))

    def _refuse_closed(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields["state"] != "draft" or unit.books.switches.drafts_check_period:
            refuse_closed_period(unit, type, "posting_date", fields["posting_date"])

    def _refuse_accounts(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        """Statistical accounts go with statistical journals, and only with them."""
        wrong = list(self._wrong_accounts(unit, type, fields))
        if wrong:
            raise Refused(*wrong)

    def _wrong_accounts(self, unit: Unit, type: ObjectType, fields: Fields) -> Iterator[Reason]:
        assert type.lines is not None
        wanted, field = fields.get("statistical", False), type.lines.type.by_name["account"]
        for index, line in enumerate(fields["lines"]):
            account = unit.company.tables["account"].by_id(line["account"]) or {}
            if account.get("statistical", False) != wanted:
                at = place(field, wire_names(type.lines), index)
                text = unknown_text("Account", line["account"], unit.books.switches.reference_wording)
                yield reason(Why.UNKNOWN_REFERENCE, text, at, "Account", line["account"])

    def _refuse_single_line(self, type: ObjectType, fields: Fields) -> None:
        assert type.lines is not None
        if len(fields["lines"]) < _FEWEST:
            at = Place(type.lines.xml, f"/{type.lines.rest}")
            raise Refused(reason(Why.MISSING_FIELD, f"{type.label} needs at least {_FEWEST} line(s)", at, type.label))

    def _refuse_negative(self, type: ObjectType, fields: Fields) -> None:
        for line in fields["lines"]:
            if line["amount"] < ZERO:
                text = "The amount of a journal line must not be negative; use the other direction."
                raise Refused(reason(Why.BAD_VALUE, text, None, type.label, str(line["amount"])))

    def _refuse_unbalanced(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for line in (part for each in fields["lines"] for part in parts_of(unit, each)):
            entity = "" if fields.get("base_location") else unit.company.entity_of(line.get("location"))
            sign = 1 if line["type"] == "debit" else -1
            sums[(line.get("currency") or "", entity)] += sign * line["amount"]
        for (currency, entity), difference in sums.items():
            if difference:
                where = entity or currency or unit.company.definition.base_currency
                text = f"Transactions do not balance for {where}: debits less credits are {difference}."
                raise Refused(reason(Why.UNBALANCED, text, None, type.label, str(difference)))


def _without_ignored(line: Fields) -> Fields:
    """All other dimensions of a line with an allocation are ignored (page journal-entries)."""
    if line.get("allocation") is None:
        return line
    return {name: value for name, value in line.items() if name not in _DIMENSIONS}


_DIMENSIONS = frozenset(each.name for each in dimensions())
_SPLIT = ObjectType(
    name="split",
    label="Split",
    xml="SPLIT",
    rest="",
    rules=Rules(),
    fields=(Field("amount", Money(), "AMOUNT", required=BOTH), *dimensions()),
)


def _line(account: Field, direction: Field, rest: str) -> ObjectType:
    return ObjectType(
        name="journal-entry-line",
        label="GLEntry",
        xml="GLENTRY",
        rest=rest,
        rules=Rules(),
        id_field="key",
        rest_operations=frozenset({"read", "delete"}),
        fields=(
            Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
            account,
            direction,
            Field("amount", Money(), "TRX_AMOUNT", "txnAmount", required=BOTH, xml_aliases=("AMOUNT",)),
            Field("description", Text(1000), "DESCRIPTION", "description"),
            Field("document", Text(30), "DOCUMENT", "documentId"),
            *dimensions(journal=True),
            Field("currency", Text(3), "CURRENCY", "currency.txnCurrency"),
            Field("exchange_date", Day(), "EXCH_RATE_DATE", "currency.exchangeRate.date"),
            Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", "currency.exchangeRate.typeId"),
            Field("exchange_rate", Number(), "EXCHANGE_RATE", "currency.exchangeRate.rate"),
            Field("billable", Flag(), "BILLABLE", "isBillable"),
            Field("allocation", Ref("allocation", reserved=(CUSTOM,)), "ALLOCATION", "allocation"),
            Field("split", Rows(_SPLIT), "SPLIT"),
            Field("tax_entries", Structure(), "TAXENTRIES", "taxEntries"),
        ),
    )


def _direction(kind: Choice) -> Field:
    return Field("type", kind, "TR_TYPE", "txnType", required=BOTH)


_EITHER_LINE = _line(Field("account", Ref("any-account"), "ACCOUNTNO", required=BOTH), _direction(_DIRECTION), rest="")
_LINE = _line(
    Field("account", Ref("account"), "ACCOUNTNO", "glAccount", required=BOTH),
    _direction(_DIRECTION),
    "general-ledger/journal-entry-line",
)
_STATISTICAL_LINE = _line(
    Field("account", Ref("statistical-account"), "ACCOUNTNO", "statisticalAccount", required=BOTH),
    _direction(_COUNT),
    "general-ledger/statistical-journal-entry-line",
)


def _fields(journal: Ref, journal_rest: str) -> tuple[Field, ...]:
    return (
        Field("journal", journal, "JOURNAL", journal_rest, required=BOTH),
        Field("posting_date", Day(), "BATCH_DATE", "postingDate", required=BOTH),
        Field("description", Text(1000), "BATCH_TITLE", "description", required=BOTH),
        Field("reference_number", Text(100), "REFERENCENO", "referenceNumber"),
        Field("reversal_date", Day(), "REVERSEDATE", "automaticReversalDate"),
        Field("history_comment", Text(1000), "HISTORY_COMMENT"),
        Field("base_location", Ref("location"), "BASELOCATION_NO", "baseLocation"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("tax_implication", Text(20), "TAXIMPLICATIONS", "tax.taxImplication"),
        Field("state", _STATE, "STATE", "state"),
        Field("statistical", Flag(), default=False),
    )


_EITHER = ObjectType(
    name="journal-entry",
    label="GLBatch",
    xml="GLBATCH",
    rest="",
    rules=_JournalRules(),
    id_field="reference_number",
    indexed=("description",),
    lines=Lines(_EITHER_LINE, "ENTRIES", "lines"),
    person_workflows=STEPS,
    xml_update_fields=("posting_date", "description"),
    fields=_fields(Ref("any-journal"), "glJournal"),
)
_FINANCIAL = replace(
    _EITHER,
    rest="general-ledger/journal-entry",
    preset={"statistical": False},
    ledger_name="journal-entry",
    lines=Lines(_LINE, "ENTRIES", "lines", at_least=_FEWEST),
    fields=_fields(Ref("journal"), "glJournal"),
)
_STATISTICAL = replace(
    _EITHER,
    rest="general-ledger/statistical-journal-entry",
    preset={"statistical": True},
    ledger_name="statistical-journal-entry",
    lines=Lines(_STATISTICAL_LINE, "ENTRIES", "lines"),
    fields=_fields(Ref("statistical-journal"), "statisticalJournal"),
)
JOURNAL_ENTRY = replace(_EITHER, variants=(_FINANCIAL, _STATISTICAL))
