"""A file becomes settings, or every mistake in it is named at once, with its path, and without a secret."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from service.configuration import check_roles, load
from service.errors import ConfigurationError
from service.roles import ALL_ROLES, Role
from service.settings import KafkaLogSettings, SqliteLogSettings

Write = Callable[[str], Path]

TENANT = """
tenants:
  acme:
    company: ACME
    rest: {client_id: app, client_secret: hunter2-rest, username: ws@ACME}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a configuration file and returns its path."""

    def written(text: str) -> Path:
        path = tmp_path / "intacct-relay.yaml"
        path.write_text(text, "utf-8")
        return path

    return written


def mistakes(path: Path, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The mistakes of a file, by path."""
    with pytest.raises(ConfigurationError) as caught:
        load(path, environ or {})
    return dict(caught.value.mistakes)


def test_a_minimal_file_loads_with_defaults(write: Write) -> None:
    """One tenant with credentials is a whole configuration."""
    settings = load(write(TENANT), {})
    assert settings.tenants["acme"].slots.app == 2
    assert isinstance(settings.log, SqliteLogSettings)


def test_references_are_replaced_anywhere_in_a_text(write: Write, tmp_path: Path) -> None:
    """${env:} and ${file:} stand for what they name, alone or inside a text; file content is stripped."""
    (tmp_path / "secret").write_text("  from-file\n")
    text = TENANT.replace("hunter2-rest", "'${file:secret}'").replace("client_id: app", "client_id: 'a-${env:APP}-z'")
    rest = load(write(text), {"APP": "b"}).tenants["acme"].rest
    assert rest is not None
    assert (rest.client_id, rest.client_secret.get_secret_value()) == ("a-b-z", "from-file")


def test_a_resolved_value_is_not_resolved_again(write: Write) -> None:
    """A password that looks like a reference stays what it is, and $${ stands for a plain ${."""
    text = TENANT.replace("hunter2-rest", "'${env:A}$${env:B}'")
    rest = load(write(text), {"A": "${env:B}", "B": "no"}).tenants["acme"].rest
    assert rest is not None
    assert rest.client_secret.get_secret_value() == "${env:B}${env:B}"


@pytest.mark.parametrize(
    ("reference", "environ", "said"),
    [
        ("${env:NOPE}", {}, "NOPE is not set"),
        ("${env:NOPE}", {"NOPE": ""}, "NOPE is empty"),
        ("${file:/no/such/file}", {}, "/no/such/file cannot be read"),
        ("${file:.}", {}, "cannot be read"),
        ("${HOME}", {"HOME": "/"}, "write ${env:NAME}"),
        ("${env:}", {}, "write ${env:NAME}"),
    ],
)
def test_a_missing_secret_is_a_mistake_at_its_path(
    write: Write, reference: str, environ: dict[str, str], said: str
) -> None:
    """What a reference names must be there and must not be empty; «${» that is no reference is a mistake."""
    text = TENANT.replace("hunter2-rest", f"'{reference}'")
    found = mistakes(write(text), environ)
    assert list(found) == ["tenants.acme.rest.client_secret"]
    assert said in found["tenants.acme.rest.client_secret"]


def test_an_unresolved_reference_is_one_mistake_not_two(write: Write) -> None:
    """The option that holds the reference is not complained about a second time for its stand-in."""
    text = TENANT.replace("ws@ACME", "'${env:NOPE}'") + "admin: {port: '${env:PORT}'}\n"
    assert list(mistakes(write(text))) == ["tenants.acme.rest.username", "admin.port"]


