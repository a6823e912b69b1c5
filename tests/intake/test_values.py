"""Codes and words in cells, in the dress of exports and spreadsheets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.facts import ZONES
from subsidy.intake import values
from subsidy.intake.tables import currencies, modes, rows
from subsidy.intake.values import Parsed

USCC = "91310118MA1KX1370E"


@pytest.mark.parametrize("dress", ["{}", " {}\t", "'{}", '="{}"', "\u200b{}\ufeff", "{}\x00", "\u3000{}\u00a0", "＝＂{}＂"])
def test_the_dress_of_a_cell_is_taken_off(dress: str) -> None:
    assert values.clean(dress.format("0110")) == "0110"
    assert values.uscc(dress.format(USCC)).value == USCC


@pytest.mark.parametrize(
    ("text", "plain"),
    [("ＡＢ　１", "AB 1"), ("a\nb", "a b"), ("O'Neil", "O'Neil"), ('="a ""b"""', 'a "b"'), ("'", ""), (None, ""), ("a\tb\r\nc", "a b  c"),
     ("\u2028x", "x")],
)  # fmt: skip
def test_text_keeps_what_it_says(text: str | None, plain: str) -> None:
    assert values.clean(text) == plain


@given(st.text())
def test_cleaning_leaves_only_what_can_be_printed(text: str) -> None:
    plain = values.clean(text)
    assert plain == plain.strip()
    assert not any(character in plain for character in "\x00\t\n\r\u200b\ufeff")


@pytest.mark.parametrize("text", ["合计", "合　计：", "总计", "小计", "Total", "TOTAL:", " 'Total", "grand total"])
def test_words_that_mark_totals(text: str) -> None:
    assert values.is_total(text)


@pytest.mark.parametrize("text", ["", "合计有限公司", "total imports", "1"])
def test_words_that_do_not(text: str) -> None:
    assert not values.is_total(text)


@pytest.mark.parametrize("text", ["2.2182E+17", "9.1310118e+17", "3.11896E+09", "2E+17", "2.2182E17", "22.1E+16", "３．１Ｅ＋０９"])
def test_codes_in_scientific_notation_have_lost_digits(text: str) -> None:
    assert values.identifier(text).code == values.uscc(text).code == "lost_digits"


def test_codes_keep_their_zeros_and_their_capital_e() -> None:
    assert [values.identifier(text).value for text in ("0012", "31189e0001", "221820240000000001.0")] == [
        "0012",
        "31189E0001",
        "221820240000000001",
    ]
    assert values.uscc("91310118000000E127").value == "91310118000000E127"


@pytest.mark.parametrize("text", ["", "-", "—", "？", None])
def test_a_dash_is_no_code(text: str | None) -> None:
    assert values.identifier(text) == values.line_number(text) == values.NOTHING


def test_line_01_is_line_1() -> None:
    assert [values.line_number(text).value for text in ("01", "1", "1.0", "0", "A1")] == ["1", "1", "1", "0", "A1"]


@pytest.mark.parametrize("text", ["91310118", "9131011800000000I4", "913101180000000004X", "91310118MA1K*1370E", "-"])
def test_a_credit_code_of_wrong_length_or_alphabet(text: str) -> None:
    assert values.uscc(text) == Parsed(code="uscc")


def test_a_credit_code_is_normalised_first_and_may_fail_its_check_digit() -> None:
    assert values.uscc("９１３１０１１８ma1kx1370e").value == USCC
    assert values.uscc("913101180000000005").value == "913101180000000005"
    assert values.uscc(" ") == values.NOTHING


@pytest.mark.parametrize("code", sorted(modes("supervision")))
def test_a_supervision_mode_by_code_by_name_or_by_both(code: str) -> None:
    name = modes("supervision")[code][0]
    lost_zero = code.lstrip("0")
    forms = [code, lost_zero, f"{lost_zero}.0", f"{code} | {name}", f"{code}-{name}", f"{code}{name}", f"({code}){name}", f"{code} {name}"]
    assert {values.supervision_mode(form).value for form in forms} == {code}
    names = [other for other, _ in modes("supervision").values()]
    assert values.supervision_mode(name).value == (code if names.count(name) == 1 else None)


@pytest.mark.parametrize(
    "text", ["8888", "0001", "12", "ABCD", "01100", "0110/0615", "0110 0615", "0110-进料对口", "一般贸易 进料对口", "-"]
)
def test_no_supervision_mode(text: str) -> None:
    assert values.supervision_mode(text) == Parsed(code="mode")


def test_a_supervision_mode_may_have_the_name_that_exports_give_it() -> None:
    assert [values.supervision_mode(text).value for text in ("5015 | 区内进料加工货物", "区内进料加工货物", "一般贸易（0110）")] == [
        "5015",
        "5015",
        "0110",
    ]


@pytest.mark.parametrize("code", sorted(modes("transport")))
def test_a_mode_of_transport_by_code_by_name_or_by_both(code: str) -> None:
    name = modes("transport")[code][0]
    forms = [code, code.lower(), name, f"{code}-{name}", f"{code}|{name}", f"{name}({code})", f"{code}{name}"]
    assert {values.transport_mode(form).value for form in forms} == {code}


