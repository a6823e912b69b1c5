"""A table of quantities beside the imports: what its rows tell, what is refused, and a batch under a scheme by it."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

import subsidy
from subsidy import errors
from subsidy.batch.request import BatchRequest
from subsidy.batch.run import run_batch
from subsidy.law.library import library
from tests.plain import plain

POLICIES = Path(__file__).parents[2] / "scenarios" / "policies"
XIAMEN = POLICIES / "xiamen-2011-172.toml"
ONE, TWO = "913101180000000004", "91310118MA1JMTH20A"
HEAD = "统一社会信用代码,指标,期间,数值,单位"
READINGS = {"xiamen-2011-172.no_base": "zero_base", "xiamen-2011-172.ports": "each", "xiamen-2011-172.small_firms_cap": "capped"}
GOOD = [
    f"{ONE},imports_here_usd,2010,\"50,000,000.00\",美元",
    f"{ONE},本地口岸进口额（美元）,2011,120000000,USD",
    f"{ONE},imports_elsewhere_usd,2010年,0,",
    *(f"{ONE},imports_elsewhere_usd,2011-{month:02d},1000000.01,US$" for month in range(1, 13)),
    f"{ONE},general_trade,,是,",
]  # fmt: skip


def batch(tmp_path: Path, lines: list[str], year: int | None = None, title: str = "") -> tuple[list[dict[str, str]], list[list[str]]]:
    """The entitlements of the policy and the rejects of a batch with these rows."""
    (tmp_path / "imports.csv").write_text(f"统一社会信用代码,年度,进口额(元)\n{ONE},2011,100.00\n", encoding="utf-8")
    (tmp_path / "quantities.csv").write_text("\n".join([*([title] if title else []), HEAD, *lines]) + "\n", encoding="utf-8")
    run_batch(
        BatchRequest(
            files=(str(tmp_path / "imports.csv"),), quantities=str(tmp_path / "quantities.csv"), out=tmp_path / "out",
            as_of=date(2012, 3, 1), policies=(str(XIAMEN),), zone="other:xiamen", readings=READINGS, year=year, force=True,
        )
    )  # fmt: skip
    written = [
        list(csv.DictReader(io.StringIO((tmp_path / "out" / name).read_text(encoding="utf-8-sig"))))
        for name in ("entitlements.csv", "rejects.csv")
    ]
    own = [row for row in written[0] if row["provision"].startswith("xiamen")]
    return own, [[row["line"], row["column"], row["value"], row["code"]] for row in written[1]]


def test_a_batch_by_a_table_comes_to_what_the_case_comes_to(tmp_path: Path) -> None:
    found, rejects = batch(tmp_path, GOOD)
    months = [{"name": "imports_elsewhere_usd", "period": f"2011-{month:02d}", "value": "1000000.01"} for month in range(1, 13)]
    given = [("imports_here_usd", "2010", "50000000"), ("imports_here_usd", "2011", "120000000"), ("imports_elsewhere_usd", "2010", "0")]
    case = {
        "enterprise": {"uscc": ONE, "zone": "other:xiamen", "zone_asserted": True},
        "quantities": [*months, *({"name": name, "period": period, "value": value} for name, period, value in given)],
        "attributes": {"general_trade": True},
    }
    law = library().with_files([XIAMEN])
    alone = plain(subsidy.assess(subsidy.Case.model_validate(case), as_of=date(2012, 3, 1), law=law, readings=READINGS))
    assert rejects == []
    assert [(row["period"], row["status"], row["low"], row["high"]) for row in found] == [
        (e["period"], e["status"], e["low"], e["high"]) for e in alone if e["provision"].startswith("xiamen")
    ]
    assert json.loads(found[-1]["steps"]) == alone[-1]["steps"]
    assert found[-1]["high"] == "380000.00"


def test_one_statistics_year_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    assert [row["period"] for row in batch(tmp_path, GOOD, year=2011)[0]] == ["2011"]


def test_rows_that_cannot_be_used_are_told_and_leave_the_quantities_open(tmp_path: Path) -> None:
    bad = [
        (f"{ONE},imports_heer_usd,2011,5,USD", "指标", "imports_heer_usd", "quantity"),
        (f"{ONE},imports_here_usd,2011,5,万美元", "单位", "万美元", "unit"),
        (f"{ONE},imports_here_usd,2011,5.001,USD", "数值", "5.001", "precision"),
        (f"{ONE},imports_here_usd,2011,-5,USD", "数值", "-5", "amount"),
        (f"{ONE},imports_here_usd,spring,5,USD", "期间", "spring", "date"),
        (f"{ONE},general_trade,,perhaps,", "数值", "perhaps", "yes_no"),
        ("9131,imports_here_usd,2011,5,USD", "统一社会信用代码", "9131", "uscc"),
    ]
    found, rejects = batch(tmp_path, [*GOOD, *(line for line, *_ in bad)])
    assert rejects == [[str(len(GOOD) + 2 + n), *told] for n, (_, *told) in enumerate(bad)]
    (row,) = [row for row in found if row["period"] == "2011"]
    assert (row["status"], row["low"], row["high"]) == ("undetermined", "0.00", "800000.00")
    assert "quantity:imports_here_usd:2011" in row["missing"]


def test_rows_that_contradict_each_other_are_all_refused_and_repetitions_count_once(tmp_path: Path) -> None:
    again = [GOOD[0], f"{ONE},imports_here_usd,2011-03,7,USD", f"{ONE},general_trade,,否,", f"{TWO},imports_here_usd,2011,7,USD"]
    found, rejects = batch(tmp_path, [*GOOD, *again])
    lines = {int(line) for line, *_, code in rejects if code == "conflict"}
    assert lines == {3, len(GOOD) + 1, len(GOOD) + 3, len(GOOD) + 4}
    assert len(rejects) == 4
    assert {row["uscc"] for row in found} == {ONE, TWO}


def test_a_unit_above_the_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.UnitAbove, match=r"quantities\.csv: the titles above line 2 state a unit \(10000\)"):
        batch(tmp_path, GOOD, title="单位：万美元")
