"""From stored bytes to a value that a model can be validated against."""

from service.decoding.decoder import Decoder
from service.decoding.form_text import parse_form
from service.decoding.json_text import parse_json
from service.decoding.xml_text import parse_xml

__all__ = ["Decoder", "parse_form", "parse_json", "parse_xml"]
