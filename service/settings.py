"""Every option in one typed place. How a file becomes this: ``service.configuration``."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

Port = Annotated[int, Field(ge=0, le=65535)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,62}$")]
"""Tenants and sources: short lower-case names, safe in URLs, topics and metric labels."""


class Section(BaseModel):
    """A part of the configuration: unknown options are mistakes, not noise."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SurfacePolicy(StrEnum):
    """Which surface a tenant's writes take."""

    AUTO = "auto"
    REST = "rest"
    XML = "xml"


class RestSettings(Section):
    """REST v1 with OAuth client credentials."""

    base_url: str = "https://api.intacct.com/ia/api/v1"
    client_id: str
    client_secret: SecretStr
    username: str = Field(description="userId@companyId, or userId@companyId|entityId")

    @field_validator("username")
    @classmethod
    def _names_a_company(cls, value: str) -> str:
        user, at, company = value.partition("@")
        if not (user and at and company):
            raise ValueError("must be userId@companyId: without the company Intacct answers GW-0012")
        return value


_ID = r"control[ _-]?ids?"
_USED = r"(?:already|duplicated?|not unique|non-unique|repeat(?:ed)?|re-?used|used (?:before|twice)|exists|completed)"
_DONE = r"(?:executed|completed|processed|carried out|performed)"
_USED_CONTROL_ID = (
    rf"{_ID}\b.*\b{_USED}\b",
    rf"\b{_USED}\b.*\b{_ID}\b",
    r"\balready (?:been )?executed\b|\bexecuted and completed\b|\b(?:previously|earlier) executed\b",
    rf"\b(?:request|function|operation)\b.*\balready\b.*\b{_DONE}\b",
    rf"\balready\b.*\b{_DONE}\b.*\b(?:request|function|operation)\b",
    r"\brequest cannot be repeated\b",
    r"EMU-DUP",
)
"""Sage documents that a used id is refused, not in which words: «already executed and completed», «duplicate control
id», «control ID X has already been completed» are known from its pages and from clients."""


class XmlSettings(Section):
    """XML gateway: a sender that the company has authorised, and a Web Services user."""

    endpoint: str = "https://api.intacct.com/ia/xml/xmlgw.phtml"
    sender_id: str
    sender_password: SecretStr
    company_id: str
    user_id: str
    user_password: SecretStr
    dtd_version: str = "3.0"
    duplicate_pattern: str = Field(
        default="|".join(_USED_CONTROL_ID),
        description="Matches code and text of the answer to a used control id, in any case; the real is not published",
    )

    @field_validator("dtd_version")
    @classmethod
    def _is_three(cls, value: str) -> str:
        if value != "3.0":
            raise ValueError(
                "only DTD 3.0 is supported: 2.1 has no generic functions, so no upserts and no look-ups by key"
            )
        return value


class Slots(Section):
    """Connections in flight at once: ours, and the whole company's when tenants share one."""

    app: int = Field(default=2, ge=1, le=100)
    company: int = Field(default=2, ge=1, le=100)


class Rate(Section):
    """At most ``requests`` in every sliding window of ``seconds``."""

    requests: int = Field(default=120, ge=1)
    seconds: float = Field(default=60.0, gt=0)


class Waiting(Section):
    """How long things may take before something else follows. Seconds."""

    request_timeout: float = Field(default=300.0, gt=0, le=900, description="Intacct itself gives up after 15 minutes")
    connect_timeout: float = Field(default=10.0, gt=0)
    missing_reference: float = Field(default=3600.0, ge=0, description="Wait for a vendor, account, ... to appear")
    backoff_first: float = Field(default=1.0, gt=0)
    backoff_longest: float = Field(default=60.0, gt=0)
    settle_after: float = Field(default=5.0, ge=0, description="Pause before an uncertain write is looked up")
    replay: Literal["offer", "automatic"] = Field(
        default="offer", description="Dead letters that waited for something which is there now"
    )
    probe_every: float = Field(default=30.0, gt=0, description="Longest time between probes while unavailable")
    held_probe_every: float = Field(default=900.0, gt=0, description="Time between probes while held: logins may lock")


class LookFirst(StrEnum):
    """What comes before the first create of an object whose business key nobody keeps unique."""

    ALWAYS = "always"
    """A look-up by business key, shared by up to a hundred writes: one transaction a query page."""
    OWN = "own"
    """A look-up only where our own receipts know the business key: free for everything new."""
    NEVER = "never"
    """None: Intacct keeps it unique, or the operator takes the risk of a second one."""


