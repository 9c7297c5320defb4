"""Content as the XML element of one gateway function: generic ``create``/``update``, or a legacy function.

Built with the tree API, so that every value is escaped; characters that XML cannot carry are refused.
Source: developer.intacct.com/web-services/functions/ and .../api/platform-services/records/.
"""

from lxml import etree

from schemas.write import FieldValue, Operation
from service.intacct.objects.content import Content, Given, check
from service.intacct.objects.declaration import Field, XmlForm
from service.intacct.objects.kinds import Day, Unrenderable


def xml_function(content: Content, operation: Operation, record_number: str) -> etree._Element:
    """The call element inside ``function``. For an update ``record_number`` may be empty where the id is a key.

    Raises Unrenderable.
    """
    check(content)
    form = content.declaration.xml
    if form is None:
        raise Unrenderable(f"XML has no {content.declaration.name}")
    if operation is Operation.CREATE and form.legacy_create:
        call = target = etree.Element(form.legacy_create)
    else:
        call = etree.Element(operation.value)
        target = etree.SubElement(call, form.element)
    header = content.header if operation is Operation.CREATE else _identified(content, form, record_number, target)
    _fill(target, header, legacy=call is target)
    if call is target:
        _put_companions(target, form)
    _fill_lines(target, content, legacy=call is target)
    return call


def _put_companions(target: etree._Element, form: XmlForm) -> None:
    for name, companion in form.legacy_companions:
        element = target.find(name)
        if element is not None:
            element.addnext(etree.Element(companion))


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
    for line in content.lines:
        _fill(etree.SubElement(wrapper, element), line, legacy=legacy)


def _fill(target: etree._Element, given: Given, *, legacy: bool) -> None:
    for field, value in given:
        *groups, name = field.xml.split(".")
        place = target
        for group in groups:
            place = _last_or_new(place, group)
        _put_value(place, name, field, value, legacy=legacy)


def _put_value(place: etree._Element, name: str, field: Field, value: FieldValue, *, legacy: bool) -> None:
    if legacy and isinstance(field.kind, Day):
        parts = etree.SubElement(place, name)
        for part, text in field.kind.parts(value):
            _put(parts, part, text)
        return
    try:
        _put(place, name, field.kind.to_xml(value))
    except ValueError:
        raise Unrenderable(f"{field.name}: holds a character that XML cannot carry") from None


def _last_or_new(place: etree._Element, name: str) -> etree._Element:
    if len(place) and place[-1].tag == name:
        return place[-1]
    return etree.SubElement(place, name)


def _put(place: etree._Element, name: str, text: str) -> None:
    etree.SubElement(place, name).text = text
