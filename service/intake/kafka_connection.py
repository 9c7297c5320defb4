"""How the router reaches its broker."""

import ssl

from service.errors import ConfigurationError
from service.settings import KafkaLogSettings, KafkaSecurity, Settings


class KafkaConnection:
    """A broker's address and the security options that belong to it. Never logged."""

    def __init__(self, bootstrap_servers: str, security: KafkaSecurity | None = None) -> None:
        self.bootstrap_servers = bootstrap_servers
        self._security = security or KafkaSecurity()

    def options(self) -> dict[str, object]:
        """Arguments that every client takes."""
        security = self._security
        options: dict[str, object] = {
            "bootstrap_servers": self.bootstrap_servers,
            "security_protocol": security.security_protocol,
        }
        if security.security_protocol in ("SSL", "SASL_SSL"):
            options["ssl_context"] = ssl.create_default_context(cafile=security.ca_file)
        if security.sasl_mechanism is not None:
            options["sasl_mechanism"] = security.sasl_mechanism
            options["sasl_plain_username"] = security.sasl_username
            options["sasl_plain_password"] = security.sasl_password and security.sasl_password.get_secret_value()
        return options


def router_connection(settings: Settings) -> KafkaConnection:
    """The router's own broker, else the event log's. Raises ConfigurationError when there is neither."""
    if settings.router.bootstrap_servers is not None:
        return KafkaConnection(settings.router.bootstrap_servers, settings.router)
    if isinstance(settings.log, KafkaLogSettings):
        return KafkaConnection(settings.log.bootstrap_servers, settings.log)
    text = "is missing: the log is not on Kafka, so name the broker of the topics"
    raise ConfigurationError([("router.bootstrap_servers", text)])
