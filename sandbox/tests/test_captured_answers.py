"""What captured and published answers of the XML gateway look like, and that the sandbox's look the same.

GOJ: github.com/jfcote87/intacct; PSI: github.com/craibuc/PsIntacct; SDK: tests of github.com/Intacct/intacct-sdk-php,
-js, -net; FYLE: tests of github.com/fylein/fyle-intacct-api; pages: developer.intacct.com.
"""

import re
from typing import Any

import pytest
from clients import Xml
from documents import bill, customer, vendor
from lxml import etree
from skeleton import xml_skeleton

SIGNED_IN = "authentication(status userid companyid locationid sessiontimestamp sessiontimeout)"
CONTROL = "control(status senderid controlid uniqueid dtdversion)"
ERROR = "error(errorno description description2 correction)"
PROJECT = "<PROJECT><PROJECTID>{}</PROJECTID><NAME>Dock</NAME><PROJECTCATEGORY>Contract</PROJECTCATEGORY></PROJECT>"


@pytest.fixture
def switches() -> dict[str, Any]:
    return {"hold_seconds": 0, "support_id": False}


async def shape(xml: Xml, call: str) -> str:
    """The structure of the single result of `call`."""
    return xml_skeleton(await xml.one(call))


async def errors(xml: Xml, call: str) -> list[tuple[str, str, str, str]]:
    """All four texts of each error."""
    tags = ("errorno", "description", "description2", "correction")
    found = (await xml.one(call)).iterfind("errormessage/error")
    return [tuple(each.findtext(tag) or "" for tag in tags) for each in found]  # type: ignore[misc]


async def test_envelope_of_a_success(xml: Xml) -> None:
    """PSI Create-Session, SDK OnlineResponseTest: five control elements, six of the sign-in, session data in `api`."""
    answer = await xml.send("<getAPISession/>")
    inside = "result(status function controlid data(api(sessionid endpoint locationid)))"
    assert xml_skeleton(answer) == f"response({CONTROL} operation({SIGNED_IN} {inside}))"
    moment = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"
    assert re.fullmatch(moment, answer.findtext("operation/authentication/sessiontimeout") or "")
    assert (answer.findtext(".//sessionid") or "").endswith("..")


async def test_envelope_goes_as_text_xml(xml: Xml) -> None:
    """SDK RequestHandlerTest: the content type of answers is text/xml with an `encoding`, not a charset."""
    async with xml.http.post(f"{xml.sandbox.url}/ia/xml/xmlgw.phtml", data=xml.envelope("<getAPISession/>")) as answer:
        assert answer.headers["Content-Type"] == 'text/xml; encoding="UTF-8"'


@pytest.mark.parametrize(
    ("login", "session", "text"),
    [("wrong", "", "Sign-in information is incorrect"), ("user-secret", "q....", "Invalid session q....")],
)
async def test_sign_in_refused(xml: Xml, login: str, session: str, text: str) -> None:
    """GOJ execLoginInvalid, sessionInvalid: control succeeds, the sign-in has three elements, the error follows."""
    xml.login["password"] = login
    answer = await xml.send("<getAPISession/>", session=session)
    block = f"authentication(status userid companyid) errormessage({ERROR})"
    assert xml_skeleton(answer) == f"response({CONTROL} operation({block}))"
    assert answer.findtext("control/status") == "success"
    assert answer.findtext(".//errorno") == "XL03000006"
    assert answer.findtext(".//description2") == text


async def test_every_mismatch_of_a_request_that_is_no_xml(xml: Xml) -> None:
    """GOJ execXMLError: an error for each mismatch with its line and column, and the control block as it was sent."""
    body = xml.envelope("<create>\n<A><B></A>\n</create>", uniqueid="false")
    answer = etree.fromstring(await xml.post(body))
    assert xml_skeleton(answer) == f"response({CONTROL} errormessage({ERROR}*))"
    assert answer.findtext("control/uniqueid") == "false"
    texts = [each.text or "" for each in answer.iter("description2")]
    mismatch = "XML Parse schema error: Fatal Error 76: Opening and ending tag mismatch: "
    assert texts[0] == f"{mismatch}B line 2 and A. Line: 2, column: 11."
    assert texts[1].startswith(f"{mismatch}A line 2 and create. Line: 3, column: ")


