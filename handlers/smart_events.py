"""Smart Events: what follows in Intacct from something that a person did in Intacct."""

from collections.abc import Sequence

from pydantic import ValidationError

from handlers.references import refers
from handlers.registry import Context, EventRefused, handles
from handlers.settings import CustomerProject, HandlerSettings, settings_of
from schemas.event import Event
from schemas.events.projects import ProjectUpserted
from schemas.events.smart_events import SmartEvent
from schemas.violations import describe
from schemas.write import ObjectKey, Operation, Write

_LONGEST_NAME = 100


@handles("com.intacct.customer.add", SmartEvent)
async def open_customer_project(event: Event[SmartEvent], context: Context) -> Sequence[Write]:
    """A new customer opens its project.

    Creates and never changes: a project with that id that somebody else has made stays as it is, and the event
    becomes a dead letter. Reads the customer's name from Intacct when the event does not bring it.
    """
    settings = settings_of(context)
    wanted = settings.customer_project
    customer = _customer_of(event.data, wanted)
    name = _argument(event.data, wanted.name_argument) or await _name_in_intacct(customer, context)
    project = _project(customer, name, settings)
    references = refers(customer=customer, location=project.location)
    key = ObjectKey("project", (project.id,))
    return [Write(Operation.CREATE, key, project.stated(), references, entity=event.entity)]


def _customer_of(arguments: SmartEvent, wanted: CustomerProject) -> str:
    customer = _argument(arguments, wanted.customer_argument)
    if customer is None:
        argument = f"{wanted.customer_argument} = {{!CUSTOMER.CUSTOMERID!}}"
        step = f"Add the argument {argument} to the Smart Event in Intacct, {_AGAIN}"
        raise EventRefused(f"the argument {wanted.customer_argument} is missing or empty", next_step=step)
    return customer


_AGAIN = "and let it fire again; then discard this event."


def _argument(arguments: SmartEvent, name: str) -> str | None:
    try:
        return arguments.text(name)
    except ValueError as error:
        raise EventRefused(str(error), next_step=f"Correct the Smart Event's arguments in Intacct, {_AGAIN}") from error


async def _name_in_intacct(customer: str, context: Context) -> str:
    rows = await context.read.find("customer", ("name",), id=customer)
    if not rows:
        step = "Replay the event when the customer exists, or discard it when the customer was removed again."
        raise EventRefused(f"Intacct has no customer {customer:.60}", next_step=step)
    return rows[0]["name"]


def _project(customer: str, name: str, settings: HandlerSettings) -> ProjectUpserted:
    """The same rules hold as for a project that an event states; a name that is too long is only cut."""
    wanted = settings.customer_project
    fields = {
        "id": wanted.id.format(customer=customer, name=name),
        "name": wanted.name.format(customer=customer, name=name)[:_LONGEST_NAME],
        "category": wanted.category,
        "customer": customer,
        "location": settings.defaults.location,
    }
    try:
        return ProjectUpserted.model_validate(fields)
    except ValidationError as error:
        step = (
            "Correct the tenant's handlers.customer_project templates and replay, or the Smart Event's arguments in"
            " Intacct and let it fire again; then discard this one."
        )
        raise EventRefused(describe(error, "project"), next_step=step) from error
