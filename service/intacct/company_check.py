"""``check`` compares what the tenant's configuration says of the company with what the company says of itself.

The preferences are those of the applications AP and AR (developer.intacct.com: company-console/subscriptions). No
public source has their names: of a company that shows none of these nothing is concluded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from service.intacct.answers import CallFailed
from service.operations.check_line import CheckLine
from service.settings import CompanySettings

SUBJECT = "company settings"


class Company(Protocol):
    """What can be asked about a company."""

    async def preferences(self, application: str) -> Mapping[str, str]:
        """Preference -> value. Raises CallFailed."""
        ...


@dataclass(frozen=True, slots=True)
class _Uniqueness:
    """Whether Intacct refuses a second document of a number: its preference, and our option."""

    application: str
    preference: str
    option: str
    documents: str


_UNIQUENESS = (
    _Uniqueness("AP", "UNIQUEBILLNUMBERS", "unique_bill_numbers", "bill"),
    _Uniqueness("AR", "UNIQUEINVOICENUMBERS", "unique_invoice_numbers", "invoice"),
)
_APPROVALS = ("BILLAPPROVALS", "PAYMENTAPPROVALS")


async def company_lines(company: Company, settings: CompanySettings) -> list[CheckLine]:
    """A line for each setting that the company shows; two reads. What it does not show stays the operator's word."""
    shown: dict[str, str] = {}
    for application in ("AP", "AR"):
        try:
            shown |= await company.preferences(application)
        except CallFailed as error:
            return [
                CheckLine(SUBJECT, True, f"not shown to this user ({error.message}): the configuration is believed")
            ]
    lines = [*_unique_numbers(shown, settings), *_approvals(shown, settings)]
    return lines or [CheckLine(SUBJECT, True, "Intacct shows none of them: the configuration is believed")]


def _unique_numbers(shown: Mapping[str, str], settings: CompanySettings) -> Iterator[CheckLine]:
    for each in (each for each in _UNIQUENESS if each.preference in shown):
        there, believed = _is_on(shown[each.preference]), bool(getattr(settings, each.option))
        found = f"{each.documents} numbers are {'kept' if there else 'not kept'} unique by Intacct"
        option = f"company_settings.{each.option}"
        if believed and not there:
            yield CheckLine(SUBJECT, False, found, f"Set {option} to false: a second one would not be looked for.")
        elif there and not believed:
            yield CheckLine(SUBJECT, True, found, f"Set {option} to true: that saves a look-up before each create.")
        else:
            yield CheckLine(SUBJECT, True, found)


def _approvals(shown: Mapping[str, str], settings: CompanySettings) -> Iterator[CheckLine]:
    known = [shown[name] for name in _APPROVALS if name in shown]
    if not known:
        return
    on = any(map(_is_on, known))
    found = f"approvals of bills and payments are {'on' if on else 'off'}"
    if on and settings.approvals is False:
        fix = "Remove company_settings.approvals: receipts would call documents posted that wait for a person."
        yield CheckLine(SUBJECT, False, found, fix)
    else:
        yield CheckLine(SUBJECT, True, found)


def _is_on(value: str) -> bool:
    return value.strip().lower() in ("t", "true", "y", "yes", "1")