async def test_sender_refused(xml: Xml) -> None:
    """GOJ objects_test: a wrong sender fails the control block, and there is no operation."""
    xml.control["password"] = "wrong"
    answer = await xml.send("<getAPISession/>")
    assert xml_skeleton(answer) == f"response({CONTROL} errormessage({ERROR}))"
    assert answer.findtext(".//description2") == "Incorrect Intacct XML Partner ID or password."


async def test_create_tells_number_and_id_in_lower_case(xml: Xml) -> None:
    """PSI Save-Object.create and update, SDK of 2016: `objects` with a count; the elements are of lower case."""
    one = "result(status function controlid data[listtype count](vendor(RECORDNO VENDORID)))"
    two = "result(status function controlid data[listtype count](class(RECORDNO CLASSID)*))"
    assert await shape(xml, vendor("V-1")) == one
    change = "<update><VENDOR><VENDORID>V-1</VENDORID><NAME>Other</NAME></VENDOR></update>"
    assert await shape(xml, change) == one
    classes = "".join(f"<CLASS><CLASSID>{id}</CLASSID><NAME>{id}</NAME></CLASS>" for id in ("K-1", "K-2"))
    assert await shape(xml, f"<create>{classes}</create>") == two
    assert await shape(xml, f"<update>{classes}</update>") == two


async def test_create_of_a_document_tells_its_page(xml: Xml) -> None:
    """FYLE bill_response: a bill comes back with its number and the address of its page, without a business id."""
    await xml.one(vendor("V-1"))
    assert await shape(xml, bill()) == (
        "result(status function controlid data[listtype count](apbill(RECORDNO RECORD_URL)))"
    )


async def test_half_a_create_has_data_and_errors(xml: Xml) -> None:
    """GOJ execFuncError: what was created stands before the errors of what was not; a project has three of them."""
    await xml.one(f"<create>{PROJECT.format('P-1')}</create>")
    call = f"<create>{PROJECT.format('P-1')}{PROJECT.format('P-2')}</create>"
    assert await shape(xml, call) == (
        f"result(status function controlid data[listtype count](project(RECORDNO PROJECTID)) errormessage({ERROR}*))"
    )
    assert await errors(xml, f"<create>{PROJECT.format('P-1')}</create>") == [
        (
            "BL34000061",
            "",
            "Another Project with the given value(s) P-1  already exists",
            "Use a unique value instead.",
        ),
        ("BL01001973", "", "Could not create project record!", ""),
        ("BL01001973", "", "Error while saving the Project info", ""),
    ]


async def test_class_that_exists(xml: Xml) -> None:
    """SDK of 2016: a class is not created twice over, in small and with a capital; `data` is there and empty."""
    call = "<create><CLASS><CLASSID>K-1</CLASSID><NAME>K</NAME></CLASS></create>"
    await xml.one(call)
    assert await shape(xml, call) == (f"result(status function controlid data[listtype count] errormessage({ERROR}*))")
    assert [each[2] for each in await errors(xml, call)][1:] == [
        "Could not create class record!", "Could not create Class record!",
    ]  # fmt: skip


async def test_account_that_exists(xml: Xml) -> None:
    """Requests page: a duplicate account has a description, a quoted number and a last sentence with a full stop."""
    call = "<create><GLACCOUNT><ACCOUNTNO>6100</ACCOUNTNO><TITLE>Again</TITLE></GLACCOUNT></create>"
    assert await errors(xml, call) == [
        ("BL01001973", "Duplicate account number", "The account number '6100' already exists",
         "Enter unique account number"),
        ("BL01001973", "", "Could not create GL Account record.", ""),
    ]  # fmt: skip


async def test_customer_whose_contact_exists(xml: Xml) -> None:
    """PSI New-Customer: the contact's duplicate comes first, then what it stopped, from the inside out."""
    contact = "<create><CONTACT><CONTACTNAME>Ann</CONTACTNAME><PRINTAS>Ann</PRINTAS></CONTACT></create>"
    await xml.one(contact)
    call = customer("C-1").replace("<DISPLAYCONTACT>", "<DISPLAYCONTACT><CONTACTNAME>Ann</CONTACTNAME>")
    assert [each[2] for each in await errors(xml, call)] == [
        "Another Contact with the given value(s) Ann  already exists", "Could not create Contact record!",
        "Error While Saving the Display Contact", "Could not create Customer record!",
    ]  # fmt: skip


