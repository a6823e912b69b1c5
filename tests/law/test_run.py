"""The terms of a run: what each provision is judged by, and the digest of what a result rests on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from subsidy import errors
from subsidy.facts import canonical
from subsidy.law.library import library
from subsidy.law.run import Run, prepare
from subsidy.provisions.terms import Terms

AS_OF = date(2026, 3, 1)


def terms_of(run: Run, kind: str) -> Terms:
    (found,) = [terms for _, provision, terms in run.provisions if provision.kind == kind]
    return found


@pytest.mark.parametrize(
    ("kind", "provision", "readings"),
    [
        ("growth", "qingpu-2024-1/import-growth", ["growth.years", "growth.new_importer", "growth.qualified", "payout.rounding"]),
        ("first", "qingpu-2024-1/first", ["first.day", "first.once_per", "payout.rounding"]),
        (
            "warehousing",
            "qingpu-2024-1/warehousing",
            ["warehousing.starts", "warehousing.after_expiry", "warehousing.settled_before", "payout.rounding"],
        ),
    ],
)
def test_a_provision_is_judged_by_the_readings_that_concern_it(kind: str, provision: str, readings: list[str]) -> None:
    terms = terms_of(prepare(AS_OF, None, None), kind)
    assert terms.provision == provision
    assert list(terms.readings) == readings
    assert terms.in_force == library().document("qingpu-2024-1").in_force
    assert terms.zones == ("qingpu",)
    assert terms.as_of == AS_OF


def test_what_is_chosen_and_decided_reaches_the_terms() -> None:
    run = prepare(
        AS_OF,
        {"payout.rounding": "wan_down"},
        {"warehousing.ratio": ["1", "0.8", "0.5"], "warehousing.annual_cap": "9.99", "first.conflict.Repair": "913101180000000004"},
    )
    for kind in ("growth", "first", "warehousing"):
        assert terms_of(run, kind).reading("payout.rounding") == "wan_down"
    assert terms_of(run, "warehousing").decisions == {
        "warehousing.ratio": (Decimal(1), Decimal("0.8"), Decimal("0.5")),
        "warehousing.annual_cap": Decimal("9.99"),
    }
    assert terms_of(run, "first").conflicts == {"repair": "913101180000000004"}


@pytest.mark.parametrize(("as_of", "repealed"), [(date(2026, 5, 27), False), (date(2026, 5, 28), True), (date(2030, 1, 1), True)])
def test_every_provision_knows_whether_its_basis_is_repealed(as_of: date, *, repealed: bool) -> None:
    assert {terms.basis_repealed for _, _, terms in prepare(as_of, None, None).provisions} == {repealed}


def test_the_digest_depends_on_facts_day_readings_and_decisions() -> None:
    ratio, facts = {"warehousing.ratio": "0.5"}, canonical({"enterprise": {"zone": "qingpu"}})
    digests = [
        prepare(AS_OF, None, None).digest("{}"),
        prepare(AS_OF, None, None).digest(facts),
        prepare(date(2026, 3, 2), None, None).digest("{}"),
        prepare(AS_OF, {"payout.rounding": "yuan_down"}, None).digest("{}"),
        prepare(AS_OF, None, ratio).digest("{}"),
        prepare(AS_OF, None, {"first.conflict.Repair": "913101180000000004"}).digest("{}"),
    ]
    assert len(set(digests)) == len(digests)
    assert all(digest.startswith("sha256:") for digest in digests)


def test_the_digest_does_not_depend_on_how_the_same_is_written() -> None:
    by_default = prepare(AS_OF, None, None)
    backwards = dict(reversed(list(by_default.readings.items())))
    assert prepare(AS_OF, by_default.readings, {}).digest("{}") == by_default.digest("{}")
    assert prepare(AS_OF, backwards, None).digest("{}") == by_default.digest("{}")
    ratios = ["1, 1.0, 1.00", 1, ["1", "1", "1"], Decimal("1.0")]
    assert len({prepare(AS_OF, None, {"warehousing.ratio": ratio}).digest("{}") for ratio in ratios}) == 1


@pytest.mark.parametrize("name", ["warehousing.ratio", "warehousing.annual_cap"])
@pytest.mark.parametrize("equal", [1.0, True])
def test_what_was_accepted_before_does_not_let_its_equal_pass(name: str, equal: Any) -> None:
    prepare(AS_OF, None, {name: 1})
    with pytest.raises(errors.BadDecision):
        prepare(AS_OF, None, {name: equal})


@pytest.mark.parametrize("value", [[["1"]], {"1": 1}, {1}, Decimal("sNaN"), bytearray(b"1")])
def test_a_decision_of_any_form_is_refused_by_name(value: Any) -> None:
    for name in ("warehousing.ratio", "warehousing.annual_cap", "first.conflict.Repair"):
        with pytest.raises(errors.BadDecision):
            prepare(AS_OF, None, {name: value})
