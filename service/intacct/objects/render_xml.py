"""Content as the XML element of one gateway function: generic ``create``/``update``, or a legacy function.

Built with the tree API, so that every value is escaped; characters that XML cannot carry are refused.
Source: developer.intacct.com/web-services/functions/ and .../api/platform-services/records/.
"""

from lxml import etree

from schemas.write import FieldValue, Operation
from service.intacct.objects.content import Content, Given
from service.intacct.objects.declaration import Declaration, Field, XmlForm
from service.intacct.objects.kinds import Day, Unrenderable


def xml_function(content: Content, operation: Operation, record_number: str) -> etree._Element:
    """The call element inside ``function``. For an update ``record_number`` may be empty where the id is a key.

    Raises Unrenderable; the values were checked before.
    """
    form = xml_form(content.declaration)
    if operation is Operation.CREATE:
        return _create(content, form)
    call = etree.Element("update")
    target = etree.SubElement(call, form.element)
    _Filling(content).fill(target, _identified(content, form, record_number, target))
    _fill_lines(target, content, legacy=False)
    return call


def xml_submission(content: Content, record_number: str) -> etree._Element:
    """The update that submits a draft (developer.intacct.com: ``ACTION`` of bills). Raises Unrenderable."""
    form = xml_form(content.declaration)
    call = etree.Element("update")
    target = etree.SubElement(call, form.element)
    _put(target, form.record_number, record_number)
    repeated = tuple(pair for pair in content.header if pair[0].name in (form.submits or ()))
    _Filling(content).fill(target, repeated)
    _put(target, "ACTION", "Submit")
    return call


def xml_deletion(declaration: Declaration, record_number: str) -> etree._Element:
    """The generic ``delete`` of one record. Raises Unrenderable."""
    call = etree.Element("delete")
    _put(call, "object", xml_form(declaration).element)
    _put(call, "keys", record_number)
    return call


def xml_form(declaration: Declaration) -> XmlForm:
    """How XML writes it. Raises Unrenderable when it does not."""
    if declaration.xml is None:
        raise Unrenderable(f"XML has no {declaration.name}")
    return declaration.xml


def _create(content: Content, form: XmlForm) -> etree._Element:
    legacy = form.legacy_create != ""
    if legacy:
        call = target = etree.Element(form.legacy_create)
    else:
        call = etree.Element("create")
        target = etree.SubElement(call, form.element)
    _Filling(content, legacy=legacy).fill(target, content.header)
    for name, text in form.constants:
        _put(target, name, text)
    _fill_lines(target, content, legacy=legacy)
    return call


def _identified(content: Content, form: XmlForm, record_number: str, target: etree._Element) -> Given:
    """Name the record; what remains to be written."""
    keys = content.declaration.key
    if not record_number:
        if not form.update_by_key:
            raise Unrenderable(f"an update of a {content.declaration.name} needs the record number")
        return content.header
    _put(target, form.record_number, record_number)
    return tuple(pair for pair in content.header if pair[0].name not in keys)


def _fill_lines(target: etree._Element, content: Content, *, legacy: bool) -> None:
    lines = content.declaration.lines
    if lines is None or not content.lines:
        return
    wrapper_name, element = lines.xml.split(".")
    wrapper = etree.SubElement(target, wrapper_name)
    filling = _Filling(content, legacy=legacy)
    for line in content.lines:
        filling.fill(etree.SubElement(wrapper, element), line)


class _Filling:
    """Puts values into elements, as generic and legacy functions want them."""

    def __init__(self, content: Content, *, legacy: bool = False) -> None:
        self._legacy = legacy
        self._base_currency = content.text("base_currency")

    def fill(self, target: etree._Element, given: Given) -> None:
        """Each value at its place, in the order of the declaration. Raises Unrenderable."""
        for field, value in given:
            *groups, name = field.xml.split(".")
            place = target
            for group in groups:
                place = _last_or_new(place, group)
            self._put_value(place, name, field, value)

    def _put_value(self, place: etree._Element, name: str, field: Field, value: FieldValue) -> None:
        if self._legacy and isinstance(field.kind, Day):
            parts = etree.SubElement(place, name)
            for part, text in field.kind.parts(value):
                _put(parts, part, text)
            return
        try:
            _put(place, name, field.kind.to_xml(value))
        except ValueError:
            raise Unrenderable(f"{field.name}: holds a character that XML cannot carry") from None
        if field.rate_type and self._needs_rate_type(value):
            etree.SubElement(place, field.rate_type)

    def _needs_rate_type(self, currency: FieldValue) -> bool:
        """The schema of a legacy function wants it after every currency; else the base currency has no rate."""
        return self._legacy or currency != self._base_currency


def _last_or_new(place: etree._Element, name: str) -> etree._Element:
    if len(place) and place[-1].tag == name:
        return place[-1]
    return etree.SubElement(place, name)


def _put(place: etree._Element, name: str, text: str) -> None:
    etree.SubElement(place, name).text = text