async def test_email_that_is_none(xml: Xml) -> None:
    """PSI New-Customer: an address that begins with @ is refused by the contact's version, seven errors deep."""
    call = customer("C-1").replace("</DISPLAYCONTACT>", "<EMAIL1>@aeon.org</EMAIL1></DISPLAYCONTACT>")
    found = await errors(xml, call)
    assert found[0] == ("BL03000018", "", "Illegal format for Contactversion : Primary Email Address @aeon.org.", "")
    assert [each[2] for each in found][1:] == [
        "Validate contactversion record failed!", "Could not create contactversion record!",
        "Could not create ContactVersion record!", "Could not create Contact record!",
        "Error While Saving the Display Contact", "Could not create Customer record!",
    ]  # fmt: skip


async def test_transaction_that_refers_to_nothing(xml: Xml) -> None:
    """FYLE test_tasks: the cause has no correction; the correction stands in a third, last sentence."""
    assert await errors(xml, bill()) == [
        ("BL01001973", "", "The vendor 'V-1' is invalid.", ""),
        ("BL01001973", "", "Could not create apbill record!", ""),
        ("BL01001973", "", "Currently, we can't create the transaction",
         "Check the transaction for errors or inconsistencies, then try again."),
    ]  # fmt: skip


@pytest.mark.parametrize("switches", [{"hold_seconds": 0}])
async def test_support_id_is_with_the_cause_alone(xml: Xml) -> None:
    """Requests page, FYLE test_tasks: the first error ends with a support id, those that follow from it do not."""
    first, *others = await errors(xml, bill())
    assert re.fullmatch(r"The vendor 'V-1' is invalid\. \[Support ID: \S+\]", first[2])
    assert not [each for each in others if "Support ID" in each[2]]


async def test_additional_information(xml: Xml) -> None:
    """Requests page: id, category and target, then a message each for both descriptions and the correction."""
    call = "<create><GLACCOUNT><ACCOUNTNO>6100</ACCOUNTNO><TITLE>Again</TITLE></GLACCOUNT></create>"
    found = (await xml.one(call, showadditionalerrorinfo="true")).find("errormessage/error/additionalinfo")
    assert found is not None
    inner = "messageid target[domain requestinfo object field businessInfo] placeholders"
    assert xml_skeleton(found) == (
        "additionalinfo(errorid category target[domain requestinfo object field businessinfo] "
        f"description({inner}) cdescription({inner}) correction({inner}))"
    )


async def test_update_of_nothing(xml: Xml) -> None:
    """SDK of 2016: what was updated is told, and the whole complaint about the other stands in the error number."""
    await xml.one("<create><CLASS><CLASSID>K-1</CLASSID><NAME>K</NAME></CLASS></create>")
    both = "".join(f"<CLASS><CLASSID>{id}</CLASSID><NAME>N</NAME></CLASS>" for id in ("K-1", "K-9"))
    assert await shape(xml, f"<update>{both}</update>") == (
        f"result(status function controlid data[listtype count](class(RECORDNO CLASSID)) errormessage({ERROR}))"
    )
    assert await errors(xml, f"<update>{both}</update>") == [
        ("Cannot update non-existing CLASS with CLASSID=K-9.", "", "", "")
    ]


async def test_delete_of_nothing(xml: Xml) -> None:
    """PSI Remove-IntacctObject: one error, no correction, no data; an unknown object is WS."""
    call = "<delete><object>CUSTOMER</object><keys>99</keys></delete>"
    assert await shape(xml, call) == f"result(status function controlid errormessage({ERROR}))"
    assert await errors(xml, call) == [("BL01001973", "", "Cannot find customer with key '99' to delete.", "")]
    unknown = "<delete><object>NIX</object><keys>99</keys></delete>"
    assert await errors(xml, unknown) == [("WS", "", "Object definition NIX not found", "")]


