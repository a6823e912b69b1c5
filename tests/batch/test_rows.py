"""What each row of a customs file comes to: counted, excluded or rejected, for one stated reason, and adding up to the fen."""

from pathlib import Path

from tests.batch.files import A, B, Batch, numbered, row, write

ALONE = [
    ({}, None),
    ({"人民币(元)": "-50.00"}, None),
    ({"人民币(元)": "￥1,234.50"}, None),
    ({"监管方式": "110"}, None),
    ({"监管方式": "5034 | 区内物流货物"}, None),
    ({"监管方式": ""}, None),
    ({"运输方式": "水路运输"}, None),
    ({"进口日期": "2024年3月1日"}, None),
    ({"进口日期": "20240301"}, None),
    ({"进口日期": "2024-03-01 10:20:30"}, None),
    ({"进出口标志": "进口"}, None),
    ({"统一社会信用代码": f" {A.lower()}\t"}, None),
    ({"报关单状态": "已撤销", "进出口标志": "E"}, "withdrawn"),
    ({"进出口标志": "E", "监管方式": "8888"}, "export"),
    ({"进出口标志": "0"}, "export"),
    ({"监管方式": "5000", "运输方式": "Z"}, "not_in_statistics"),
    ({"运输方式": "Z"}, "domestic_leg"),
    ({"启运国": "中国", "进口日期": ""}, "domestic_leg"),
    ({"启运国": "142"}, "domestic_leg"),
    ({"报关单号": "2.21820E+17", "进口日期": ""}, "lost_digits"),
    ({"统一社会信用代码": "9.13E+17"}, "lost_digits"),
    ({"人民币(元)": "1.23E+08"}, "lost_digits"),
    ({"统一社会信用代码": "", "企业名称": ""}, "no_enterprise"),
    ({"统一社会信用代码": "91310118", "进口日期": "x"}, "uscc"),
    ({"进口日期": ""}, "date"),
    ({"进口日期": "2025-02-30"}, "date"),
    ({"进口日期": "01/02/2025"}, "date"),
    ({"进出口标志": ""}, "direction"),
    ({"进出口标志": "X"}, "direction"),
    ({"监管方式": "8888", "运输方式": "QQ"}, "mode"),
    ({"运输方式": "QQ"}, "transport"),
    ({"人民币(元)": "-"}, "amount"),
    ({"人民币(元)": ""}, "amount"),
    ({"人民币(元)": "abc"}, "amount"),
    ({"人民币(元)": "1.005"}, "precision"),
    ({"进口日期": "2026-03-02"}, "after_as_of"),
]


def test_each_row_gets_the_first_code_that_applies(tmp_path: Path, account: Batch) -> None:
    rows = [{**row(**changes), "商品序号": str(n + 1)} for n, (changes, _) in enumerate(ALONE)]
    result = account(tmp_path, [write(tmp_path / "a.csv", rows)])
    rows_by_code = result.reconciliation["rows"]
    expected: dict[str, int] = {}
    for _, code in ALONE:
        expected[code or "counted"] = expected.get(code or "counted", 0) + 1
    found = {"counted": rows_by_code["counted"], **rows_by_code["excluded"], **rows_by_code["rejected"]}
    assert found == expected
    assert result.reconciliation["balanced"] is True
    rejected = [(n + 2, code) for n, (_, code) in enumerate(ALONE) if code in rows_by_code["rejected"]]
    assert [(int(r["line"]), r["code"]) for r in result.rejects] == rejected
    assert result.reconciliation["amount"]["rejected"]["precision"] == "1.01"


def test_a_repeated_line_counts_once_and_a_contradicted_one_not_at_all(tmp_path: Path, account: Batch) -> None:
    same, other = row(商品序号="1"), row(商品序号="2")
    rows = [same, same, other, {**other, "人民币(元)": "100.01"}, {**other, "启运国": ""}]
    result = account(tmp_path, [write(tmp_path / "a.csv", rows)])
    assert result.reconciliation["rows"] == {"read": 5, "counted": 1, "excluded": {"duplicate": 1}, "rejected": {"conflict": 3}}
    assert [r["line"] for r in result.rejects] == ["4", "5", "6"]


def test_writing_the_same_differently_is_still_the_same(tmp_path: Path, account: Batch) -> None:
    rows = [row(), {**row(), "进口日期": "2024/3/1", "人民币(元)": "100", "监管方式": "110", "进出口标志": "进口"}]
    assert account(tmp_path, [write(tmp_path / "a.csv", rows)]).reconciliation["rows"]["excluded"] == {"duplicate": 1}


def test_without_a_line_column_only_wholly_identical_rows_repeat(tmp_path: Path, account: Batch) -> None:
    rows = [{k: v for k, v in row().items() if k != "商品序号"} for _ in range(2)]
    rows.append({**rows[0], "企业名称": "另一个写法"})
    result = account(tmp_path, [write(tmp_path / "a.csv", rows)])
    assert result.reconciliation["rows"] == {"read": 3, "counted": 2, "excluded": {"duplicate": 1}, "rejected": {}}