@pytest.mark.parametrize("text", ["Q", "99", "热气球运输", "2/5", "2,5", "2 公路运输"])
def test_no_mode_of_transport(text: str) -> None:
    assert values.transport_mode(text) == Parsed(code="transport")


@pytest.mark.parametrize(("text", "meaning"),
    [("I", "I"), ("进口", "I"), ("1", "I"), ("ｉ", "I"), ("I-进口", "I"), ("进口(I)", "I"), ("E", "E"),
                                               ("出口", "E"), ("0", "E"), ("export", "E")])  # fmt: skip
def test_a_direction(text: str, meaning: str) -> None:
    assert values.direction(text).value == meaning


@pytest.mark.parametrize("text", ["X", "2", "过境", "I/E", "进出口", "I-出口"])
def test_no_direction(text: str) -> None:
    assert values.direction(text) == Parsed(code="direction")


@pytest.mark.parametrize("text", ["142", "CHN", "中国", "china", "CN", "142 中国", "中国(142)", "CHN|中国", "中华人民共和国"])
def test_china(text: str) -> None:
    assert values.country(text).value == "CHN"


@pytest.mark.parametrize("text", ["中国香港", "中国 香港", "CHINA HONG KONG", "中国-台湾", "CN-HK", "TWN", "502", "NA", "日本"])
def test_not_china(text: str) -> None:
    assert values.country(text) == Parsed(text.upper())


@pytest.mark.parametrize("text", ["已撤销", "已删除", "退单", " 已撤销\t"])
def test_a_declaration_that_was_withdrawn(text: str) -> None:
    assert values.state(text).value == "withdrawn"


def test_any_other_state_stands_as_it_is() -> None:
    assert [values.state(text).value for text in ("结关", "申请撤销", "")] == ["结关", "申请撤销", None]


@pytest.mark.parametrize("row", rows("currencies"), ids=lambda row: row["code"])
def test_a_currency_by_letters_by_number_or_by_name(row: dict[str, str]) -> None:
    words = [row["code"], row["code"].lower(), *filter(None, [row["customs"]]), *row["words"].split()]
    both = [f"{row['code']}|{row['words'].split()[0]}", f"{row['words'].split()[0]}({row['code']})"]
    assert {values.currency(word).value for word in (*words, *both)} == {row["code"]}


def test_no_two_currencies_share_a_number_a_name_or_letters() -> None:
    words = [word for row in rows("currencies") for word in (row["code"], row["customs"], *row["words"].split()) if word]
    assert len(words) == len(set(words)) == len(currencies())


@pytest.mark.parametrize("text", ["999", "XYZ", "840", "156", "美", "142/502", "USD|人民币"])
def test_for_what_is_no_known_currency_there_is_no_rate(text: str) -> None:
    assert values.currency(text) == Parsed(code="no_rate")


def test_empty_cells_of_codes_tell_nothing() -> None:
    parsers = (
        values.supervision_mode,
        values.transport_mode,
        values.direction,
        values.country,
        values.state,
        values.currency,
        values.yes_no,
    )
    assert {parse(text) for parse in parsers for text in ("", " \t", None)} == {values.NOTHING}


ZONE_NAMES = {"qingpu": "青浦", "songjiang": "松江", "caohejing": "漕河泾", "fengxian": "奉贤", "jinqiao": "金桥", "jiading": "嘉定",
              "waigaoqiao-port": "外高桥港", "pudong-airport": "浦东机场", "zhangjiang": "张江"}  # fmt: skip


@pytest.mark.parametrize("zone", ZONE_NAMES)
def test_a_zone_by_its_short_and_full_names(zone: str) -> None:
    name = ZONE_NAMES[zone]
    forms = [name, f"{name}综合保税区", f"上海{name}综合保税区", f"{name}综保区", f" 上海市{name} 综合保税区", zone, zone.upper()]
    assert {values.zone(form).value for form in forms} == {zone}


def test_zones_of_other_kinds() -> None:
    assert [values.zone(text).value for text in ("外高桥保税区", "洋山特殊综合保税区", "区外", "Outside")] == [
        "waigaoqiao",
        "yangshan",
        "outside",
        "outside",
    ]
    assert values.zone("虹桥").code == "zone"
    assert {values.zone(zone).value for zone in ZONES} == set(ZONES)


def test_yes_no_and_kinds() -> None:
    assert [values.yes_no(text).value for text in ("是", "Y", "true", "否", "n", "0")] == [True, True, True, False, False, False]
    assert values.yes_no("也许").code == "yes_no"
    assert [values.first_kind(text).value for text in ("首创", "模式突破", "First")] == ["first", "breakthrough", "first"]
    assert values.first_kind("").code == values.first_kind("其他").code == "kind"


@given(st.text(max_size=30))
def test_no_text_is_more_than_the_parsers_can_take(text: str) -> None:
    for parse in (
        values.supervision_mode,
        values.transport_mode,
        values.direction,
        values.currency,
        values.zone,
        values.uscc,
        values.yes_no,
    ):
        found = parse(text)
        assert found.value is None or found.code is None


@pytest.mark.parametrize("text", ["合计（万元）", "总计：", "累计", "本页小计", "小计(第3页)"])
def test_totals_of_pages_and_with_their_unit_are_totals(text: str) -> None:
    assert values.is_total(text)