async def test_delete_has_no_data(xml: Xml) -> None:
    """PSI Remove-IntacctObject, Delete-Attachment: a deletion answers with status, function and id."""
    key = (await xml.one(customer("C-1"))).findtext(".//RECORDNO")
    deletion = f"<delete><object>CUSTOMER</object><keys>{key}</keys></delete>"
    assert await shape(xml, deletion) == "result(status function controlid)"


async def test_read_is_upper_case_and_readbyquery_lower(xml: Xml) -> None:
    """GOJ execProjectSuccess: `read` keeps the case of the object, `readByQuery` does not, and has more numbers."""
    await xml.one(f"<create>{PROJECT.format('P-1')}{PROJECT.format('P-2')}</create>")
    page = (
        "<readByQuery><object>PROJECT</object><fields>RECORDNO,PROJECTID,NAME</fields><query/><pagesize>{}</pagesize>"
        "</readByQuery>"
    )
    found = await xml.one(page.format(2))
    assert xml_skeleton(found) == (
        "result(status function controlid data[listtype count totalcount numremaining resultId]"
        "(project(RECORDNO PROJECTID NAME)*))"
    )
    key = found.findtext(".//RECORDNO")
    read = f"<read><object>PROJECT</object><keys>{key}</keys><fields>RECORDNO,PROJECTID,NAME</fields></read>"
    assert await shape(xml, read) == (
        "result(status function controlid data[listtype count](PROJECT(RECORDNO PROJECTID NAME)))"
    )


async def test_names_of_result_sets(xml: Xml) -> None:
    """SDK, GOJ readMore: a result in one page names no set; pages do, the last one too."""
    await xml.one(f"<create>{PROJECT.format('P-1')}{PROJECT.format('P-2')}</create>")
    page = "<readByQuery><object>PROJECT</object><fields>NAME</fields><query/><pagesize>{}</pagesize></readByQuery>"
    whole = (await xml.one(page.format(2))).find("data")
    first = (await xml.one(page.format(1))).find("data")
    assert whole is not None and first is not None
    assert (whole.get("numremaining"), whole.get("resultId")) == ("0", "")
    last = (await xml.one(f"<readMore><resultId>{first.get('resultId')}</resultId></readMore>")).find("data")
    assert last is not None
    assert (last.get("numremaining"), last.get("resultId")) == ("0", first.get("resultId"))


async def test_nothing_found(xml: Xml) -> None:
    """SDK ResultTest, PSI Get-Customer: no record is a success with an empty `data` and zeros."""
    query = "<readByQuery><object>DEPARTMENT</object><fields>*</fields><query>TITLE = 'x'</query></readByQuery>"
    data = (await xml.one(query)).find("data")
    assert data is not None
    assert dict(data.attrib) == {"listtype": "department", "count": "0", "totalcount": "0", "numremaining": "0",
                                 "resultId": ""}  # fmt: skip
    read = (await xml.one("<read><object>CUSTOMER</object><keys>99</keys><fields>*</fields></read>")).find("data")
    assert read is not None and dict(read.attrib) == {"listtype": "CUSTOMER", "count": "0"}


async def test_whole_class(xml: Xml) -> None:
    """SDK ResultTest: a class has exactly these fields in this order, empty ones too."""
    await xml.one("<create><CLASS><CLASSID>K-1</CLASSID><NAME>K</NAME></CLASS></create>")
    found = (await xml.one("<readByQuery><object>CLASS</object><fields>*</fields><query/></readByQuery>")).find(
        "data/class"
    )
    assert found is not None
    assert [each.tag for each in found] == [
        "RECORDNO", "CLASSID", "NAME", "DESCRIPTION", "STATUS", "PARENTKEY", "PARENTID", "PARENTNAME", "WHENCREATED",
        "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY", "MEGAENTITYKEY", "MEGAENTITYID", "MEGAENTITYNAME",
    ]  # fmt: skip
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", found.findtext("WHENCREATED") or "")


