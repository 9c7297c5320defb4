"""What a stored event's bytes say, by its content type and the profile that accepted it."""

import base64
import binascii
from collections.abc import Callable, Mapping

from schemas.event import StoredEvent
from service.decoding.form_text import parse_form
from service.decoding.json_text import parse_json
from service.decoding.merge_fields import refuse_merge_fields
from service.decoding.xml_text import parse_xml, parse_xml_text
from service.errors import Undecodable
from service.settings import PlatformTriggerSource, SmartEventSource, WebhookSource

ParseJson = Callable[[bytes], object]

STRUCTURED = "application/cloudevents+json"
FORM = "application/x-www-form-urlencoded"


class Decoder:
    """Decodes stored events. ``sources`` are the configured webhook profiles (``settings.sources``)."""

    def __init__(self, sources: Mapping[str, WebhookSource]) -> None:
        self._sources = sources

    def decode(self, event: StoredEvent) -> object:
        """The event's data. A JSON number with a fraction is a float, so that models for money can refuse it.

        Raises Undecodable with a message for people, and never anything else, whatever the bytes are.
        """
        source = self._sources.get(event.profile)
        if isinstance(source, SmartEventSource):
            return _smart_event(event.body, source)
        if isinstance(source, PlatformTriggerSource):
            return _filled_in(document(event.body))
        if media_type(event.content_type) == STRUCTURED:
            return structured(event.body)
        return by_content_type(event.body, event.content_type)


def media_type(content_type: str) -> str:
    """Without parameters, lower case."""
    return content_type.partition(";")[0].strip().lower()


def _is_json(media: str) -> bool:
    return media in ("application/json", "text/json") or media.endswith("+json")


def _is_xml(media: str) -> bool:
    return media in ("application/xml", "text/xml") or media.endswith("+xml")


def by_content_type(body: bytes, content_type: str, parse_json: ParseJson = parse_json) -> object:
    """JSON, XML or a form, as the content type says; none says JSON. Raises Undecodable."""
    media = media_type(content_type) or "application/json"
    if _is_json(media):
        return parse_json(body)
    if _is_xml(media):
        return parse_xml(body)
    if media == FORM:
        return parse_form(body)
    raise Undecodable(f"content type {media[:100]} cannot be read: send JSON, XML or a form")


def document(body: bytes) -> object:
    """XML when it starts like XML, else JSON: what a hand-written template is labelled as says little."""
    start = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return parse_xml(body) if start == b"<" else parse_json(body)


def _filled_in(value: object) -> object:
    refuse_merge_fields(value)
    return value


def _smart_event(body: bytes, source: SmartEventSource) -> object:
    arguments: dict[str, object] = dict(parse_form(body, source.charset))
    refuse_merge_fields(arguments)
    name = source.document_argument
    if name is not None and name in arguments:
        arguments[name] = _inner_document(arguments[name], name)
    return arguments


def _inner_document(value: object, name: str) -> object:
    if not isinstance(value, str):
        raise Undecodable("the document argument occurs more than once", path=name)
    try:
        is_xml = value.lstrip("\ufeff \t\r\n").startswith("<")
        return parse_xml_text(value) if is_xml else parse_json(value.encode(errors="surrogateescape"))
    except Undecodable as error:
        raise Undecodable(error.message, path=name, next_step=error.next_step) from None


def structured(body: bytes, parse_json: ParseJson = parse_json) -> object:
    """The data of a structured CloudEvent in JSON. Raises Undecodable."""
    envelope = parse_json(body)
    if not isinstance(envelope, dict):
        raise Undecodable("a structured CloudEvent must be a JSON object")
    content_type = envelope.get("datacontenttype", "application/json")
    if not isinstance(content_type, str):
        raise Undecodable("must be text", path="datacontenttype")
    if "data_base64" in envelope:
        return by_content_type(_from_base64(envelope["data_base64"]), content_type, parse_json)
    if "data" not in envelope:
        raise Undecodable("the event has no data", path="data")
    return _member(envelope["data"], content_type)


def _member(data: object, content_type: str) -> object:
    """JSON data is the member itself; any other document is text inside it (CloudEvents JSON format, 3.1.1)."""
    media = media_type(content_type)
    if _is_json(media or "application/json"):
        return data
    if not isinstance(data, str):
        raise Undecodable(f"data of type {media[:100]} must be text", path="data")
    return parse_xml_text(data) if _is_xml(media) else by_content_type(data.encode(), content_type)


def _from_base64(value: object) -> bytes:
    try:
        return base64.b64decode(str(value), validate=True)
    except (binascii.Error, ValueError):
        raise Undecodable("not valid base64", path="data_base64") from None
