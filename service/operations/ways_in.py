"""What ``check`` says about the ways in: which CloudEvents sources each of them speaks for."""

from collections.abc import Sequence

from service.intake.speaks_for import FILES, Claim, claims_of, open_before
from service.operations.check_line import CheckLine
from service.settings import Settings

SUBJECT = "speaks for"


def check_ways_in(settings: Settings) -> list[CheckLine]:
    """One line for each way in; a warning for each that says nothing."""
    claims = claims_of(settings.sources, settings.router.topics)
    files = CheckLine(SUBJECT, True, f"{FILES.place}: every source but those that this service makes")
    return [*(_open(claim, claims) if claim.open else _named(claim, claims) for claim in claims), files]


def _named(claim: Claim, configured: Sequence[Claim]) -> CheckLine:
    others = [other for other in configured if other != claim and claim.meets(other)]
    shared = [other.place for other in others if set(other.entries) & set(claim.entries)]
    also = f"; {', '.join(shared)} may bring the same events" if shared else ""
    return CheckLine(SUBJECT, True, f"{claim.place}: {', '.join(claim.entries)}{also}")


def _open(claim: Claim, configured: Sequence[Claim]) -> CheckLine:
    found = f"{claim.place}, open: every source that no other way in names"
    if before := [other.place for other in open_before(claim, configured)]:
        found += f", as {', '.join(before)}: its events are kept apart, the same one by both ways is two"
    return CheckLine(SUBJECT, True, found, f"set «speaks_for» of {claim.place} to what its sender says")