async def test_whole_bill(xml: Xml) -> None:
    """PSI Find-IntacctObject: columns of a bill, those of its vendor and terms among them; custom fields come last."""
    await xml.one(vendor("V-1"))
    await xml.one(bill())
    found = (await xml.one("<readByQuery><object>APBILL</object><fields>*</fields><query/></readByQuery>")).find("data")
    assert found is not None
    tags = [each.tag for each in found[0]]
    head = ["RECORDNO", "RECORDTYPE", "RECORDID", "FINANCIALENTITY", "STATE", "RAWSTATE", "VENDORID", "VENDORNAME"]
    audit = ["AUWHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY", "DUE_IN_DAYS"]
    assert tags[:8] == head
    assert tags[tags.index("AUWHENCREATED") :][:5] == audit
    assert tags.index("TERMNAME") + 1 == tags.index("TERMKEY")
    assert tags.index("TOTALENTERED") < tags.index("TRX_TOTALENTERED") < tags.index("MEGAENTITYID")
    assert tags[-1] == "SOURCE_ID"
    texts = [found.findtext(f"apbill/{tag}") for tag in ("RECORDTYPE", "VENDORNAME", "MODULEKEY", "SYSTEMGENERATED")]
    assert texts == ["pi", "Larkspur Tooling", "3.AP", "F"]


async def test_query_leaves_lines_out(xml: Xml) -> None:
    """PSI Find-IntacctObject: readByQuery of bills with all fields has no lines; `read` has them (functions page)."""
    await xml.one(vendor("V-1"))
    key = (await xml.one(bill())).findtext(".//RECORDNO")
    found = await xml.one("<readByQuery><object>APBILL</object><fields>*</fields><query/></readByQuery>")
    assert found.find("data/apbill/RECORDNO") is not None
    assert found.find("data/apbill/APBILLITEMS") is None
    read = await xml.one(f"<read><object>APBILL</object><keys>{key}</keys><fields>*</fields></read>")
    assert read.find("data/APBILL/APBILLITEMS/apbillitem") is not None


@pytest.mark.parametrize(("amount", "text"), [("5900.00", "5900"), ("84.50", "84.5"), ("1679615.93", "1679615.93")])
async def test_amounts_have_no_zeros_at_the_end(xml: Xml, amount: str, text: str) -> None:
    """PSI Find-IntacctObject (5900, 0), pages queries (205375, 1679615.93), journal-entries (50000); one decimal:
    assumption."""
    await xml.one(vendor("V-1"))
    key = (await xml.one(bill(amount=amount))).findtext(".//RECORDNO")
    found = (await xml.one(f"<read><object>APBILL</object><keys>{key}</keys><fields>*</fields></read>")).find("data")
    assert found is not None
    assert found.findtext("APBILL/TRX_TOTALENTERED") == text
    assert found.findtext("APBILL/TRX_TOTALPAID") == "0"


@pytest.mark.parametrize("function", ["read", "readByName", "readByQuery"])
async def test_field_that_does_not_exist(xml: Xml, function: str) -> None:
    """GOJ functionErrorSuccess: the list of fields stands in the error number and every text is empty."""
    inner = "<query/>" if function == "readByQuery" else "<keys>1</keys>"
    call = f"<{function}><object>APBILL</object>{{}}</{function}>"
    parts = f"<fields>X</fields>{inner}" if function == "readByQuery" else f"{inner}<fields>X</fields>"
    assert await errors(xml, call.format(parts)) == [("Invalid fields list X", "", "", "")]


async def test_query_of_an_unknown_object(xml: Xml) -> None:
    """SDK ResultTest: readByQuery says `Query Failed` where others say `WS`."""
    call = "<readByQuery><object>BADOBJECT</object><fields>*</fields><query/></readByQuery>"
    assert await errors(xml, call) == [("Query Failed", "", "Object definition BADOBJECT not found", "")]


async def test_rolled_back_operation(xml: Xml) -> None:
    """SDK OnlineClientTest: earlier functions are aborted with one error, the failed one has it after its own."""
    bad = "<readByQuery><object>VENDOR9</object><fields>*</fields><query/></readByQuery>"
    answer = await xml.send(vendor("V-1"), bad, transaction=True)
    results = answer.findall("operation/result")
    assert [xml_skeleton(each) for each in results] == [
        f"result(status function controlid errormessage({ERROR}))",
        f"result(status function controlid errormessage({ERROR}*))",
    ]
    assert [each.findtext("status") for each in results] == ["aborted", "failure"]
    assert [each.text for each in answer.iter("errorno")] == ["XL03000009", "Query Failed", "XL03000009"]