def test_all_mistakes_are_named_at_once(write: Write) -> None:
    """Mistakes of every kind, in every section, in one answer."""
    found = mistakes(
        write("""
tenants:
  Acme Corp: {company: ACME, rest: {client_id: a, client_secret: b, username: ws@ACME}}
  beta: {company: BETA, xml: {sender_id: s}}
  gamma: {company: 12345, slots: {app: 0, aap: 1}, rest: {client_id: a, client_secret: '${env:NOPE}', username: ws}}
  delta: {company: DELTA}
sources:
  shop: {kind: cloudevent, secrets: []}
  hook: {kind: cloudevents, tenant: deltaa, secrets: [whsec_c2VjcmV0], tolerence: 3}
  bare: {secrets: []}
router: {topics: [{topic: a, tenant: nobody, type: {heade: x}}]}
log: {kind: kafka, partitons: 3}
recever: {}
""")
    )
    assert found["tenants.Acme Corp"].startswith("the name must be lower-case")
    assert found["tenants.beta.xml.sender_password"] == (
        "is missing: add it, a secret best as ${env:NAME} or ${file:/path}"
    )
    assert found["tenants.beta.xml.user_id"] == "is missing: add it"
    assert found["tenants.gamma.company"] == "must be text: put the value in quotes"
    assert found["tenants.gamma.slots.app"] == "must be greater than or equal to 1"
    assert found["tenants.gamma.slots.aap"] == "unknown option: did you mean «app»?"
    assert "NOPE is not set" in found["tenants.gamma.rest.client_secret"]
    assert "userId@companyId" in found["tenants.gamma.rest.username"]
    assert found["tenants.delta"].startswith("needs credentials")
    assert found["sources.shop"] == "unknown kind «cloudevent»: did you mean «cloudevents»?"
    assert found["sources.hook.tolerence"] == "unknown option: did you mean «tolerance»?"
    assert found["sources.hook.tenant"] == "names the unknown tenant «deltaa»: did you mean «delta»?"
    assert found["sources.bare"] == "needs «kind», which says what it is"
    assert found["router.topics[0].tenant"].startswith("names the unknown tenant «nobody»")
    assert found["router.topics[0].type.heade"] == "unknown option: did you mean «header»?"
    assert found["log.bootstrap_servers"] == "is missing: add it"
    assert found["log.partitons"] == "unknown option: did you mean «partitions»?"
    assert found["recever"] == "unknown option: did you mean «receiver»?"


def test_look_first_is_said_of_objects(write: Write) -> None:
    """A misspelt object would otherwise keep the default in silence."""
    found = mistakes(write(TENANT + "    look_first: {bil: never, bill: own}\n"))
    assert found == {"tenants.acme.look_first.bil": "is no object: did you mean «bill»?"}


def test_an_option_unlike_any_other_gets_the_list(write: Write) -> None:
    """When nothing is close, all options of the section are named."""
    assert mistakes(write(TENANT + "admin: {zzz: 1}\n"))["admin.zzz"] == "unknown option: known here: host, port"


def test_duplicate_keys_are_refused(write: Write) -> None:
    """YAML would keep the last of two tenants silently; here both lines are named."""
    text = TENANT + TENANT.replace("tenants:", "").lstrip("\n")
    assert mistakes(write(text))["tenants.acme"] == "stands twice, in lines 3 and 6: keep one"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", "line 1"),
        ("a: {b: ${env:C}}", "inside braces a ${...} needs quotes"),
        ("- a\n- b\n", "must be a mapping"),
        ("", "must be a mapping"),
        ("a: *hunter2", "found undefined alias «...»"),
        ("a: !hunter2 b", "«...»"),
        ("a: 2026-13-45\n", "put it in quotes"),
        ("a: \x07hunter2", "character that YAML does not allow"),
    ],
)
def test_a_file_that_is_no_yaml_is_named_without_its_content(write: Write, text: str, said: str) -> None:
    """The place and the problem, never the line: it may hold a secret."""
    text_of_mistake = mistakes(write(text))["configuration"]
    assert said in text_of_mistake
    assert "hunter2" not in text_of_mistake


def test_a_missing_or_unreadable_file_is_one_clear_mistake(tmp_path: Path) -> None:
    """No file, a folder, bytes that are no text."""
    assert "there is no file" in mistakes(tmp_path / "none.yaml")["configuration"]
    assert "cannot be read" in mistakes(tmp_path)["configuration"]
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00a")
    assert "is not UTF-8" in mistakes(tmp_path / "binary.yaml")["configuration"]


def test_no_mistake_echoes_a_secret(write: Write) -> None:
    """Whatever is wrong about a secret, its value is not said."""
    text = """
tenants:
  acme:
    company: ACME
    rest: {client_id: hunter2, client_secret: [hunter2], username: hunter2}
    xml: {sender_id: hunter2, sender_password: {hunter2: hunter2}, company_id: ACME, user_id: a, user_password: 4711}
    slots: {app: hunter2}
sources:
  hook: {kind: cloudevents, secrets: ["whsec_hunter2!", 4711]}
log: {kind: kafka, bootstrap_servers: a, sasl_password: [hunter2]}
"""
    said = str(mistakes(write(text)))
    assert "hunter2" not in said
    assert "4711" not in said


