"""What a company is set up as, its entities, and what a user may do (developer.intacct.com: company-console/
financial-setup, entities, users). The permissions are those of the company file, told per REST application."""

from collections import defaultdict

from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.xml.functions import Call, Outcome
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.refusals import errors_for

_RIGHTS = {"List": "read", "View": "read", "Add": "create", "Edit": "update", "Delete": "delete"}


def financial_setup(call: Call) -> Outcome:
    """One currency, one accrual book and calendar years, unless the company file says otherwise."""
    company = call.company.definition
    said = {
        "baseCurrency": company.base_currency,
        "defaultBook": "ACCRUAL",
        "firstFiscalMonth": "1",
        "multiBaseCurrency": "false",
        "multiBook": "false",
        "multiCurrency": "true" if len(company.currencies) > 1 else "false",
        "multiEntityShared": "true" if len(call.company.tables["entity"]) else "false",
    }
    body = "".join(element(name, value) for name, value in said.items())
    return Outcome(wrap("data", wrap("financialSetup", body)))


def entity_details(call: Call) -> Outcome:
    """The entities that the caller sees: all of them at the top level, else its own."""
    own = call.unit.caller.entity
    seen = [each for each in call.company.tables["entity"] if own in ("", each["id"])]
    currency = element("currency", call.company.definition.base_currency)
    body = "".join(
        wrap("entity", element("id", each["id"]) + element("name", each["name"]) + element("recordno", each["key"])
             + currency + element("firstfiscalmonth", "1") + element("firstfiscaltaxmonth") + element("weekstart"))
        for each in seen
    )  # fmt: skip
    return Outcome(wrap("data", body))


def user_permissions(call: Call) -> Outcome:
    """The rights of one user on every object."""
    id = call.text("userId")
    user = call.company.definition.users.get(id)
    if user is None:
        refused = Refused(reason(Why.UNKNOWN_REFERENCE, f"Invalid User '{id}' specified.", None, "User", id))
        return Outcome("", errors_for(refused, "read", None, call.world.switches))
    policies: defaultdict[str, str] = defaultdict(str)
    for type in call.company.types.values():
        rest = next((each.rest for each in (type, *type.variants) if each.rest), "")
        may = [name for name, operation in _RIGHTS.items() if user.may(operation, type.name)]
        if rest and may:
            policy = element("policyName", type.label) + element("rights", "|".join(may))
            policies[rest.split("/")[0]] += wrap("policy", policy)
    body = "".join(
        wrap("appSubscription", element("applicationName", name) + wrap("policies", each))
        for name, each in policies.items()
    )
    return Outcome(wrap("data", wrap("permissions", body)))
