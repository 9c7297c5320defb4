"""Attachments and their folders (developer.intacct.com: company-console/attachments). An update adds files."""

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.sequence import Item, items

_FILE = items("attachmentname*:name attachmenttype*:extension attachmentdata*:data")
_CREATE = [
    *items("supdocid*:id supdocname:name supdocfoldername*:folder supdocdescription:description"),
    Item("attachments", "lines", "lines", False, _FILE, "attachment"),
]
_UPDATE = [
    *items("supdocid*:id supdocname:name supdocfoldername:folder supdocdescription:description"),
    Item("attachments", "lines", "lines", False, _FILE, "attachment"),
]
_FOLDER = items("supdocfoldername*:id supdocfolderdescription:description supdocparentfoldername:parent")

ATTACHMENTS = {
    "create_supdoc": Legacy("attachment", "create", _CREATE),
    "update_supdoc": Legacy("attachment", "update", _UPDATE, key_inside="supdocid", by="id"),
    "delete_supdoc": Legacy("attachment", "delete", key="key", by="id"),
    "create_supdocfolder": Legacy("attachment-folder", "create", _FOLDER),
    "update_supdocfolder": Legacy("attachment-folder", "update", _FOLDER, key_inside="supdocfoldername", by="id"),
    "delete_supdocfolder": Legacy("attachment-folder", "delete", key="key", by="id"),
}