def test_credentials_of_another_company_are_refused(write: Write) -> None:
    """Else events would be posted into another company's books. Case does not matter, an entity may follow."""
    text = """
tenants:
  acme:
    company: ACME
    rest: {client_id: a, client_secret: b, username: ws@OTHER}
    xml: {sender_id: s, sender_password: p, company_id: THIRD, user_id: u, user_password: p}
  beta:
    company: Beta
    rest: {client_id: a, client_secret: b, username: ws@BETA|100}
"""
    found = mistakes(write(text))
    assert list(found) == ["tenants.acme.rest.username", "tenants.acme.xml.company_id"]
    assert "«OTHER»" in found["tenants.acme.rest.username"]


@pytest.mark.parametrize(
    ("url", "loopback", "fits"),
    [
        ("https://api.intacct.com/ia/api/v1", False, True),
        ("http://api.intacct.com/ia/api/v1", False, False),
        ("https://api.intacct.com.evil.example/", False, False),
        ("https://user:pw@api.intacct.com/", False, False),
        ("http://127.0.0.1:8081/", True, True),
        ("http://127.0.0.1:8081/", False, False),
        ("http://sandbox.example/", True, False),
    ],
)
def test_credentials_go_to_intacct_alone(write: Write, url: str, loopback: bool, fits: bool) -> None:
    """https on *.intacct.com; a sandbox on this machine by explicit setting."""
    text = (
        TENANT.replace("{client_id", f"{{base_url: '{url}', client_id") + f"    allow_loopback: {str(loopback).lower()}"
    )
    if fits:
        load(write(text), {})
    else:
        assert list(mistakes(write(text))) == ["tenants.acme.rest.base_url"]


KAFKA = """
tenants:
  a: {company: ONE, partition: %s, rest: {client_id: a, client_secret: b, username: ws@ONE}}
  b: {company: One, partition: %s, rest: {client_id: a, client_secret: b, username: ws@ONE}}
log: {kind: kafka, bootstrap_servers: "k:9092", partitions: 4}
"""


def test_one_company_has_one_partition(write: Write) -> None:
    """Two owners of one company would each use its whole connection limit."""
    assert list(mistakes(write(KAFKA % (1, 2)))) == ["tenants.b.partition"]
    load(write(KAFKA % (1, 1)), {})
    load(write(KAFKA % (1, "null")), {})


def test_a_pinned_partition_must_exist(write: Write) -> None:
    """Partitions are counted from 0."""
    assert mistakes(write(KAFKA % (4, 4)))["tenants.a.partition"] == "must be below log.partitions, which is 4"


def test_sasl_needs_all_of_its_options(write: Write) -> None:
    """A broker would answer with a riddle."""
    text = TENANT + "log: {kind: kafka, bootstrap_servers: k, security_protocol: SASL_SSL, sasl_username: u}\n"
    assert list(mistakes(write(text))) == ["log.sasl_mechanism", "log.sasl_password"]


def test_settings_of_handlers_are_checked_with_the_rest(write: Write) -> None:
    """A wrong default would fail with the first event."""
    assert mistakes(write(TENANT + "    handlers: {defaults: {locaton: '100'}}\n"))


def test_topics_need_a_broker(write: Write) -> None:
    """With the embedded log there is no broker to fall back on."""
    assert list(mistakes(write(TENANT + "router: {topics: [{topic: a}]}\n"))) == ["router.bootstrap_servers"]


WAYS = """
sources:
  a: {kind: cloudevents, secrets: [whsec_c2VjcmV0], %s}
  b: {kind: cloudevents, secrets: [whsec_c2VjcmV0], %s}
router: {bootstrap_servers: "k:9092", topics: [{topic: c, type: {constant: t}, source: /c, %s}]}
"""


@pytest.mark.parametrize(
    ("a", "b", "c", "wrong"),
    [
        ("speaks_for: [/erp]", "speaks_for: [/erp]", "id: {path: i}", []),
        ("speaks_for: [/erp/*, /c]", "speaks_for: [/erp/*, /erp]", "id: {path: i}", []),
        ("speaks_for: [/erp/*]", "speaks_for: [/erp/north]", "id: {path: i}", ["sources.b.speaks_for"]),
        ("speaks_for: ['*']", "tolerance: 1", "id: {path: i}", ["router.topics[0].speaks_for"]),
        ("speaks_for: ['*', /c]", "tolerance: 1", "id: {path: i}", []),
        ("tenant: acme, speaks_for: [/e*]", "tenant: beta, speaks_for: [/erp]", "tenant: beta", []),
        ("tenant: acme, speaks_for: [/e*]", "speaks_for: [/erp]", "tenant: beta", ["sources.b.speaks_for"]),
        ("tolerance: 1", "tolerance: 1", "id: {path: i}", []),
        ("speaks_for: []", "tolerance: 1", "id: {path: i}", ["sources.a.speaks_for"]),
        ("speaks_for: [/e*p]", "tolerance: 1", "id: {path: i}", ["sources.a.speaks_for"]),
        ("speaks_for: [/intacct/acme/smart-event/x]", "tolerance: 1", "id: {path: i}", ["sources.a.speaks_for"]),
        ("tolerance: 1", "tolerance: 1", "speaks_for: [/way-in/a/*]", ["router.topics[0].speaks_for"]),
    ],
)
def test_a_source_of_two_ways_in_is_written_at_both(write: Write, a: str, b: str, c: str, wrong: list[str]) -> None:
    """An overlap that is not written down would let one way in use up the ids of another one's events."""
    beta = "  beta: {company: BETA, rest: {client_id: a, client_secret: b, username: ws@BETA}}\n"
    text = TENANT + beta + WAYS % (a, b, c)
    if wrong:
        assert list(mistakes(write(text))) == wrong
    else:
        load(write(text), {})