class CompanySettings(Section):
    """What differs from company to company in Intacct itself. The defaults are the readings that are safe for all."""

    unique_bill_numbers: bool = Field(default=False, description="Intacct refuses a second bill of a vendor's number")
    unique_invoice_numbers: bool = Field(default=False, description="Intacct refuses a second invoice of a number")
    approvals: bool | None = Field(
        default=None,
        description="false: documents post at once, so no state is read back. None or true: the state is read back",
    )


class TenantSettings(Section):
    """One Intacct company."""

    company: str
    surface: SurfacePolicy = SurfacePolicy.AUTO
    rest: RestSettings | None = None
    xml: XmlSettings | None = None
    allow_loopback: bool = Field(default=False, description="Only for a sandbox on this machine")
    slots: Slots = Slots()
    rate: Rate = Rate()
    batch: int = Field(default=100, ge=1, le=100, description="Functions in one XML request")
    waiting: Waiting = Waiting()
    partition: int | None = Field(default=None, ge=0)
    company_settings: CompanySettings = CompanySettings()
    look_first: dict[str, LookFirst] = Field(
        default_factory=dict, description="By object; none: «always» where nobody keeps the business key unique"
    )
    handlers: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_credentials(self) -> "TenantSettings":
        if self.rest is None and self.xml is None:
            raise ValueError("needs credentials: a «rest» section, an «xml» section, or both")
        if self.surface is SurfacePolicy.REST and self.rest is None:
            raise ValueError("surface is «rest» but there is no «rest» section")
        if self.surface is SurfacePolicy.XML and self.xml is None:
            raise ValueError("surface is «xml» but there is no «xml» section")
        return self


class SourceSettings(Section):
    """What all ways in have in common."""

    tenant: Name | None = Field(default=None, description="Fixed tenant; none: the event's «tenant» attribute names it")
    aliases: dict[str, str] = Field(default_factory=dict, description="the source's type name -> canonical type")
    stale: Literal["supersede", "apply"] = Field(
        default="supersede", description="What becomes of a state that is older than what was applied to its object"
    )


class SpeakingSource(SourceSettings):
    """What the ways in have in common whose events say their CloudEvents source themselves."""

    speaks_for: list[str] | None = Field(
        default=None,
        description="CloudEvents sources, exactly or beginnings with * at the end; none: what no other way in names",
    )

    @field_validator("speaks_for")
    @classmethod
    def _names_sources(cls, value: list[str] | None) -> list[str] | None:
        if value == []:
            raise ValueError("is empty: name the sources, or leave the option out")
        wrong = [entry for entry in value or () if not entry or "*" in entry[:-1] or not entry.isprintable()]
        if wrong:
            raise ValueError(f"«{wrong[0][:80]}» is no source, nor the beginning of some with one * at its end")
        return value


class SmartEventSource(SourceSettings):
    """Intacct Smart Event: form-encoded named arguments, unsigned, so a shared secret in an argument or the path."""

    kind: Literal["intacct-smart-event"]
    tenant: Name
    secrets: list[SecretStr] = Field(min_length=1, description="Accepted secrets: the current one and the previous one")
    secret_argument: str = "key"
    object_argument: str = "obj"
    event_argument: str = "evt"
    document_argument: str | None = Field(default=None, description="Argument whose value is an XML or JSON document")
    id_arguments: list[str] = Field(
        default_factory=list, description="Arguments that begin the event id, for people: each delivery has its own"
    )
    charset: Literal["utf-8", "cp1252", "latin-1"] = "utf-8"


class PlatformTriggerSource(SourceSettings):
    """Platform trigger, HTTP post: a free XML or JSON body; a secret in the path, in a header or in a field."""

    kind: Literal["platform-trigger"]
    tenant: Name
    secrets: list[SecretStr] = Field(min_length=1)
    secret_header: str | None = None
    type_path: str = Field(
        default="type", description="Dotted path of the event type in the document, below an XML document's root"
    )
    id_paths: list[str] = Field(
        default_factory=list, description="Dotted paths that begin the event id, for people: each delivery has its own"
    )
    type: str | None = Field(default=None, description="Constant event type, instead of type_path")


