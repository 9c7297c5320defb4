"""``check`` says which sources each way in speaks for."""

from service.operations.ways_in import check_ways_in
from tests.intake.seams import SIGNING_SECRET, settings

SIGNED = {"kind": "cloudevents", "secrets": [SIGNING_SECRET]}


def test_each_way_in_has_a_line_and_an_open_one_a_warning() -> None:
    """With the option that would close it; a way in that is kept apart says from whom."""
    configured = settings(
        sources={
            "orders": SIGNED | {"speaks_for": ["/erp", "/shop/*"]},
            "open": SIGNED,
            "hook": {"kind": "intacct-smart-event", "tenant": "acme", "secrets": ["s"]},
        },
        router={
            "bootstrap_servers": "k:9092",
            "topics": [
                {"topic": "open", "tenant": "acme"},
                {"topic": "bare", "type": {"constant": "t"}, "speaks_for": ["/erp"]},
            ],
        },
    )
    lines = check_ways_in(configured)
    assert all(line.ok for line in lines)
    assert [(line.found, line.fix) for line in lines] == [
        ("sources.orders: /erp, /shop/*; router.topics «bare» may bring the same events", ""),
        (
            "sources.open, open: every source that no other way in names",
            "set «speaks_for» of sources.open to what its sender says",
        ),
        ("sources.hook: /intacct/acme/smart-event/hook", ""),
        (
            "router.topics «open», open: every source that no other way in names, as sources.open: its events are kept"
            " apart, the same one by both ways is two",
            "set «speaks_for» of router.topics «open» to what its sender says",
        ),
        ("router.topics «bare»: bare, /erp; sources.orders may bring the same events", ""),
        ("files: every source but those that this service makes", ""),
    ]
