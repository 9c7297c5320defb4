"""No case is lost in silence: how many there are is written down, and the short run leaves out no kind of anything."""

from collections import Counter

from tests.books.cases import TROUBLES, all_cases, some_cases
from tests.books.documents import KINDS
from tests.books.trouble import OVER_REST_ONLY, SURFACES

ALL, SOME = 1052, 399
BY_OBJECT = {
    "vendor": 78,
    "customer": 78,
    "account": 78,
    "bill": 140,
    "invoice": 125,
    "bill-payment": 138,
    "payment": 117,
    "journal-entry": 94,
    "project": 78,
    "task": 57,
    "custom-record": 69,
}


def test_as_many_cases_as_are_written_down() -> None:
    """Who changes a trouble's rule, an object or a surface sees here what became more or fewer."""
    cases = all_cases()
    assert Counter(case.kind.object for case in cases) == BY_OBJECT
    assert (len(cases), len(some_cases())) == (ALL, SOME)


def test_each_case_has_a_name_of_its_own() -> None:
    """So that one of them can be run alone."""
    names = [case.name for case in all_cases()]
    assert len(set(names)) == len(names)


def test_the_short_run_meets_every_trouble_of_every_object() -> None:
    """On one surface each, and bills over REST besides."""
    met = {(case.kind.object, case.trouble.name) for case in some_cases()}
    assert met == {(case.kind.object, case.trouble.name) for case in all_cases()}
    bills = {case.name for case in all_cases() if case.name.startswith("bill-rest-")}
    assert bills <= {case.name for case in some_cases()}


def test_the_short_run_meets_every_trouble_and_every_object_on_every_surface_that_it_has() -> None:
    """Where a trouble has as many objects as surfaces; one about a single object is met on one."""
    for trouble in TROUBLES:
        offered = {surface for kind in KINDS for surface in trouble.surfaces_for(kind)}
        about = {case.kind.object for case in all_cases() if case.trouble.name == trouble.name}
        met = {case.surface for case in some_cases() if case.trouble.name == trouble.name}
        assert len(met) >= min(len(offered), len(about)), trouble.name
    for kind in KINDS:
        assert {case.surface for case in some_cases() if case.kind is kind} == set(SURFACES)


def test_what_a_rule_leaves_out_is_said() -> None:
    """Each trouble says in words what it is about; what is left out over XML is a case of its own."""
    assert all(trouble.rule.why for trouble in TROUBLES)
    refused = {case.kind.object for case in all_cases() if case.trouble.name == "not_offered"}
    assert refused == OVER_REST_ONLY
