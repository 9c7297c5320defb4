"""Attachments: sets of files in folders, which transactions and master data refer to by id.

XML has only the legacy functions (developer.intacct.com: company-console/attachments); REST has
company-config/attachment, its `files` and company-config/folder being assumptions. Files that are there cannot be
changed, only added to. The largest file size is not public: a switch.
"""

import base64
import binascii

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Number, Ref, Text
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Reason, Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names


class _FolderRules(Rules):
    """A folder with attachments cannot go; that follows from the references to it."""


class _AttachmentRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        fields.setdefault("lines", [])
        self._check(unit, type, fields["lines"])

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        there = {line["key"]: line for line in old["lines"]}
        for line in changes.get("lines") or ():
            if line.get("key") in there and line != there[line["key"]]:
                text = "The contents of an existing file cannot be changed; delete the attachment and make it again."
                raise Refused(reason(Why.READ_ONLY_FIELD, text, None, type.label))
        self._check(unit, type, [each for each in changes.get("lines") or () if each.get("key") not in there])

    def _check(self, unit: Unit, type: ObjectType, files: list[Fields]) -> None:
        for index, file in enumerate(files):
            wrong = self._wrong(unit, type, file, index)
            if wrong:
                raise Refused(wrong)

    def _wrong(self, unit: Unit, type: ObjectType, file: Fields, index: int) -> Reason | None:
        assert type.lines is not None
        self._split_name(file)
        at = place(type.lines.type.by_name["data"], wire_names(type.lines), index)
        try:
            size = len(base64.b64decode(file["data"], validate=True))
        except (binascii.Error, ValueError):
            return reason(Why.BAD_VALUE, f"The data of {file['name']} must be base64", at, type.label)
        file["size"] = size
        most = unit.books.switches.attachment_most_bytes
        if size > most:
            return reason(Why.BAD_VALUE, f"{file['name']} has {size} bytes, more than {most}", at, type.label)
        return None

    def _split_name(self, file: Fields) -> None:
        """REST sends name and extension as one."""
        if file.get("extension") is None:
            file["name"], _, file["extension"] = file["name"].rpartition(".") if "." in file["name"] else (
                file["name"], "", "")  # fmt: skip


FILE = ObjectType(
    name="attachment-file",
    label="File",
    xml="",
    rest="company-config/attachment-file",
    rules=Rules(),
    id_field="key",
    fields=(
        Field("name", Text(200), "attachmentname", "name", required=BOTH),
        Field("extension", Text(20), "attachmenttype", "extension", required="xml"),
        Field("data", Text(100_000_000), "attachmentdata", "data", required=BOTH),
        Field("size", Number(), "", "size", read_only=True),
    ),
)

FOLDER = ObjectType(
    name="attachment-folder",
    label="SupDocFolder",
    xml="",
    rest="company-config/folder",
    rules=_FolderRules(),
    unique=("id",),
    xml_operations=frozenset(),
    fields=(
        Field("id", Text(80), "", "id", required=BOTH, fixed=True),
        Field("description", Text(500), "", "description"),
        Field("parent", Ref("attachment-folder"), "", "parent"),
        Field("status", Text(), "", "status", default="active"),
    ),
)

ATTACHMENT = ObjectType(
    name="attachment",
    label="SupDoc",
    xml="",
    rest="company-config/attachment",
    rules=_AttachmentRules(),
    unique=("id",),
    lines=Lines(FILE, "", "files", at_least=0),
    xml_operations=frozenset(),
    fields=(
        Field("id", Text(20), "", "id", required=BOTH, fixed=True),
        Field("name", Text(80), "", "name", required=BOTH),
        Field("folder", Ref("attachment-folder"), "", "folder", required=BOTH),
        Field("description", Text(500), "", "description"),
    ),
)
