"""What a tenant's ``handlers`` section can say to the shipped handlers. Other keys in it belong to your own ones."""

from collections.abc import Mapping
from string import Formatter
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from handlers.registry import Context, EventRefused
from schemas.events.projects import Category
from schemas.events.text import Id
from schemas.money import Currency
from schemas.violations import describe, violations


class Defaults(BaseModel):
    """Used where an event leaves something open that Intacct wants stated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    location: Id | None = None
    """Location of lines of bills, invoices and journal entries, and of projects that a Smart Event opens."""
    journal: Id | None = None
    """Journal of journal entries."""
    bank_account: Id | None = None
    """Bank account of payments."""
    base_currency: Currency | None = None
    """The company's base currency: stated on bills, invoices and payments; journal entries that name none are in it."""


def _template(value: str) -> str:
    """Only {customer} and {name}, because anything else would fail when the event arrives."""
    try:
        parts = list(Formatter().parse(value))
    except ValueError as error:
        raise ValueError(f"is not a template: {error}") from None
    if any(name not in (None, "customer", "name") or form or how for _, name, form, how in parts):
        raise ValueError("may contain {customer} and {name} and no other braces")
    return value


def _per_customer(value: str) -> str:
    if "{customer}" not in value:
        raise ValueError("must contain {customer}: each customer needs a project of its own")
    return value


Template = Annotated[str, AfterValidator(_template)]


class CustomerProject(BaseModel):
    """The project that a new customer opens (Smart Event ``com.intacct.customer.add``)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[Template, AfterValidator(_per_customer)] = "P-{customer}"
    name: Template = "{name}"
    category: Category = "contract"
    customer_argument: str = "customerid"
    """Argument of the Smart Event that holds the customer's id."""
    name_argument: str = "name"
    """Argument that holds the customer's name. Without it the name is read from Intacct, which is billed."""


class HandlerSettings(BaseModel):
    """The part of a tenant's ``handlers`` section that the shipped handlers read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    defaults: Defaults = Defaults()
    customer_project: CustomerProject = CustomerProject()


def settings_mistakes(section: Mapping[str, Any], path: str) -> tuple[tuple[str, str], ...]:
    """All mistakes in a tenant's ``handlers`` section as (path, what is wrong); for the start, before any event."""
    try:
        HandlerSettings.model_validate(dict(section))
    except ValidationError as error:
        return violations(error, path)
    return ()


def settings_of(context: Context) -> HandlerSettings:
    """The tenant's settings. Raises EventRefused when they are wrong."""
    try:
        return HandlerSettings.model_validate(dict(context.settings))
    except ValidationError as error:
        step = "Correct the tenant's configuration, restart, and replay the event."
        raise EventRefused(f"the configuration is wrong: {describe(error, 'handlers')}", next_step=step) from error
