"""What cannot be used ends with status 2 and one line on standard error, in the language asked for, and writes nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import FIRM, GROWTH, call, case_file

DAY = ("--as-of", "2026-03-01")


def _with(**changes: Any) -> dict[str, Any]:
    return {**GROWTH, **changes}


BAD_CASES: dict[str, tuple[Any, str, str]] = {
    "an empty file": ("", "the file is empty", "文件是空的"),
    "blanks only": (" \n\n", "the file is empty", "文件是空的"),
    "a JSON fraction": (
        _with(imports=[{"period": "2024", "value": 1.5}]),
        "imports.0.value: 1.5 is a binary or JSON fraction",
        "1.5 是浮点数",
    ),
    "a key that is not known": (_with(enterprise={"zoen": "qingpu"}), "unknown key 'zoen'; known: uscc", "未知的键 'zoen'；可用：uscc"),
    "a key at the top that is not known": ({"entreprise": FIRM}, "unknown key 'entreprise'; known: enterprise", "未知的键 'entreprise'"),
    "a needed key left out": ({"imports": []}, "enterprise: needed and not given", "enterprise：必填而未填"),
    "overlapping periods": (
        _with(imports=[{"period": "2024", "value": 1}, {"period": "2024-05", "value": 2}]),
        "imports: the periods 2024 and 2024-05 overlap",
        "imports：期间 2024 与 2024-05 重叠",
    ),
    "an impossible day": (_with(enterprise={"settled_on": "2025-02-30"}), "'2025-02-30' is not usable", "'2025-02-30' 不可用"),
    "an impossible month": (_with(imports=[{"period": "2025-13", "value": 1}]), "accepted: a year as 2025", "可接受：年份"),
    "a bad code": (_with(enterprise={"uscc": "123"}), "GB 32100-2015", "可接受：18位统一社会信用代码"),
    "a zone that is none": (_with(enterprise={"zone": "pudong"}), "accepted: qingpu, songjiang", "可接受：qingpu、songjiang"),
    "a word for yes": (_with(enterprise={"qualified": "yes"}), "'yes' is not usable; accepted: true or false", "可接受：true 或 false"),
    "a number for a name": (_with(enterprise={"name": 5}), "5 is not usable; accepted: text", "5 不可用；可接受：文本"),
    "words for money": (_with(imports=[{"period": "2024", "value": "八千万"}]), "'八千万' is not usable", "以文本或整数写的人民币元"),
    "a third decimal": (_with(imports=[{"period": "2024", "value": "1.001"}]), "at most two decimals", "最多两位小数"),
    "a fee below zero": (
        _with(warehousing=[{"from": "2024-05-01", "to": "2024-05-31", "amount": "-1.00"}]),
        "accepted: a sum not below zero",
        "可接受：不小于零的金额",
    ),
    "days the wrong way round": (
        _with(warehousing=[{"from": "2024-05-31", "to": "2024-05-01", "amount": "1.00"}]),
        "'2024-05-31..2024-05-01' is not usable",
        "`to` 不早于 `from`",
    ),
    "a list where a table belongs": ([], "[…] is not usable; accepted: a table", "由键和值组成的表"),
    "a table where a list belongs": (_with(imports={}), "{…} is not usable; accepted: a list", "可接受：列表"),
    "null for the enterprise": ({"enterprise": None}, "null is not usable", "null 不可用"),
    "no rows rejected": (_with(rejected_rows=[{"rows": 0}]), "a whole number above zero", "大于零的整数"),
    "a grant for nothing known": (
        _with(prior=[{"provision": "x/y", "period": "2024", "amount": 1}]),
        "prior.0.provision",
        "prior.0.provision",
    ),
    "broken syntax": ('{"enterprise": {},\n "imports": [}', "line 2, column 14: not valid JSON", "第2行第14列：不是有效的 JSON"),
    "a key given twice": ('{"enterprise": {},\n "enterprise": {}}', "line 2, column 2: not valid JSON", "第2行第2列"),
    "not a number": ('{"enterprise": {},\n "imports": [{"period": "NaN", "value": NaN}]}', "line 2, column 41", "第2行第41列"),
    "a digit string without end": (
        f'{{"enterprise": {{}}, "imports": [{{"period": "2024", "value": {"9" * 5000}}}]}}',
        "is not usable",
        "不可用",
    ),
    "nesting without end": ("[" * 100_000, "nested too deeply", "nested too deeply"),
}

BAD_OPTIONS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a reading that is not known": (
        ("--reading", "growth.month=x"),
        "reading 'growth.month' is not known",
        "没有名为 'growth.month' 的解读",
    ),
    "an option that is not known": (("--reading", "growth.years=x"), "reading growth.years: option 'x'", "解读 growth.years：没有选项 'x'"),
    "a reading without an option": (
        ("--reading", "growth.years"),
        "--reading: 'growth.years' is not usable",
        "--reading：'growth.years' 不可用",
    ),
    "a reading given twice": (("--reading", "a=b", "--reading", "a=c"), "each name once", "每个名称一次"),
    "a decision that is not known": (("--decide", "x=1"), "decision 'x' is not known", "没有名为 'x' 的决定"),
    "a ratio above one": (("--decide", "warehousing.ratio=2"), "decision warehousing.ratio: '2'", "决定 warehousing.ratio：'2' 不可用"),
    "an impossible as-of day": (("--as-of", "2026-02-29"), "--as-of: '2026-02-29' is not usable", "--as-of：'2026-02-29' 不可用"),
    "imports that are no money": (("--imports", "2024=abc"), "--imports 2024=abc: 'abc' is not usable", "--imports 2024=abc：'abc' 不可用"),
    "imports of no period": (("--imports", "2024"), "--imports: '2024' is not usable", "--imports：'2024' 不可用"),
    "imports that overlap": (
        ("--imports", "2024=1", "--imports", "2024-02=1"),
        "--imports: the periods",
        "--imports：期间 2024 与 2024-02 重叠",
    ),
    "coverage of years": (("--coverage", "2023..2024"), "--coverage 2023..2024: '2023'", "--coverage 2023..2024：'2023' 不可用"),
    "coverage of one word": (("--coverage", "2023"), "--coverage: '2023' is not usable", "--coverage：'2023' 不可用"),
    "a bad settling day": (("--settled-on", "tomorrow"), "--settled-on: 'tomorrow'", "--settled-on：'tomorrow' 不可用"),
    "a bad code": (("--uscc", "1"), "--uscc: '1' is not usable", "--uscc：'1' 不可用"),
    "a bad day for fees": (("--fees-through", "2026"), "--fees-through: '2026'", "--fees-through：'2026' 不可用"),
    "a zone that is none": (("--zone", "pudong"), "--zone: 'pudong' is not usable", "--zone：'pudong' 不可用"),
    "an option nobody has": (("--zoen", "qingpu"), "--zoen", "没有选项 --zoen"),
    "a form nobody writes": (("--format", "xml"), "--format", "--format 的值不可用；可接受：table, json, csv"),
    "an option without its value": (("--name",), "--name", "--name 的用法不对"),
}


def _refused(arguments: tuple[str | Path, ...], english: str, chinese: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    for lang, words in (("en", english), ("zh", chinese)):
        result = call("estimate", "--lang", lang, "-o", out, *arguments)
        assert result.exit_code == 2, result.output
        assert result.stdout == ""
        assert words in result.stderr
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith("错误：" if lang == "zh" else "error: ")
        assert not out.exists()


@pytest.mark.parametrize("name", BAD_CASES)
def test_a_case_file_that_cannot_be_used_is_refused(name: str, tmp_path: Path) -> None:
    data, english, chinese = BAD_CASES[name]
    _refused(("--case", case_file(tmp_path, data), *DAY), english, chinese, tmp_path)


@pytest.mark.parametrize("name", BAD_OPTIONS)
def test_an_option_that_cannot_be_used_is_named(name: str, tmp_path: Path) -> None:
    options, english, chinese = BAD_OPTIONS[name]
    _refused(("--case", case_file(tmp_path, GROWTH), *options), english, chinese, tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    _refused(("--case", tmp_path / "no.json"), "no.json: no such file", "no.json：没有这个文件", tmp_path)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    _refused(("--case", case_file(tmp_path, "x", "case.yaml")), "accepted: .json, .toml", "可用：.json, .toml", tmp_path)


def test_a_call_that_says_nothing_is_refused(tmp_path: Path) -> None:
    _refused(DAY, "give --case CASE, files, or options", "没有任何企业资料", tmp_path)


def test_toml_faults_have_line_and_column(tmp_path: Path) -> None:
    file = case_file(tmp_path, '[enterprise]\nzone = "qingpu\n', "case.toml")
    _refused(("--case", file), "case.toml, line 2, column 15: not valid TOML", "case.toml 第2行第15列：不是有效的 TOML", tmp_path)


def test_bytes_that_are_not_utf8_have_their_line(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_bytes('{"enterprise":\n {"name": "青浦"}}'.encode("gb18030"))
    _refused(("--case", file), "case.json, line 2: the bytes are not valid UTF-8", "case.json 第2行", tmp_path)


def test_the_line_of_the_value_is_named(tmp_path: Path) -> None:
    file = case_file(tmp_path, '{"enterprise": {},\n "imports": [\n  {"period": "2024",\n   "value": "x"}]}')
    assert f"{file}, line 4: imports.0.value: 'x'" in call("estimate", "--case", file).stderr
    assert f"{file} 第4行：imports.0.value：'x'" in call("estimate", "--case", file, "--lang", "zh").stderr


def test_a_code_that_is_not_the_cases_own_is_refused(tmp_path: Path) -> None:
    file = case_file(tmp_path, GROWTH)
    other = "91310118MA1KX1370E"
    _refused(("--case", file, "--uscc", other), "--uscc: '91310118MA1KX1370E' is not usable", f"--uscc：'{other}' 不可用", tmp_path)
    assert call("estimate", "--case", file, "--uscc", GROWTH["enterprise"]["uscc"]).exit_code == 0
