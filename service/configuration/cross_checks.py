"""Rules across sections: each is one function from the readable parts to its mistakes."""

from collections.abc import Callable, Iterator

from handlers.settings import settings_mistakes
from service.configuration.mistake import Mistake
from service.configuration.parts import Parts, section
from service.configuration.references import STAND_IN
from service.configuration.speaking import sources_have_one_speaker
from service.configuration.suggestions import did_you_mean
from service.intacct.addresses import allowed
from service.intacct.objects import OBJECTS
from service.intake.standard_webhooks import signing_key
from service.partitions import company_identity
from service.settings import CloudEventsSource, KafkaLogSettings, SqliteLogSettings


def cross_check(parts: Parts) -> list[Mistake]:
    """Every mistake that one section alone does not show."""
    return [mistake for rule in _RULES for mistake in rule(parts)]


def _sources_name_known_tenants(parts: Parts) -> Iterator[Mistake]:
    for path, tenant in parts.named_tenants():
        if tenant not in parts.tenant_names:
            yield path, f"names the unknown tenant «{tenant}»: {did_you_mean(tenant, parts.tenant_names)}"


def _credentials_are_for_the_company(parts: Parts) -> Iterator[Mistake]:
    """Else events would be posted into another company's books."""
    for name, tenant in parts.tenants.items():
        if tenant.company == STAND_IN:
            continue
        wanted = company_identity(tenant.company)
        fix = f"but the tenant's company is «{tenant.company}»: make them the same"
        if tenant.rest:
            company = tenant.rest.username.partition("@")[2].partition("|")[0]
            if company_identity(company) != wanted:
                yield f"tenants.{name}.rest.username", f"is of the company «{company}», {fix}"
        if tenant.xml and company_identity(tenant.xml.company_id) != wanted:
            yield f"tenants.{name}.xml.company_id", f"is «{tenant.xml.company_id}», {fix}"


def _partitions_exist(parts: Parts) -> Iterator[Mistake]:
    if not isinstance(parts.log, KafkaLogSettings):
        return
    count = parts.log.partitions
    for name, tenant in parts.tenants.items():
        if tenant.partition is not None and tenant.partition >= count:
            yield f"tenants.{name}.partition", f"must be below log.partitions, which is {count}"


def _one_company_has_one_partition(parts: Parts) -> Iterator[Mistake]:
    """Two owners of one company would each use its whole connection limit."""
    first: dict[str, tuple[str, int]] = {}
    for name, tenant in parts.tenants.items():
        if tenant.partition is None:
            continue
        other, partition = first.setdefault(company_identity(tenant.company), (name, tenant.partition))
        if partition != tenant.partition:
            fix = f"the tenant «{other}» of the same company is pinned to {partition}: pin both to the same one"
            yield f"tenants.{name}.partition", fix


def _router_has_a_broker(parts: Parts) -> Iterator[Mistake]:
    router = section(parts.tree, "router")
    if parts.topics() and not router.get("bootstrap_servers") and isinstance(parts.log, SqliteLogSettings):
        yield "router.bootstrap_servers", "is missing: the log is not on Kafka, so name the broker of the topics"


def _sasl_is_complete(parts: Parts) -> Iterator[Mistake]:
    log = parts.log
    if not isinstance(log, KafkaLogSettings) or not log.security_protocol.startswith("SASL_"):
        return
    for option in ("sasl_mechanism", "sasl_username", "sasl_password"):
        if getattr(log, option) is None:
            yield f"log.{option}", f"is missing: log.security_protocol is {log.security_protocol}"


def _signing_secrets_are_keys(parts: Parts) -> Iterator[Mistake]:
    for name, source in parts.sources.items():
        secrets = source.secrets if isinstance(source, CloudEventsSource) else []
        for index, secret in enumerate(secrets):
            try:
                signing_key(secret)
            except ValueError as error:
                yield f"sources.{name}.secrets[{index}]", f"{error}, as Standard Webhooks says"


def _topics_stand_once(parts: Parts) -> Iterator[Mistake]:
    """Of two entries for one topic only one would be heeded."""
    first: dict[str, int] = {}
    for index, topic in parts.readable_topics().items():
        if first.setdefault(topic.topic, index) != index:
            yield f"router.topics[{index}].topic", f"stands at router.topics[{first[topic.topic]}] already: keep one"


def _endpoints_are_safe(parts: Parts) -> Iterator[Mistake]:
    fix = "must be https on *.intacct.com; for a sandbox on this machine set allow_loopback: true on the tenant"
    for name, tenant in parts.tenants.items():
        if tenant.rest and not allowed(tenant.rest.base_url, allow_loopback=tenant.allow_loopback):
            yield f"tenants.{name}.rest.base_url", fix
        if tenant.xml and not allowed(tenant.xml.endpoint, allow_loopback=tenant.allow_loopback):
            yield f"tenants.{name}.xml.endpoint", fix


def _handlers_understand_their_settings(parts: Parts) -> Iterator[Mistake]:
    for name, tenant in parts.tenants.items():
        yield from settings_mistakes(tenant.handlers, f"tenants.{name}.handlers")


def _look_first_names_objects(parts: Parts) -> Iterator[Mistake]:
    for name, tenant in parts.tenants.items():
        for object in tenant.look_first:
            if object not in OBJECTS:
                yield f"tenants.{name}.look_first.{object}", f"is no object: {did_you_mean(object, OBJECTS)}"


_RULES: tuple[Callable[[Parts], Iterator[Mistake]], ...] = (
    _sources_name_known_tenants,
    _credentials_are_for_the_company,
    _endpoints_are_safe,
    _handlers_understand_their_settings,
    _look_first_names_objects,
    _partitions_exist,
    _one_company_has_one_partition,
    _router_has_a_broker,
    _sasl_is_complete,
    _signing_secrets_are_keys,
    _topics_stand_once,
    sources_have_one_speaker,
)