def test_a_topic_stands_once(write: Write) -> None:
    """Of two entries for one topic only one would be heeded."""
    text = TENANT + "router: {bootstrap_servers: k, topics: [{topic: a}, {topic: b}, {topic: a, tenant: acme}]}\n"
    assert list(mistakes(write(text))) == ["router.topics[2].topic"]


def test_relative_paths_start_at_the_file(write: Write, tmp_path: Path) -> None:
    """A command that is started elsewhere works on the same log."""
    log = load(write(TENANT + "log: {kind: sqlite, path: data/relay.db}\n"), {}).log
    assert isinstance(log, SqliteLogSettings)
    assert log.path == tmp_path / "data" / "relay.db"
    log = load(write(TENANT), {}).log
    assert isinstance(log, SqliteLogSettings)
    assert log.path == tmp_path / "intacct-relay.db"
    kafka = load(write(TENANT + "log: {kind: kafka, bootstrap_servers: k, ca_file: /etc/ca.pem}\n"), {}).log
    assert isinstance(kafka, KafkaLogSettings)
    assert (kafka.state_directory, kafka.ca_file) == (tmp_path / ".intacct-relay", Path("/etc/ca.pem"))


def test_the_embedded_log_cannot_be_split(write: Write) -> None:
    """One file has one owner; all roles together are fine."""
    settings = load(write(TENANT), {})
    check_roles(settings, ALL_ROLES)
    with pytest.raises(ConfigurationError, match=r"log\.kind: the embedded SQLite log belongs to one process"):
        check_roles(settings, {Role.WORKER})


def test_a_router_without_topics_is_refused(write: Write) -> None:
    """It would run and do nothing, which looks like health."""
    settings = load(write(KAFKA % (1, 1)), {})
    check_roles(settings, {Role.WORKER})
    with pytest.raises(ConfigurationError, match=r"router\.topics"):
        check_roles(settings, {Role.ROUTER})


EXAMPLES = Path(__file__).parent.parent / "examples" / "configuration"
SECRETS = {
    "HARBORLINE_CLIENT_SECRET": "a",
    "HARBORLINE_SENDER_PASSWORD": "b",
    "PLATFORM_WEBHOOK_SECRET": "whsec_c2VjcmV0",
    "SMART_EVENT_SECRET": "c",
    "TRIGGER_SECRET": "d",
    "KAFKA_PASSWORD": "e",
    "SANDBOX_URL": "http://127.0.0.1:8765",
}


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.yaml")))
def test_the_examples_load(name: str, tmp_path: Path) -> None:
    """Every shipped example is a right configuration, once its secrets are there."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "harborline-user-password").write_text("f\n")
    (tmp_path / name).write_text((EXAMPLES / name).read_text())
    assert load(tmp_path / name, SECRETS).tenants["harborline"].company == "HARBORLINE"


def test_the_full_example_names_every_option() -> None:
    """An option that is not in the example is not documented."""
    from service.configuration.suggestions import options_at

    text = (EXAMPLES / "intacct-relay.example.yaml").read_text() + (EXAMPLES / "kafka.example.yaml").read_text()
    sections: list[tuple[str | int, ...]] = [(), ("receiver",), ("admin",), ("logging",), ("router",), ("log",)]
    sections += [("tenants", "x"), ("sources", "x"), ("router", "topics", 0)]
    sections += [("tenants", "x", part) for part in ("rest", "xml", "slots", "rate", "waiting")]
    missing = {option for at in sections for option in options_at(at) if f"{option}:" not in text}
    assert missing <= UNUSUAL


UNUSUAL = {"duplicate_pattern"}
"""Options that nobody needs before Intacct changes something."""
