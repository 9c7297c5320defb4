"""From configured sources to source profiles."""

from collections.abc import Sequence

from service.errors import ConfigurationError
from service.intake.arrival import Profile, Profiles
from service.intake.cloudevents import CloudEventsProfile
from service.intake.platform_trigger import PlatformTriggerProfile
from service.intake.smart_event import SmartEventProfile
from service.intake.speaks_for import Claim, SpeaksFor, claims_of, webhook_claim
from service.intake.standard_webhooks import signing_key
from service.settings import CloudEventsSource, Settings, SmartEventSource, WebhookSource


def build_profiles(settings: Settings) -> Profiles:
    """All profiles by name. Raises ConfigurationError with every secret that could never verify anything."""
    mistakes = [mistake for name, source in settings.sources.items() for mistake in _mistakes(name, source)]
    if mistakes:
        raise ConfigurationError(mistakes)
    claims = claims_of(settings.sources, settings.router.topics)
    return {name: _profile(name, source, settings, claims) for name, source in settings.sources.items()}


def _profile(name: str, source: WebhookSource, settings: Settings, claims: Sequence[Claim]) -> Profile:
    if isinstance(source, SmartEventSource):
        return SmartEventProfile(name, source)
    if isinstance(source, CloudEventsSource):
        return CloudEventsProfile(name, source, settings.tenants, SpeaksFor(webhook_claim(name, source), claims))
    return PlatformTriggerProfile(name, source)


def _mistakes(name: str, source: WebhookSource) -> list[tuple[str, str]]:
    mistakes = []
    for index, secret in enumerate(source.secrets):
        path = f"sources.{name}.secrets[{index}]"
        if not secret.get_secret_value():
            mistakes.append((path, "is empty: anybody could send"))
        elif isinstance(source, CloudEventsSource):
            try:
                signing_key(secret)
            except ValueError as error:
                mistakes.append((path, str(error)))
    return mistakes
