"""The conditions of the SDK's readByQuery, each with the names or numbers of what it selects."""

from typing import Any

from javascript_sdk import Data, new


def comparison(kind: str, type: str, field: str, **more: Any) -> Data:
    return new(f"Common.Query.Comparison.{kind}.{kind}{type}", field=field, **more)


CONDITIONS = [
    (comparison("EqualTo", "String", "NAME", value="O'Hara"), ["O'Hara"]),
    (comparison("EqualTo", "Number", "CREDITLIMIT", value=200), ["Akron"]),
    (comparison("EqualTo", "Integer", "CREDITLIMIT", value=300), ["Bexley"]),
    (comparison("EqualTo", "Null", "CREDITLIMIT"), ["Larkspur"]),
    (comparison("EqualTo", "Null", "CREDITLIMIT", negate=True), ["Akron", "Bexley", "O'Hara"]),
    (comparison("GreaterThan", "Number", "CREDITLIMIT", value=300), ["O'Hara"]),
    (comparison("GreaterThan", "Integer", "CREDITLIMIT", value=300), ["O'Hara"]),
    (comparison("GreaterThan", "String", "NAME", value="L"), ["Larkspur", "O'Hara"]),
    (comparison("GreaterThanOrEqualTo", "Number", "CREDITLIMIT", value=300), ["Bexley", "O'Hara"]),
    (comparison("GreaterThanOrEqualTo", "Integer", "CREDITLIMIT", value=300), ["Bexley", "O'Hara"]),
    (comparison("GreaterThanOrEqualTo", "String", "NAME", value="Larkspur"), ["Larkspur", "O'Hara"]),
    (comparison("LessThan", "Number", "CREDITLIMIT", value=300), ["Akron"]),
    (comparison("LessThan", "Integer", "CREDITLIMIT", value=300), ["Akron"]),
    (comparison("LessThan", "String", "NAME", value="Bexley"), ["Akron"]),
    (comparison("LessThanOrEqualTo", "Number", "CREDITLIMIT", value=300), ["Akron", "Bexley"]),
    (comparison("LessThanOrEqualTo", "Integer", "CREDITLIMIT", value=300), ["Akron", "Bexley"]),
    (comparison("LessThanOrEqualTo", "String", "NAME", value="Bexley"), ["Akron", "Bexley"]),
    (comparison("Like", "String", "NAME", value="%x%"), ["Bexley"]),
    (comparison("Like", "String", "NAME", value="%x%", negate=True), ["Akron", "Larkspur", "O'Hara"]),
    (comparison("InArray", "String", "NAME", valuesList=["Akron", "O'Hara"]), ["Akron", "O'Hara"]),
    (comparison("InArray", "Integer", "CREDITLIMIT", valuesList=[200, 300]), ["Akron", "Bexley"]),
    (comparison("InArray", "String", "NAME", valuesList=["Akron"], negate=True), ["Bexley", "Larkspur", "O'Hara"]),
    (new("Common.Query.Logical.AndCondition", conditions=[
        comparison("GreaterThan", "Number", "CREDITLIMIT", value=200),
        comparison("Like", "String", "NAME", value="B%")]), ["Bexley"]),
    (new("Common.Query.Logical.OrCondition", conditions=[
        comparison("EqualTo", "String", "NAME", value="Akron"),
        comparison("EqualTo", "String", "NAME", value="Bexley")]), ["Akron", "Bexley"]),
    (new("Common.Query.QueryString", "NAME = 'Akron'"), ["Akron"]),
]  # fmt: skip
DATES = [("EqualTo", ["2"]), ("GreaterThan", ["3"]), ("GreaterThanOrEqualTo", ["2", "3"]), ("LessThan", ["1"]),
             ("LessThanOrEqualTo", ["1", "2"])]  # fmt: skip