async def test_dimensions(xml: Xml) -> None:
    """PSI Get-Dimension: `data` has no attributes; each dimension has five elements."""
    inner = "dimension(objectName objectLabel termLabel userDefinedDimension enabledInGL)*"
    assert await shape(xml, "<getDimensions/>") == f"result(status function controlid data(dimensions({inner})))"


async def test_all_objects(xml: Xml) -> None:
    """PSI Get-Object.Default, GOJ objects_test: types with their names, and a count of 1 however many there are."""
    found = await xml.one("<inspect><object>*</object></inspect>")
    assert xml_skeleton(found) == "result(status function controlid data[listtype count](type[typename]*))"
    assert found.find("data").get("count") == "1"  # type: ignore[union-attr]


async def test_object_in_short(xml: Xml) -> None:
    """PSI Get-Object.Object: `Type` and `Fields` have capitals."""
    call = '<inspect detail="0"><object>EMPLOYEE</object></inspect>'
    assert await shape(xml, call) == (
        "result(status function controlid data[listtype count](Type[Name](Fields(Field*))))"
    )


async def test_object_in_detail(xml: Xml) -> None:
    """PSI Get-Object.Object.Details: names of the object come first; a field has ten elements of mixed case."""
    found = (await xml.one('<inspect detail="1"><object>EMPLOYEE</object></inspect>')).find("data/Type")
    assert found is not None
    attributes, fields = found
    assert xml_skeleton(attributes) == "Attributes(SingularName PluralName Description)"
    assert xml_skeleton(fields[0]) == (
        "Field(Name GroupName dataName externalDataName isRequired isReadOnly maxLength DisplayLabel Description id)"
    )
    texts = [fields[0].findtext(tag) for tag in ("Name", "dataName", "externalDataName", "isReadOnly", "DisplayLabel")]
    assert texts == ["RECORDNO", "Pt_FieldInt", "integer", "true", "Record number"]


async def test_looked_up_object(xml: Xml) -> None:
    """Pages queries and platform-services/objects: valid values are there only where there are some."""
    found = (await xml.one("<lookup><object>GLBATCH</object></lookup>")).find("data/Type")
    assert found is not None and list(found.attrib) == ["Name", "DocumentType"]
    number = found.find("Fields/Field[ID='RECORDNO']")
    state = found.find("Fields/Field[ID='STATE']")
    relation = found.find("Relationships/Relationship")
    assert number is not None and state is not None and relation is not None
    head = "ID LABEL DESCRIPTION REQUIRED READONLY DATATYPE"
    assert xml_skeleton(number) == f"Field({head} ISCUSTOM)"
    assert (number.findtext("LABEL"), number.findtext("DATATYPE")) == ("Record number", "INTEGER")
    assert xml_skeleton(state) == f"Field({head} VALIDVALUES(VALIDVALUE*) ISCUSTOM)"
    assert xml_skeleton(relation) == "Relationship(OBJECTPATH OBJECTNAME LABEL RELATIONSHIPTYPE RELATEDBY)"


FOLDER = "<create_supdocfolder><supdocfoldername>Scans</supdocfoldername></create_supdocfolder>"
FILES = "".join(
    f"<attachment><attachmentname>{name}</attachmentname><attachmenttype>txt</attachmenttype>"
    "<attachmentdata>SGk=</attachmentdata></attachment>"
    for name in ("a", "b")
)
SUPDOC = (
    "<create_supdoc><supdocid>S-1</supdocid><supdocname>Scan</supdocname><supdocfoldername>Scans</supdocfoldername>"
    f"<attachments>{FILES}</attachments></create_supdoc>"
)


async def test_legacy_writes_answer_with_a_key(xml: Xml) -> None:
    """PSI Create- and Update-AttachmentFolder, -Attachment: a record number; SDK create_class: the id of the class."""
    for call in (FOLDER, SUPDOC):
        assert await shape(xml, call) == "result(status function controlid key)"
    change = "<update_supdoc><supdocid>S-1</supdocid><supdocname>Other</supdocname></update_supdoc>"
    changed = await xml.one(change)
    assert xml_skeleton(changed) == "result(status function controlid key)"
    assert (changed.findtext("key") or "").isdecimal()
    made = await xml.one("<create_class><classid>C1234</classid><name>hello</name></create_class>")
    assert made.findtext("key") == "C1234"
    for call in ('<delete_supdoc key="S-1"/>', '<delete_supdocfolder key="Scans"/>'):
        assert await shape(xml, call) == "result(status function controlid)"


