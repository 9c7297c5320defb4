"""What the tenant's «handlers» section fills in, and how its mistakes are told."""

from typing import Any

import pytest

from handlers.registry import EventRefused
from handlers.settings import settings_mistakes
from tests.handlers.example_files import context, example, handle

DEFAULTS = {"location": "200", "journal": "APJ", "bank_account": "RESERVE-CHK", "base_currency": "USD"}


def without(event_type: str, *names: str) -> dict[str, Any]:
    return {name: value for name, value in example(event_type).items() if name not in names}


@pytest.mark.parametrize("event_type", ["bill.approved", "invoice.issued", "journal-entry.posted"])
async def test_lines_without_a_location_get_the_default_one(event_type: str) -> None:
    """A stated location is never replaced."""
    data = example(event_type)
    data["lines"][0].pop("location")
    (write,) = await handle(event_type, data, context({"defaults": DEFAULTS}))
    stated = [line.get("location", "200") for line in data["lines"]]
    assert [line["location"] for line in write.fields["lines"]] == stated  # type: ignore[union-attr,index]


@pytest.mark.parametrize("event_type", ["bill.approved", "invoice.issued"])
async def test_documents_get_the_base_currency(event_type: str) -> None:
    """Only when the event leaves it open."""
    (filled,) = await handle(event_type, example(event_type), context({"defaults": DEFAULTS}))
    stated = example(event_type) | {"base_currency": "CAD"}
    (kept,) = await handle(event_type, stated, context({"defaults": DEFAULTS}))
    assert (filled.fields["base_currency"], kept.fields["base_currency"]) == ("USD", "CAD")


@pytest.mark.parametrize(
    ("event_type", "name", "value"),
    [
        ("bill-payment.made", "bank_account", "RESERVE-CHK"),
        ("payment.received", "bank_account", "RESERVE-CHK"),
        ("journal-entry.posted", "journal", "APJ"),
    ],
)
async def test_what_intacct_requires_is_stated_or_configured_or_refused(event_type: str, name: str, value: str) -> None:
    """Nobody guesses a bank account or a journal."""
    (write,) = await handle(event_type, without(event_type, name), context({"defaults": DEFAULTS}))
    assert write.fields[name] == value
    with pytest.raises(EventRefused, match=f"states no {name}") as caught:
        await handle(event_type, without(event_type, name))
    assert f"handlers.defaults.{name}" in caught.value.next_step


async def test_the_default_journal_is_part_of_the_business_key() -> None:
    """Stated or filled in, the same entry is found under the same key."""
    stated = example("journal-entry.posted") | {"journal": "APJ"}
    (one,) = await handle("journal-entry.posted", stated)
    (other,) = await handle(
        "journal-entry.posted", without("journal-entry.posted", "journal"), context({"defaults": DEFAULTS})
    )
    assert one.key == other.key


@pytest.mark.parametrize(
    ("stated", "settings", "currency"),
    [
        ({"currency": "EUR"}, {"defaults": {"base_currency": "USD"}}, "EUR"),
        ({"currency": "EUR"}, {}, "EUR"),
        ({}, {"defaults": {"base_currency": "USD"}}, "USD"),
        ({}, {}, None),
    ],
)
async def test_a_journal_entry_says_its_currency_on_every_line(
    stated: dict[str, str], settings: dict[str, Any], currency: str | None
) -> None:
    """Its own, else the base currency; Intacct's entry itself has no field for it."""
    entry = without("journal-entry.posted", "currency") | stated
    defaults = {"defaults": {"journal": "GJ", **settings.get("defaults", {})}}
    (write,) = await handle("journal-entry.posted", entry, context(defaults))
    assert "currency" not in write.fields
    lines = write.fields["lines"]
    assert isinstance(lines, tuple)
    assert [line.get("currency") for line in lines] == [currency] * len(lines)


def test_mistakes_in_the_section_are_found_at_the_start() -> None:
    """All of them, with the path in the configuration; keys of own handlers are left alone."""
    section = {
        "defaults": {"locaton": "100", "base_currency": "usd"},
        "customer_project": {"id": "P-1", "name": "{name!r} {0}", "category": "contract"},
        "acme": {"anything": 1},
    }
    path = "tenants.harborline.handlers"
    assert dict(settings_mistakes(section, path)) == {
        f"{path}.defaults.base_currency": 'must be an ISO 4217 currency code such as "USD"',
        f"{path}.defaults.locaton": "is not a known field",
        f"{path}.customer_project.id": "must contain {customer}: each customer needs a project of its own",
        f"{path}.customer_project.name": "may contain {customer} and {name} and no other braces",
    }
    assert settings_mistakes({"defaults": DEFAULTS, "acme": 1}, path) == ()


@pytest.mark.parametrize("template", ["{customer.__class__}", "{customer[0]}", "{}", "{customer", "{customer:>9}"])
def test_a_template_holds_two_names_and_nothing_else(template: str) -> None:
    """Whatever could fail or reach further is refused before an event arrives."""
    assert settings_mistakes({"customer_project": {"name": template}}, "handlers")


async def test_a_wrong_section_refuses_the_event_with_its_path() -> None:
    """When it was not caught at the start, no money is posted with half of the settings."""
    with pytest.raises(EventRefused, match=r"handlers\.defaults\.locaton: is not a known field"):
        await handle("bill.approved", example("bill.approved"), context({"defaults": {"locaton": "1"}}))
