"""Rules about which CloudEvents sources the ways in speak for."""

from collections.abc import Iterator

from service.configuration.mistake import Mistake
from service.configuration.parts import Parts
from service.intake.speaks_for import Claim, overlaps, reserved, topic_claim, webhook_claim
from service.settings import CloudEventsSource


def sources_have_one_speaker(parts: Parts) -> Iterator[Mistake]:
    """Whoever shares a source with another way in can use up the ids of its events, so both must say that they do."""
    claims = _claims(parts)
    for index, (path, claim) in enumerate(claims):
        for entry in filter(reserved, claim.entries):
            yield path, f"«{entry}» is made by this service alone: no sender can speak for it"
        for other_path, other in claims[:index]:
            for mine, theirs in overlaps(claim, other):
                fix = "write the same entry at both if both may bring the same events, else entries that lie apart"
                yield path, f"«{mine}» overlaps «{theirs}» of {other_path}: {fix}"


def _claims(parts: Parts) -> list[tuple[str, Claim]]:
    """What senders say, with the path of the option."""
    webhooks = {name: source for name, source in parts.sources.items() if isinstance(source, CloudEventsSource)}
    return [
        *((f"sources.{name}.speaks_for", webhook_claim(name, source)) for name, source in webhooks.items()),
        *((f"router.topics[{n}].speaks_for", topic_claim(topic)) for n, topic in parts.readable_topics().items()),
    ]