class CloudEventsSource(SpeakingSource):
    """CloudEvents 1.0 over HTTP (binary, structured, batch), signed as Standard Webhooks defines it."""

    kind: Literal["cloudevents"]
    secrets: list[SecretStr] = Field(min_length=1, description="whsec_... secrets, newest first")
    tolerance: float = Field(default=300.0, gt=0, description="Seconds that the signed timestamp may be off")


WebhookSource = Annotated[SmartEventSource | PlatformTriggerSource | CloudEventsSource, Field(discriminator="kind")]


class FieldFrom(Section):
    """Where a bare JSON record says something: exactly one of a header, a dotted field path, or a constant."""

    header: str | None = None
    path: str | None = None
    constant: str | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "FieldFrom":
        if sum(way is not None for way in (self.header, self.path, self.constant)) != 1:
            raise ValueError("name exactly one of header, path, constant")
        return self


class TopicSource(SpeakingSource):
    """An upstream Kafka topic: CloudEvents (binary or structured), or bare JSON as the three fields say."""

    topic: str
    type: FieldFrom | None = None
    id: FieldFrom | None = Field(default=None, description="None: the place, time and bytes of a record make the id")
    tenant_from: FieldFrom | None = None
    source: str | None = Field(default=None, description="CloudEvents source of bare JSON; none: the topic")


class KafkaSecurity(Section):
    """How a Kafka client proves who it is, and to whom it talks."""

    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = None
    sasl_username: str | None = None
    sasl_password: SecretStr | None = None
    ca_file: Path | None = None


class RouterSettings(KafkaSecurity):
    """The Kafka source router. Its security options go with its own ``bootstrap_servers``, never to another broker."""

    bootstrap_servers: str | None = Field(default=None, description="None: the event log's own broker")
    group: str = "intacct-relay-router"
    topics: list[TopicSource] = Field(default_factory=list)


class SqliteLogSettings(Section):
    """The embedded log: one file, one process."""

    kind: Literal["sqlite"] = "sqlite"
    path: Path = Path("intacct-relay.db")


class KafkaLogSettings(KafkaSecurity):
    """The log on Kafka."""

    kind: Literal["kafka"]
    bootstrap_servers: str
    topic_prefix: str = "intacct"
    partitions: int = Field(default=12, ge=1, description="Fixed for life: the partition of a tenant depends on it")
    replication: int = Field(default=3, ge=1)
    group: str = "intacct-relay-worker"
    create_topics: bool = True
    state_directory: Path = Field(default=Path(".intacct-relay"), description="Rebuildable index of verdicts")
    session_timeout: float = Field(default=30.0, ge=1)
    rebalance_timeout: float = Field(default=60.0, ge=1)


LogSettings = Annotated[SqliteLogSettings | KafkaLogSettings, Field(discriminator="kind")]


class ReceiverSettings(Section):
    """The webhook receiver."""

    host: str = "127.0.0.1"
    port: Port = 8080
    max_body_bytes: int = Field(default=1_048_576, ge=1024, le=16_777_216)
    read_timeout: float = Field(default=5.0, gt=0)
    append_timeout: float = Field(default=2.5, gt=0, description="Then the answer is 503")


class AdminSettings(Section):
    """Health, metrics and what the command line asks a running service."""

    host: str = "127.0.0.1"
    port: Port = 9464


class LoggingSettings(Section):
    """Structured logs."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["json", "console"] = "json"


class Settings(Section):
    """The whole configuration."""

    tenants: dict[Name, TenantSettings] = Field(min_length=1)
    sources: dict[Name, WebhookSource] = Field(default_factory=dict)
    router: RouterSettings = RouterSettings()
    log: LogSettings = SqliteLogSettings()
    receiver: ReceiverSettings = ReceiverSettings()
    admin: AdminSettings = AdminSettings()
    logging: LoggingSettings = LoggingSettings()
    handlers: list[str] = Field(default_factory=list, description="Python packages with your handlers")
    shutdown_grace: float = Field(default=25.0, gt=0, description="Seconds for what is in flight after SIGTERM")

    @model_validator(mode="after")
    def _sources_name_known_tenants(self) -> "Settings":
        named = {f"sources.{name}": source.tenant for name, source in self.sources.items()}
        named |= {f"router.topics[{n}]": topic.tenant for n, topic in enumerate(self.router.topics)}
        unknown = [
            f"{path} names the unknown tenant «{tenant}»"
            for path, tenant in named.items()
            if tenant and tenant not in self.tenants
        ]
        if unknown:
            raise ValueError("; ".join(unknown))
        return self
