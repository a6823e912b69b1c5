"""A policy file that is not sound is refused with line and key, and with what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy import errors
from subsidy.law.library import library

HOME = Path(__file__).parents[2] / "scenarios" / "policies"

FAULTS = [
    # policy, what stands there, what is written instead, where the error points, what it says
    ("xiamen-2011-172", 'issuers = ["', 'isuers = ["', "isuers", "did you mean 'issuers'?"),
    ("xiamen-2011-172", "years = [2011]", "year = [2011]", "provisions.0.scheme.year", "did you mean 'years'?"),
    ("xiamen-2011-172", "netted = true", "neted = true", "provisions.0.scheme.basis.0.neted", "did you mean 'netted'?"),
    ("xiamen-2011-172", '{ quantity = "imports_here_usd" }', '{ quantity = "imports_heer_usd" }',
     "provisions.0.scheme.basis.0.parts.0.quantity", "did you mean 'imports_here_usd'?"),
    ("xiamen-2011-172", 'kind = "scheme"', 'kind = "skeme"', "provisions.0.kind", "'scheme'"),
    ("xiamen-2011-172", 'kind = "rate"', 'kind = "ratio"', "provisions.0.scheme.award.kind", "'rate'"),
    ("xiamen-2011-172", 'figure = "rate"', 'figure = "rates"', "provisions.0.scheme.award.figure", "did you mean 'rate'?"),
    ("xiamen-2011-172", 'unit = "CNY per USD"', 'unit = "CNY"', "provisions.0.parameters.1.unit", "needs 'CNY per USD'"),
    ("xiamen-2011-172", 'name = "cap"\nunit = "CNY"', 'name = "cap"\nunit = "USD"', "provisions.0.parameters.3.unit", "needs 'CNY'"),
    ("xiamen-2011-172", "value = 0.005", "value = 0.0000051", "provisions.0.parameters.1", "more than 6 decimals"),
    ("xiamen-2011-172", "value = 0.5 }", "value = 0.500001 }", "provisions.0.scheme", "decimals together with the quantity"),
    ("xiamen-2011-172", "value = 0.005", 'value = "0.005"', "provisions.0.parameters.1.versions.0.value", "'0.005' is no exact number"),
    ("xiamen-2011-172", "value = 800000.00", "value = -800000.00", "provisions.0.parameters.3.versions", "below zero"),
    ("xiamen-2011-172", 'reading = "xiamen-2011-172.ports", option = "each"', 'reading = "xiamen-2011-172.prots", option = "each"',
     "provisions.0.scheme.basis.1.only_under", "did you mean 'xiamen-2011-172.ports'?"),
    ("xiamen-2011-172", 'option = "each"', 'option = "every"', "provisions.0.scheme.basis.1.only_under", "'every' is no definite option"),
    ("xiamen-2011-172", 'option = "capped" }', 'option = "undecided" }', "provisions.0.scheme.limits.0.otherwise", "no definite option"),
    ("xiamen-2011-172", 'name = "xiamen-2011-172.ports"', 'name = "xiamen.ports"', "readings.1.name", "must begin with the document's id"),
    ("xiamen-2011-172", 'name = "least_paid"', 'name = "lest_paid"', "provisions.0.scheme.limits.1.figure",
     "did you mean 'lest_paid'?"),
    ("xiamen-2011-172", 'zones = ["other:xiamen"]', 'zones = ["xiamen"]', "zones.0", "'xiamen' is no zone"),
    ("xiamen-2011-172", 'zones = ["other:xiamen"]', "zones = []", "xiamen-2011-172", "`zones` must say"),
    ("xiamen-2011-172", 'window = "not_stated"', 'window = "not_stated"\nitem = "x"', "provisions.0.scheme", "`item` names the kind"),
    ("xiamen-2011-172", 'not_stated = ["issued", ', 'issued = 2011-05-01\nnot_stated = ["issued", ', "not_stated",
     "`issued` is given"),
    ("xiamen-2011-172", "value = 800000.00", "value = 10000000000000", "provisions.0.parameters.3.versions", "not below 10000000000000"),
    ("zhenhai-2012-15", "value = 100000.00", "value = 10000000000000", "provisions.0.schedules.0.versions.0", "not below 10000000000000"),
    ("xiamen-2011-172", 'name = "imports_here_usd"\nunit', 'name = "award"\nunit', "quantities.0.name", "a meaning of its own"),
    ("xiamen-2011-172", 'name = "imports_here_usd"\nunit', 'name = "Imports"\nunit', "quantities.0.name", "small letters"),
    ("xiamen-2011-172", 'unit = "USD"\ntitle = { zh = "异', 'unit = "EUR"\ntitle = { zh = "异',
     "provisions.0.scheme.basis", "different units"),
    ("zhongshan-2024-imports", "from = 2024-04-16, to = 2024-05-27", "from = 2024-05-28, to = 2024-05-27",
     "provisions.0.scheme.application", "before it begins"),
    ("zhongshan-2024-imports", "last_day = 2024-05-27", "last_day = 2023-05-27", "last_day", "`last_day` is before"),
    ("zhongshan-2024-imports", "{ from = 2024-04-16, value = 0.005 }",
     "{ from = 2024-04-16, to = 2024-05-01, value = 0.005 }, { from = 2024-05-01, value = 0.004 }", "provisions.0.parameters.1",
     "overlap or leave a gap"),
    ("zhongshan-2024-imports", "{ from = 2024-04-16, value = 0.005 }",
     "{ from = 2024-04-16, to = 2024-04-30, value = 0.005 }, { from = 2024-05-02, value = 0.004 }", "provisions.0.parameters.1",
     "overlap or leave a gap"),
    ("zhongshan-2024-imports", "{ from = 2024-04-16, value = 0.005 }", "{ from = 2024-05-16, value = 0.005 }",
     "provisions.0.parameters.1.versions", "do not span the days in force"),
    ("zhongshan-2024-imports", "versions = [{ from = 2024-04-16, steps", "versions = [{ from = 2024-04-17, steps",
     "provisions.1.schedules.0.versions", "do not span the days in force"),
    ("zhongshan-2024-imports", "{ from = 200000000, value = 100000.00 }", "{ from = 90000000, value = 100000.00 }",
     "provisions.1.schedules.0.versions.0", "stands after the step from"),
    ("zhongshan-2024-imports", "{ from = 200000000, value = 100000.00 }", "{ from = 200000000, value = 10000.00 }",
     "provisions.1.schedules.0.versions", "a higher step gives less"),
    ("zhongshan-2024-imports", 'schedule = "sums"', 'schedule = "steps"', "provisions.1.scheme.award.schedule", "Known: sums"),
    ("zhongshan-2024-imports", 'of = "CNY"', 'of = "USD"', "provisions.1.schedules.0.of", "needs 'CNY'"),
    ("zhongshan-2024-imports", 'growth = "zhongshan-2024-imports.average_growth"', 'growth = "zhongshan-2024-imports.growth"',
     "provisions.0.scheme.basis.0.growth", "did you mean 'zhongshan-2024-imports.average_growth'?"),
    ("zhongshan-2024-imports", "places = 3", "places = 4", "provisions.0.scheme", "9 decimals"),
    ("qinhuangdao-interim", 'option = "above"', 'option = "whole"', "provisions.1.scheme.basis", "each definite option"),
    ("qinhuangdao-interim", 'granted_before = "qinhuangdao-interim.higher_step"', 'granted_before = "qinhuangdao-interim.trade_part"',
     "provisions.2.scheme.granted_before", "'difference' is no definite option"),
    ("qianhai-2022-trade", 'unit = "years"', 'unit = "CNY"', "provisions.1.parameters.2.unit", "needs 'years'"),
    ("qianhai-2022-trade", '["office_rent_paid", "office_rent_appraised"]', '["office_rent_paid"]',
     "provisions.0.scheme.basis.0.parts.1", "at least two in `lower_of`"),
    ("qianhai-2022-trade", 'id = "rent"', 'id = "advanced-certification"', "provisions.2", "is given twice"),
    ("fangchenggang-2022-7", 'ratio = "ratios"', 'ratio = "sums"', "provisions.0.schedules.0.of", "needs 'year'"),
    ("fangchenggang-2022-7", '{ from = 1, value = 1 }, ', '{ from = 1, valeu = 1 }, ', "provisions.0.schedules.1.versions.0.steps.0.valeu",
     "did you mean 'value'?"),
]  # fmt: skip


def line_of(text: str, written: str) -> int:
    return text[: text.index(written)].count("\n") + 1


@pytest.mark.parametrize(
    ("policy", "before", "after", "where", "said"), FAULTS, ids=[f"{fault[0]}-{fault[3]}-{n}" for n, fault in enumerate(FAULTS)]
)
def test_a_fault_is_refused_with_file_line_and_key(tmp_path: Path, policy: str, before: str, after: str, where: str, said: str) -> None:
    text = (HOME / f"{policy}.toml").read_text(encoding="utf-8")
    assert before in text
    file = tmp_path / f"{policy}.toml"
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(errors.LawError) as caught:
        library().with_files([file])
    words = str(caught.value)
    assert words.startswith(f"{policy}.toml")
    assert f": {where}: " in words
    assert said in words
    if where != policy:
        assert words.startswith(f"{policy}.toml, line ")
    assert caught.value.sentence("zh").startswith(f"{policy}.toml")


def test_days_that_do_not_fit_are_told_in_chinese_too(tmp_path: Path) -> None:
    text = (HOME / "zhongshan-2024-imports.toml").read_text(encoding="utf-8")
    file = tmp_path / "policy.toml"
    file.write_text(text.replace("last_day = 2024-05-27", "last_day = 2023-05-27"), encoding="utf-8")
    with pytest.raises(errors.LawError) as caught:
        library().with_files([file])
    line = line_of(text, "last_day = 2024-05-27")
    assert caught.value.sentence("zh") == f"policy.toml 第{line}行：last_day：`last_day` 早于 `in_force_from`"


def test_an_error_points_at_the_very_line(tmp_path: Path) -> None:
    text = (HOME / "xiamen-2011-172.toml").read_text(encoding="utf-8")
    written = text.replace('unit = "CNY per USD"', 'unit = "CNY"')
    file = tmp_path / "policy.toml"
    file.write_text(written, encoding="utf-8")
    line = line_of(text, 'unit = "CNY per USD"')
    with pytest.raises(errors.LawError, match=f"^policy.toml, line {line}: "):
        library().with_files([file])


def test_a_quantity_has_one_unit_in_all_documents(tmp_path: Path) -> None:
    text = (HOME / "zhenhai-2012-15.toml").read_text(encoding="utf-8").replace('"USD"', '"EUR"').replace("2012-15", "2013-15")
    file = tmp_path / "zhenhai-2013-15.toml"
    file.write_text(text, encoding="utf-8")
    assert library().with_files([file])
    with pytest.raises(errors.LawError, match=r"zhenhai-2013-15\.toml, line \d+: quantities\.\d\.unit: 'EUR'.*'USD'"):
        library().with_files([HOME / "qinhuangdao-interim.toml", file])


def test_two_files_of_one_id_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "copy.toml"
    file.write_bytes((HOME / "zhenhai-2012-15.toml").read_bytes())
    with pytest.raises(errors.LawError, match="zhenhai-2012-15: two documents have this id"):
        library().with_files([HOME / "zhenhai-2012-15.toml", file])
