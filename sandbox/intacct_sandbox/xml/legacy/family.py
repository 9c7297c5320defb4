"""Create, update and delete of an object with a business id, as most legacy functions of master data have them."""

from dataclasses import replace

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.sequence import Item


def family(name: str, object: str, id_tag: str, sequence: list[Item], key: str = "") -> dict[str, Legacy]:
    """The three functions. An update names the record in the attribute `key` (else by the id's tag) and has the rest of
    the elements, all optional."""
    attribute = key or id_tag
    changes = [replace(each, required=False) for each in sequence if each.tag != id_tag]
    return {
        f"create_{name}": Legacy(object, "create", sequence, answer="id"),
        f"update_{name}": Legacy(object, "update", changes, key=attribute, by="id", answer="id"),
        f"delete_{name}": Legacy(object, "delete", key=attribute, by="id"),
    }
