"""What the facts of a case accept and what they refuse, with the place of the fault named."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from subsidy.facts import YEARS, ZONES, Case, Coverage, Enterprise, Fact, has_wrong_check_digit, uscc

Json = dict[str, Any]
IMPORTS: Json = {"period": "2024", "value": "80000000.00"}
FIRST: Json = {"business": "Bonded repair", "kind": "first"}
FEE: Json = {"from": "2024-05-01", "to": "2024-05-31", "amount": "52000.00"}
GRANT: Json = {"provision": "qingpu-2024-1/import-growth", "period": "2024", "amount": "100000.00"}
WHOLE: Json = {
    "enterprise": {
        "uscc": "913101180000000004", "name": "青浦甲公司", "zone": "qingpu", "settled_on": "2024-05-01",
        "foreign_trade": True, "qualified": False, "zone_asserted": True,
    },
    "imports": [IMPORTS, {"period": "2025-01", "value": -1}],
    "coverage": [{"from": "2024-01", "to": "2025-12"}],
    "firsts": [{**FIRST, "recognised_on": "2025-04-18", "achieved_on": "2025-02-01"}],
    "warehousing": [FEE],
    "warehousing_known_through": "2026-12-31",
    "warehousing_incomplete": True,
    "prior": [{**GRANT, "granted_on": "2025-06-30"}],
    "prior_incomplete": True,
    "rejected_rows": [{"period": "2024", "rows": 2}, {"rows": 1}],
    "quantities": [{"name": "exports_usd", "period": "2024", "value": "1200000.50", "unit": "USD"}],
    "quantities_incomplete": True,
    "attributes": {"manufacturer": True, "sublet": False},
    "items": [{"name": "AEO", "kind": "certification", "on": "2025-01-31"}],
}  # fmt: skip
LISTS: dict[str, Json] = {
    "imports": IMPORTS,
    "coverage": {"from": "2024-01", "to": "2024-12"},
    "firsts": FIRST,
    "warehousing": FEE,
    "prior": GRANT,
    "rejected_rows": {"rows": 1},
    "quantities": {"name": "exports_usd", "period": "2024", "value": 5},
    "items": {"name": "AEO", "kind": "certification"},
}


def fault(case: Json) -> tuple[str, str]:
    """The place of the first thing that is wrong with a case, and what is said of it."""
    with pytest.raises(ValidationError) as caught:
        Case.model_validate(case)
    first = caught.value.errors()[0]
    return ".".join(map(str, first["loc"])), first["msg"]


def with_row(key: str, **changed: object) -> Json:
    """A case with one row that is good but for what is changed."""
    return {"enterprise": {}, key: [{**LISTS[key], **changed}]}


def test_a_whole_case_comes_out_as_it_went_in() -> None:
    case = Case.model_validate(WHOLE)
    written = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert written == {**WHOLE, "imports": [IMPORTS, {"period": "2025-01", "value": "-1.00"}]}


def test_json_and_python_values_make_the_same_case() -> None:
    made = Case.model_validate({**WHOLE, "warehousing": [{"from": date(2024, 5, 1), "to": date(2024, 5, 31), "amount": Decimal(52000)}]})
    assert made == Case.model_validate_json(json.dumps(WHOLE))


def test_only_the_enterprise_is_needed_and_nothing_in_it() -> None:
    case = Case.model_validate({"enterprise": {}})
    assert case == Case(enterprise=Enterprise())
    assert case.model_dump(exclude_defaults=True) == {"enterprise": {}}
    assert fault({}) == ("enterprise", "Field required")


def test_what_is_left_out_is_unknown_and_what_is_empty_is_known() -> None:
    left_out, empty = Case.model_validate({"enterprise": {}}), Case.model_validate({"enterprise": {}, **{key: [] for key in LISTS}})
    for key in LISTS:
        assert getattr(left_out, key) is None
        assert getattr(empty, key) == ()


@pytest.mark.parametrize(("key", "field"), [("imports", "value"), ("warehousing", "amount"), ("prior", "amount")])
@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), float("inf")])
def test_a_float_is_no_money(key: str, field: str, value: float) -> None:
    assert fault(with_row(key, **{field: value})) == (f"{key}.0.{field}", "a float is not money")


@pytest.mark.parametrize("number", ["1.0", "80000000.05", "1e3", "NaN"])
def test_a_json_fraction_has_been_a_float(number: str) -> None:
    with pytest.raises(ValidationError, match="a float is not money"):
        Case.model_validate_json('{"enterprise": {}, "imports": [{"period": "2024", "value": ' + number + "}]}")


@pytest.mark.parametrize(("key", "field"), [("imports", "value"), ("warehousing", "amount"), ("prior", "amount")])
@pytest.mark.parametrize(
    "value", [True, False, None, "", "1,000", "1e3", "NaN", "0.001", Decimal("0.001"), Decimal("NaN"), 10**16, "1" + "0" * 16]
)
def test_money_is_text_or_a_whole_number_with_two_decimals_at_most(key: str, field: str, value: object) -> None:
    where, said = fault(with_row(key, **{field: value}))
    assert where == f"{key}.0.{field}"
    assert "at most two decimals" in said


def test_imports_may_be_negative_but_fees_and_grants_not() -> None:
    assert Case.model_validate(with_row("imports", value="-0.01")).imports == (
        Case.model_validate(with_row("imports", value=Decimal("-0.01"))).imports
    )
    for key in ("warehousing", "prior"):
        assert fault(with_row(key, amount="-0.01")) == (f"{key}.0.amount", "accepted: a sum not below zero")
        Case.model_validate(with_row(key, amount="0.00"))


@pytest.mark.parametrize(
    "value",
    [
        *("2025-3-1", "20250301", "2025/03/01", "01/02/2025", "2025-02-29", "2025-13-01", "", "2025-03", "2025-03-01T00:00", " 2025-03-01"),
        *("2025-W09-6", "2025W09100", "２０２５-03-01"),
        *(20250301, 1.5, True, None, datetime(2025, 3, 1), f"{YEARS.start - 1}-12-31", f"{YEARS.stop}-01-01"),  # noqa: DTZ001
    ],
)
def test_a_day_is_a_date_or_written_as_one(value: object) -> None:
    where, said = fault(with_row("warehousing", **{"from": value}))
    assert (where, said) == ("warehousing.0.from", "accepted: a day as 2025-03-01")


@pytest.mark.parametrize("value", ["2024-02-29", date(2024, 2, 29), f"{YEARS.start}-01-01", f"{YEARS[-1]}-12-31"])
def test_a_day_of_any_plausible_year_is_taken(value: object) -> None:
    made = Case.model_validate({"enterprise": {"settled_on": value}})
    assert str(made.enterprise.settled_on) == str(value)


@pytest.mark.parametrize("value", ["24", "2024-3", "2024-13", "202403", "2024-03-01", "1989", "2200", "2024年", ""])
def test_imports_are_of_a_year_or_a_month(value: str) -> None:
    assert fault(with_row("imports", period=value)) == ("imports.0.period", "accepted: a year as 2025 or a month as 2025-03")


@pytest.mark.parametrize("key", ["from", "to"])
@pytest.mark.parametrize("value", ["2024", "2024-13", "2024-01-01", "1989-12"])
def test_coverage_is_said_in_months(key: str, value: str) -> None:
    assert fault(with_row("coverage", **{key: value}))[0] == f"coverage.0.{key}"


@pytest.mark.parametrize(
    ("place", "case"),
    [
        ("imports", {**WHOLE, "import": []}),
        ("enterprise.city", {"enterprise": {"city": "Shanghai"}}),
        *((f"{key}.0.note", with_row(key, note="x")) for key in LISTS),
    ],
)
def test_an_unknown_key_is_refused_where_it_stands(place: str, case: Json) -> None:
    where, said = fault(case)
    assert said == "Extra inputs are not permitted"
    assert where == ("import" if place == "imports" else place)


@pytest.mark.parametrize(
    ("periods", "first", "second"),
    [
        (["2024", "2024"], "2024", "2024"),
        (["2024-03", "2024-03"], "2024-03", "2024-03"),
        (["2024", "2024-01"], "2024", "2024-01"),
        (["2024-12", "2025", "2024"], "2024", "2024-12"),
        (["2023-12", "2025-01", "2024-06", "2024"], "2024", "2024-06"),
    ],
)
def test_imports_of_overlapping_periods_are_refused(periods: list[str], first: str, second: str) -> None:
    where, said = fault({"enterprise": {}, "imports": [{"period": period, "value": 1} for period in periods]})
    assert (where, said) == ("", f"the periods {first} and {second} overlap")


def test_imports_of_periods_side_by_side_are_taken() -> None:
    periods = ["2025", "2023", "2024-02", "2024-01", "2024-12"]
    made = Case.model_validate({"enterprise": {}, "imports": [{"period": period, "value": 1} for period in periods]})
    assert [given.period for given in made.imports or ()] == periods


@pytest.mark.parametrize("spans", [["2024-01 2024-12", "2024-12 2025-03"], ["2024-06 2024-06", "2024-01 2024-12"], ["2024-01 2024-02"] * 2])
def test_coverage_that_overlaps_is_refused(spans: list[str]) -> None:
    coverage = [dict(zip(("from", "to"), span.split(), strict=True)) for span in spans]
    assert "overlap" in fault({"enterprise": {}, "coverage": coverage})[1]


def test_coverage_side_by_side_is_taken() -> None:
    coverage = [{"from": "2025-01", "to": "2025-12"}, {"from": "2024-01", "to": "2024-12"}]
    made = Case.model_validate({"enterprise": {}, "coverage": coverage})
    assert [len(span.months()) for span in made.coverage or ()] == [12, 12]
    assert list(Coverage.model_validate({"from": "2024-12", "to": "2025-01"}).months()) == [2024 * 12 + 11, 2025 * 12]


@pytest.mark.parametrize("key", ["coverage", "warehousing"])
def test_a_span_does_not_end_before_it_begins(key: str) -> None:
    changed = {"from": "2025-01", "to": "2024-12"} if key == "coverage" else {"from": "2024-05-02", "to": "2024-05-01"}
    assert fault(with_row(key, **changed)) == (f"{key}.0", "accepted: `to` not before `from`")
    Case.model_validate(with_row(key, to=LISTS[key]["from"]))


@pytest.mark.parametrize(
    "code", ["", "9131011800000004", "9131011800000000041", "91310118000000000I", "91310118000000000O", "91310118-0000000-4-"]
)
def test_a_code_of_the_wrong_form_is_refused(code: str) -> None:
    assert uscc(code) is None
    where, said = fault({"enterprise": {"uscc": code}})
    assert where == "enterprise.uscc"
    assert "GB 32100-2015" in said


@pytest.mark.parametrize(
    "code", ["91310118MA1JMTH20A", "91310118ma1jmth20a", " 9131 0118 MA1J MTH2 0A ", "９１３１０１１８ＭＡ１ＪＭＴＨ２０Ａ"]
)
def test_a_code_is_taken_in_its_normal_form(code: str) -> None:
    assert Enterprise.model_validate({"uscc": code}).uscc == "91310118MA1JMTH20A"


def test_a_wrong_check_digit_is_taken_and_known_to_be_wrong() -> None:
    made = Enterprise.model_validate({"uscc": "911100006000373416"})
    assert has_wrong_check_digit(made.uscc)
    assert not has_wrong_check_digit("91110000600037341L")
    assert not has_wrong_check_digit(None)


def test_a_zone_is_one_of_those_of_the_city_or_outside() -> None:
    assert [Enterprise.model_validate({"zone": zone}).zone for zone in ZONES] == list(ZONES)
    assert len(ZONES) == 12
    assert fault({"enterprise": {"zone": "Qingpu"}})[0] == "enterprise.zone"


@pytest.mark.parametrize("field", ["foreign_trade", "qualified", "zone_asserted"])
@pytest.mark.parametrize("value", [1, 0, "true", "yes", "是"])
def test_yes_and_no_are_not_guessed(field: str, value: object) -> None:
    assert fault({"enterprise": {field: value}})[0] == f"enterprise.{field}"


@pytest.mark.parametrize("value", ["", " ", "　"])
def test_a_name_says_something(value: str) -> None:
    assert fault({"enterprise": {"name": value}})[0] == "enterprise.name"
    assert fault(with_row("firsts", business=value))[0] == "firsts.0.business"
    assert fault(with_row("prior", period=value))[0] == "prior.0.period"


@pytest.mark.parametrize("rows", [0, -1, "2", 2.0, True])
def test_rejected_rows_are_counted_from_one(rows: object) -> None:
    assert fault(with_row("rejected_rows", rows=rows))[0] == "rejected_rows.0.rows"


def test_a_kind_is_a_first_or_a_breakthrough() -> None:
    assert fault(with_row("firsts", kind="second"))[0] == "firsts.0.kind"
    assert Case.model_validate(with_row("firsts", kind="breakthrough")).firsts


def test_facts_cannot_be_changed() -> None:
    case = Case.model_validate(WHOLE)
    parts: list[Fact] = [case, case.enterprise]
    for key in LISTS:
        rows = getattr(case, key)
        assert isinstance(rows, tuple)
        parts.append(rows[0])
    for part in parts:
        for name in type(part).model_fields:
            with pytest.raises(ValidationError, match="frozen"):
                setattr(part, name, None)
