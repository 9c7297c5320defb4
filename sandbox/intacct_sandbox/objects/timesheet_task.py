"""The task of a timesheet entry: TASKKEY, or TASKID (in the older function also a name) with the project."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names


def settle_task(unit: Unit, type: ObjectType, line: Fields, index: int) -> None:
    """Let key, id and name say the same; raises Refused when they cannot."""
    given = [name for name in ("task_key", "task", "task_name") if line.get(name) is not None]
    if not given:
        return
    tasks = unit.company.tables["task"]
    found = tasks.get(line["task_key"]) if "task_key" in given else _named(unit, line)
    said = {"task_key": line.get("task_key"), "task": line.get("task"), "task_name": line.get("task_name")}
    if found is None:
        raise _wrong(type, given[0], index, f"Invalid Task '{line[given[0]]}' specified.", Why.UNKNOWN_REFERENCE)
    real = {"task_key": found["key"], "task": found["id"], "task_name": found["name"]}
    if any(value is not None and value != real[name] for name, value in said.items()):
        raise _wrong(type, given[0], index, "Only one of TASKKEY and TASKID can be set")
    if line.get("project") != found["project"]:
        raise _wrong(type, "project", index, f"Task '{found['id']}' is one of project '{found['project']}'")
    line.update(real)


def _named(unit: Unit, line: Fields) -> Fields | None:
    """The task with this id or name in the entry's project."""
    name = "id" if line.get("task") is not None else "name"
    wanted = line.get("task") or line.get("task_name")
    in_project = unit.company.tables["task"].find("project", line.get("project"))
    return next((each for each in in_project if each.get(name) == wanted), None)


def _wrong(type: ObjectType, field: str, index: int, text: str, why: Why = Why.BAD_VALUE) -> Refused:
    assert type.lines is not None
    at = place(type.lines.type.by_name[field], wire_names(type.lines), index)
    return Refused(reason(why, text, at, type.label))
