"""The lines of cash management: each is booked to an account, or to an account label that leads to one."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Flag, Money, Number, Ref, Structure, Text
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.rules.change import Rules


def cash_line(name: str, xml: str, label: str, *more: Field) -> ObjectType:
    """A line `{name}-line`, whose account label REST calls `label`. Written with the document, read by itself."""
    return ObjectType(
        name=f"{name}-line",
        label=xml,
        xml=xml,
        rest=f"cash-management/{name}-line",
        rules=Rules(),
        id_field="key",
        rest_operations=READ_ONLY,
        fields=(
            Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
            Field("account", Ref("account"), "ACCOUNTNO", "glAccount"),
            Field("account_label", Text(80), "ACCOUNTLABEL", f"{label}.id"),
            Field("amount", Money(), "TRX_AMOUNT", "txnAmount", required="both", xml_aliases=("AMOUNT",)),
            Field("description", Text(1000), "DESCRIPTION", "description"),
            *dimensions(),
            Field("total_amount", Money(), "TOTALTRXAMOUNT", "totalTxnAmount"),
            Field("tax_entries", Structure(), "TAXENTRIES", "taxEntries"),
            *more,
        ),
    )


BILLABLE = Field("billable", Flag(), "BILLABLE", "isBillable")


def reversal(object: str) -> tuple[Field, Field]:
    """The transaction that reversed this one, and the one that this one reversed."""
    return (
        Field("reversed_by", Ref(object), "", "reversedBy", read_only=True),
        Field("reversal_of", Ref(object), "", "reversalOf", read_only=True),
    )


def void_keys() -> tuple[Field, Field]:
    """The same, as deposits and other receipts name them."""
    return (
        Field("reversed_by", Text(20), "", "voidPaymentKey", read_only=True),
        Field("reversal_of", Text(20), "", "reversedVoidPaymentKey", read_only=True),
    )


def currency(prefix: str = "currency.") -> tuple[Field, ...]:
    """Currency and exchange rate of a transaction."""
    return (
        Field("currency", Text(3), "CURRENCY", f"{prefix}txnCurrency"),
        Field("base_currency", Text(3), "BASECURR", f"{prefix}baseCurrency"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE", f"{prefix}exchangeRate.date"),
        Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", f"{prefix}exchangeRate.typeId"),
        Field("exchange_rate", Number(), "EXCHANGE_RATE", f"{prefix}exchangeRate.rate"),
    )
