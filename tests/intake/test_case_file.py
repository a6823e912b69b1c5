"""Case files in JSON and TOML become the same facts, exactly; faults have their place in the text."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import errors
from subsidy.intake.case_faults import ACCEPTED_ZH
from subsidy.intake.case_file import case_from, read_case
from subsidy.intake.case_text import json_data, json_line

JSON = '{"enterprise": {"name": "甲"}, "imports": [{"period": "2024", "value": "80000000.10"}]}'
TOML = '[enterprise]\nname = "甲"\n[[imports]]\nperiod = "2024"\nvalue = 80000000.10\n'


def _write(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def test_json_and_toml_hold_the_same_case(tmp_path: Path) -> None:
    cases = [
        read_case(_write(tmp_path, "a.json", JSON.encode())),
        read_case(str(_write(tmp_path, "b.JSON", JSON.encode("utf-8-sig")))),
        read_case(_write(tmp_path, "c.toml", TOML.encode())),
    ]
    assert cases[0] == cases[1] == cases[2]
    assert cases[0].imports is not None
    assert cases[0].imports[0].value == Decimal("80000000.10")


@pytest.mark.parametrize("value", ["80000000.0", "1e3", "-0.0", "1E400"])
def test_a_json_fraction_is_never_money_even_if_whole(value: str, tmp_path: Path) -> None:
    file = _write(tmp_path, "case.json", JSON.replace('"80000000.10"', value).encode())
    with pytest.raises(errors.FloatMoney):
        read_case(file)


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_toml_figures_that_are_no_sums_are_refused(value: str, tmp_path: Path) -> None:
    file = _write(tmp_path, "case.toml", TOML.replace("80000000.10", value).encode())
    with pytest.raises(errors.BadValue):
        read_case(file)


def test_a_fault_is_named_with_the_place_it_is_given() -> None:
    with pytest.raises(errors.BadValue) as caught:
        case_from({"enterprise": {"zone": 5}}, "row 3")
    assert caught.value.sentence("en").startswith("row 3: enterprise.zone: 5 is not usable; accepted: qingpu, ")
    assert caught.value.sentence("zh").startswith("row 3：enterprise.zone：5 不可用；可接受：qingpu、")


def test_what_is_accepted_is_said_in_chinese_everywhere() -> None:
    bad = [
        {"enterprise": {"settled_on": 1}},
        {"enterprise": {"name": " "}},
        {"enterprise": {"uscc": "x"}},
        {"enterprise": {}, "imports": [{"period": "x", "value": 1}]},
        {"enterprise": {}, "imports": [{"period": "2024", "value": "x"}]},
        {"enterprise": {}, "coverage": [{"from": "2024", "to": "2025"}]},
        {"enterprise": {}, "coverage": [{"from": "2024-02", "to": "2024-01"}]},
        {"enterprise": {}, "prior": [{"provision": "p", "period": "2024", "amount": "-1"}]},
    ]
    for data in bad:
        with pytest.raises(errors.BadValue) as caught:
            case_from(data, "case")
        assert caught.value.facts["accepted_zh"] in ACCEPTED_ZH.values()


def test_long_values_are_cut_short() -> None:
    with pytest.raises(errors.BadValue) as caught:
        case_from({"enterprise": {"uscc": "9" * 5000}}, "case")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("enterprise",), 2),
        (("enterprise", "na\nme"), 3),
        (("imports", 0), 6),
        (("imports", 1, "value"), 8),
        (("imports", 1, "not there"), 7),
        (("nothing",), 1),
    ],
)
def test_keys_and_elements_have_their_line(path: tuple[str | int, ...], line: int) -> None:
    text = '{\n "enterprise": {\n  "na\\nme" : "}{][\\"", "x": [ ], "y": { } },\n "zone": -1.5e3,\n'
    text += ' "imports":\n  [ true,\n {"period": null,\n  "value": 1}]\n}'
    assert json_line(text, path) == line


_KEYS = st.text(max_size=5)
_DATA = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(_KEYS, inner))


@given(_DATA, st.sampled_from([None, 1]))
def test_every_valid_text_can_be_walked(data: object, indent: int | None) -> None:
    text = json.dumps(data, indent=indent)
    assert json_data(text, "x") == data
    assert json_line(text, ("a", 0)) >= 1


@pytest.mark.parametrize(
    ("written", "value"), [("80_000_000.10", "80000000.10"), ("8e7", None), ("1.5E3", None), ("nan", None), ("1.005", None)]
)
def test_money_in_toml_is_a_plain_decimal(tmp_path: Path, written: str, value: str | None) -> None:
    file = _write(tmp_path, "a.toml", TOML.replace("80000000.10", written).encode())
    if value is None:
        with pytest.raises(errors.BadValue, match=r"imports\.0\.value"):
            read_case(file)
    else:
        assert [given.value for given in read_case(file).imports or ()] == [Decimal(value)]