def test_without_a_declaration_number_nothing_repeats(tmp_path: Path, account: Batch) -> None:
    rows = [{k: v for k, v in row().items() if k not in ("报关单号", "商品序号")} for _ in range(2)]
    assert account(tmp_path, [write(tmp_path / "a.csv", rows)]).reconciliation["rows"]["counted"] == 2


def test_monthly_and_yearly_figures_repeat_by_enterprise_and_period(tmp_path: Path, account: Batch) -> None:
    rows = [
        {"统一社会信用代码": A, "年月": month, "人民币(元)": value}
        for month, value in (("2024-01", "1"), ("202401", "1.00"), ("2024-02", "2"), ("2024年2月", "3"))
    ]
    rows += [{"统一社会信用代码": B, "年月": "2024", "人民币(元)": "5"}]
    result = account(tmp_path, [write(tmp_path / "a.csv", rows)], coverage=())
    assert result.reconciliation["rows"] == {"read": 5, "counted": 2, "excluded": {"duplicate": 1}, "rejected": {"conflict": 2}}
    assert result.reconciliation["covered"] == {"months": [f"2024-{m:02d}" for m in range(1, 13)], "gaps": []}


def test_an_enterprise_and_year_at_two_granularities_overlap(tmp_path: Path, account: Batch) -> None:
    rows = [{"统一社会信用代码": A, "年月": period, "人民币(元)": "1"} for period in ("2024", "2024-02", "2025-02", "2024-03-01")]
    rows += [{"统一社会信用代码": B, "年月": "2024-02", "人民币(元)": "1"}]
    result = account(tmp_path, [write(tmp_path / "a.csv", rows)])
    assert result.reconciliation["rows"] == {"read": 5, "counted": 2, "excluded": {}, "rejected": {"overlap": 3}}


def test_a_file_given_twice_is_excluded_whole(tmp_path: Path, account: Batch) -> None:
    files = [write(tmp_path / name, numbered([row(), row()])) for name in ("a.csv", "b.csv")]
    result = account(tmp_path, files)
    assert result.reconciliation["rows"] == {"read": 4, "counted": 2, "excluded": {"duplicate_file": 2}, "rejected": {}}


def test_total_rows_repeated_headings_and_empty_lines_are_no_imports(tmp_path: Path, account: Batch) -> None:
    path = tmp_path / "a.csv"
    write(path, [row()])
    text = path.read_text(encoding="utf-8")
    heading = text.splitlines()[0]
    path.write_text(text + "\n" + heading + "\n合计,,,,,,,,,,100.00\n,,,,,,,,,,\n", encoding="utf-8")
    result = account(tmp_path, [str(path)])
    assert result.reconciliation["rows"] == {"read": 3, "counted": 1, "excluded": {"total_row": 1, "heading_row": 1}, "rejected": {}}


def test_too_few_and_too_many_cells_are_rejected_with_their_line(tmp_path: Path, account: Batch) -> None:
    path = tmp_path / "a.csv"
    write(path, [row()])
    few, many = "221820240000000009,1,2024-03-01", "221820240000000009,1,2024-03-01,x,y,I,0110,2,USA,z,1,234"
    path.write_text(path.read_text(encoding="utf-8") + f"\n{few}\n\n{many}\n", encoding="utf-8")
    result = account(tmp_path, [str(path)])
    assert [(r["line"], r["code"]) for r in result.rejects] == [("4", "columns"), ("6", "columns")]


def test_lines_are_physical_also_after_quoted_newlines_and_titles(tmp_path: Path, account: Batch) -> None:
    path = tmp_path / "a.csv"
    write(path, numbered([{**row(), "企业名称": "甲\n公司"}, {**row(), "进口日期": "?"}]))
    path.write_text("某公司进口明细表\n单位：万元\n" + path.read_text(encoding="utf-8").replace("(元)", ""), encoding="utf-8")
    result = account(tmp_path, [str(path)])
    assert [(r["line"], r["column"], r["value"], r["code"]) for r in result.rejects] == [("6", "进口日期", "?", "date")]
    assert result.reconciliation["imports"] == {"2024": "1000000.00"}


def test_rows_are_identified_by_customs_code_or_by_a_name_that_is_unique(tmp_path: Path, account: Batch) -> None:
    register = write(
        tmp_path / "register.csv",
        [
            {"统一社会信用代码": A, "海关注册编码": "3118960001", "企业名称": "甲公司", "所在综保区": "青浦"},
            {"统一社会信用代码": B, "海关注册编码": "3118960002", "企业名称": "重名公司", "所在综保区": "青浦"},
            {"统一社会信用代码": "91310118MA1KX1581X", "海关注册编码": "", "企业名称": "重名公司", "所在综保区": "青浦"},
        ],
    )
    rows = [
        {"海关注册编码": code, "企业名称": name, "进口日期": "2024-03-01", "人民币(元)": "1"}
        for code, name in (("3118960002", ""), ("", "甲公司"), ("", "重名公司"), ("3118969999", ""))
    ]
    result = account(tmp_path, [write(tmp_path / "a.csv", rows)], register=register)
    assert result.reconciliation["rows"]["counted"] == 2
    assert [(r["line"], r["code"]) for r in result.rejects] == [("4", "no_enterprise"), ("5", "no_enterprise")]
