"""A customer that a person adds in Intacct opens its project."""

from typing import Any

import pytest

from handlers.registry import EventRefused
from schemas.write import ObjectKey, Operation
from tests.handlers.example_files import CUSTOMER_ADD, CannedReader, context, handle

ARGUMENTS = {"obj": "CUSTOMER", "evt": "add", "customerid": "C-300", "name": "Brightwater Labs"}


def arguments(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (ARGUMENTS | changes).items() if value is not None}


async def test_the_project_is_created_and_never_overwritten() -> None:
    """Somebody may have made a project with that id already: it is theirs."""
    reader = CannedReader()
    (write,) = await handle(CUSTOMER_ADD, ARGUMENTS, context(reader=reader), entity="E100")
    assert write.operation is Operation.CREATE
    assert write.key == ObjectKey("project", ("P-C-300",))
    assert write.fields == {"id": "P-C-300", "name": "Brightwater Labs", "category": "contract", "customer": "C-300"}
    assert write.references == (ObjectKey("customer", ("C-300",)),)
    assert write.entity == "E100"
    assert reader.asked == []


async def test_templates_category_location_and_argument_names_are_configured() -> None:
    """Companies number their projects in their own way, and administrators name arguments in theirs."""
    settings = {
        "defaults": {"location": "100"},
        "customer_project": {
            "id": "{customer}-00",
            "name": "{name} ({customer})",
            "category": "internal_billable",
            "customer_argument": "custno",
        },
    }
    (write,) = await handle(CUSTOMER_ADD, arguments(customerid=None, custno="C-9"), context(settings))
    assert write.fields == {
        "id": "C-9-00",
        "name": "Brightwater Labs (C-9)",
        "category": "internal_billable",
        "customer": "C-9",
        "location": "100",
    }
    assert ObjectKey("location", ("100",)) in write.references


async def test_argument_names_have_no_case() -> None:
    """CUSTOMERID and customerid are both seen in real set-ups."""
    (write,) = await handle(CUSTOMER_ADD, {"CUSTOMERID": " C-300 ", "Name": "x"})
    assert write.fields["customer"] == "C-300"


@pytest.mark.parametrize("name", [None, "", "  "])
async def test_a_missing_name_is_read_from_intacct(name: str | None) -> None:
    """One read, of one field."""
    reader = CannedReader([{"name": "Brightwater Clinics"}])
    (write,) = await handle(CUSTOMER_ADD, arguments(name=name), context(reader=reader))
    assert write.fields["name"] == "Brightwater Clinics"
    assert reader.asked == [("customer", ("name",), {"id": "C-300"})]


async def test_a_customer_that_intacct_does_not_have_is_refused() -> None:
    """Without the name there is nothing to call the project."""
    with pytest.raises(EventRefused, match="Intacct has no customer C-300"):
        await handle(CUSTOMER_ADD, arguments(name=None))


@pytest.mark.parametrize("customer", [None, "", "  "])
async def test_a_missing_customer_is_refused_with_the_argument_to_add(customer: str | None) -> None:
    """The administrator reads what to enter in Intacct."""
    with pytest.raises(EventRefused, match="the argument customerid is missing or empty") as caught:
        await handle(CUSTOMER_ADD, arguments(customerid=customer))
    assert "customerid = {!CUSTOMER.CUSTOMERID!}" in caught.value.next_step


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"customerid": ["C-1", "C-2"]}, "the argument customerid has more than one value"),
        ({"customerid": {"id": "C-1"}}, "the argument customerid is not text"),
        ({"customerid": "C" * 19}, "project.id: must have at most 20 characters"),
        ({"name": "a\nb"}, "project.name: must be one line"),
        ({"customerid": "C\u200b1"}, "must not contain control or invisible characters"),
    ],
)
async def test_arguments_that_make_no_project_are_refused(changes: dict[str, Any], cause: str) -> None:
    """With the reason, and before Intacct is asked."""
    with pytest.raises(EventRefused) as caught:
        await handle(CUSTOMER_ADD, arguments(**changes))
    assert cause in caught.value.cause
    assert caught.value.next_step


async def test_a_repeated_argument_with_one_value_is_that_value() -> None:
    """Duplicated lines in the set-up do no harm."""
    (write,) = await handle(CUSTOMER_ADD, arguments(customerid=["C-300", "C-300"]))
    assert write.fields["customer"] == "C-300"


async def test_a_long_name_is_cut_for_the_project() -> None:
    """A project has room for 100 characters; the customer keeps its full name."""
    settings = {"customer_project": {"name": "Project of {name}"}}
    (write,) = await handle(CUSTOMER_ADD, arguments(name="x" * 100), context(settings))
    assert len(str(write.fields["name"])) == 100