async def test_list_of_attachments(xml: Xml) -> None:
    """PSI Get-Attachment, GOJ v21_test: number, id, name, folder, who and when; the last number is that of the last
    record."""
    await xml.send(FOLDER, SUPDOC)
    found = await xml.one('<get_list object="supdoc"/>')
    file = "attachment(attachmentname attachmenttype attachmentdata)"
    assert xml_skeleton(found) == (
        "result(status function controlid listtype[start end total] data(supdoc(recordno supdocid supdocname folder "
        f"description creationdate createdby attachments({file}*))))"
    )
    listed = found.find("listtype")
    assert listed is not None
    assert (listed.text, dict(listed.attrib)) == ("supdoc", {"start": "0", "end": "0", "total": "1"})
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", found.findtext(".//creationdate") or "")


async def test_list_of_folders(xml: Xml) -> None:
    """PSI Get-AttachmentFolder: eight elements with short names, no number."""
    await xml.one(FOLDER)
    found = await xml.one('<get_list object="supdocfolder"/>')
    assert xml_skeleton(found) == (
        "result(status function controlid listtype[start end total] data(supdocfolder(name description parentfolder "
        "creationdate createdby lastmodified lastmodifiedby status)*))"
    )


async def test_list_of_classes(xml: Xml) -> None:
    """SDK ResultTest: the key of a class is its id; a moment, not a date, says when it was changed."""
    await xml.one("<create_class><classid>C1234</classid><name>hello</name></create_class>")
    found = (await xml.one('<get_list object="class"/>')).find("data/class")
    assert found is not None
    assert xml_skeleton(found) == "class(key name description parentid whenmodified status)"
    assert found.findtext("key") == "C1234"
    assert re.fullmatch(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d", found.findtext("whenmodified") or "")


async def test_whitespace_is_between_elements_alone(xml: Xml) -> None:
    """Requests page: with `includewhitespace` false an answer has no line between its elements, else it has."""
    tight = await xml.post(xml.envelope("<getAPISession/>", includewhitespace="false"))
    loose = await xml.post(xml.envelope("<getAPISession/>"))
    assert len(tight.splitlines()) == 2
    assert len(loose.splitlines()) > 20
    assert xml_skeleton(etree.fromstring(tight)) == xml_skeleton(etree.fromstring(loose))


async def test_query_answers_in_upper_case(xml: Xml) -> None:
    """Queries page: `query` keeps the case; its numbers are total, offset, count, remaining."""
    await xml.send(vendor("V-1"), vendor("V-2"))
    call = "<query><object>VENDOR</object><select><field>RECORDNO</field><field>NAME</field></select></query>"
    assert await shape(xml, call) == (
        "result(status function controlid data[listtype totalcount offset count numremaining](VENDOR(RECORDNO NAME)*))"
    )


DOCUMENTED = {
    "ITEM": ("<ITEMID>I-9</ITEMID><NAME>Rope</NAME><ITEMTYPE>Non-Inventory</ITEMTYPE>", "BRAND COLOR SUBSTITUTEID"),
    "PROJECT": (PROJECT.format("P-9")[9:-10], "PQNUMBER INVOICEMESSAGE AGENCY SCOPE BILLINGPRICING"),
    "VENDOR": (vendor("V-9")[16:-18], "FILEPAYMENTSERVICE TAXSOLUTIONID"),
}


@pytest.mark.parametrize("name", DOCUMENTED)
async def test_documented_elements_are_kept(xml: Xml, name: str) -> None:
    """Object pages: elements that nothing depends on are taken by a create and read again."""
    least, more = DOCUMENTED[name]
    texts = "".join(f"<{tag}>kept</{tag}>" for tag in more.split())
    key = (await xml.one(f"<create><{name}>{least}{texts}</{name}></create>")).findtext(".//RECORDNO")
    found = await xml.one(f"<read><object>{name}</object><keys>{key}</keys><fields>*</fields></read>")
    assert {tag: found.findtext(f"data/{name}/{tag}") for tag in more.split()} == dict.fromkeys(more.split(), "kept")
