"""`subsidy inspect`: everything is shown, in three forms and two languages, and what cannot be read makes the status 2."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from subsidy.batch.inspection import inspect as inspecting
from subsidy.batch.inspection.inspect import Asked, Inspection
from subsidy.batch.row import EXCLUDED, REJECTED
from subsidy.intake.aliases import fields
from subsidy.intake.headings import NEEDED
from subsidy.law.library import library
from subsidy.report.inspection_table import Flow, inspection_table
from subsidy.report.labels import label
from tests.cli.calling import call

CODE = "913101180000000004"
AS_OF = ("--as-of", "2026-03-01")
IMPORTS = ("2024-11,I,1", "2025-01,E,2", "2025-02,I,2.5", "2025-03,I,many")
TEXTS = {
    "a.csv": "\n".join(
        [
            "统一社会信用代码,企业名称,商品名称,报关单状况,数据年月,进出口标志,进口额（万元）",
            *(f"{CODE},甲公司,x,,{row}" for row in IMPORTS),
        ]
    ),
    "b.csv": f"统一社会信用代码,企业名称,综保区\n{CODE},甲公司,青浦\n",
    "c.csv": "hello,world\n",
}
ENGLISH = """
What a batch would find, as of 2026-03-01
a.csv imports
UTF-8, comma between cells, heading in line 1
rmb 进口额（万元）
Known is 报关单状态; say --map state=报关单状况
4 read: 2 counted, 1 excluded, 1 rejected
export 1
amount 1
month 4
2024 10,000.00
2025 25,000.00
2024-11, 2025-01..2025-02
2024-12
'many': the sum is no number, is empty, or is below zero where it cannot be
b.csv register of enterprises (for --register)
no heading line recognised
"""
CHINESE = """
截至 2026-03-01
a.csv 进口数据
UTF-8，逗号分隔，标题在第1行
人民币值 rmb 进口额（万元）
已知的写法是 报关单状态
读到 4，计入 2，排除 1，拒收 1
出口 export 1
金额 amount 1
月 4
2024-11、2025-01..2025-02
'many'：金额不是数字、为空，或不应为负
b.csv 企业名册（用 --register 给出）
认不出标题行
"""


def files(folder: Path) -> Path:
    """A folder with imports, a register and a file that is no table."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("lang", "words"), [("en", ENGLISH), ("zh", CHINESE)])
def test_the_table_shows_every_file(tmp_path: Path, lang: str, words: str) -> None:
    result = call("inspect", files(tmp_path), *AS_OF, "--lang", lang)
    assert result.exit_code == 2
    shown = "".join(result.stdout.split())  # wherever a line was broken
    assert [line for line in words.strip().splitlines() if "".join(line.split()) not in shown] == []
    assert result.stderr.count("\n") == 1
    assert {"en": "cannot be read: 1", "zh": "1 个文件或工作表无法读取"}[lang] in result.stderr


def test_json_and_csv_have_an_entry_for_every_file(tmp_path: Path) -> None:
    found = json.loads(call("inspect", files(tmp_path), *AS_OF, "--format", "json").stdout)
    assert [(Path(entry["name"]).name, entry["kind"]) for entry in found["files"]] == [
        ("a.csv", "imports"), ("b.csv", "register"), ("c.csv", None),
    ]  # fmt: skip
    assert len({tuple(entry) for entry in found["files"]}) == 1
    assert found["files"][0]["hints"] == {"报关单状况": {"field": "state", "heading": "报关单状态"}}
    assert found["files"][2]["error"]["kind"] == "UnknownHeadings"
    lines = list(csv.DictReader(io.StringIO(call("inspect", tmp_path, *AS_OF, "--format", "csv").stdout)))
    assert [line["rejected"] for line in lines] == ["amount=1", "", ""]
    assert {name: lines[0][name] for name in ("delimiter", "read", "counted", "month", "gaps", "imports", "unit_stated", "ignored")} == {
        "delimiter": "comma", "read": "4", "counted": "2", "month": "4", "gaps": "2024-12", "imports": "2024=10000.00;2025=25000.00",
        "unit_stated": "true", "ignored": "商品名称",
    }  # fmt: skip
    assert "no heading line recognised" in lines[2]["error"]


def test_the_status_is_0_where_everything_can_be_read(tmp_path: Path) -> None:
    files(tmp_path)
    result = call("inspect", tmp_path / "a.csv", tmp_path / "b.csv", *AS_OF, "-o", tmp_path / "found.json")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))["total"]["rows"]["read"] == 4


def test_a_call_that_cannot_be_used_shows_nothing(tmp_path: Path) -> None:
    file = files(tmp_path) / "a.csv"
    for options, words in (
        (("--map", "colour=颜色"), "--map"),
        (("--register", tmp_path / "none.csv"), "no such file"),
        (("--sheet", "x"), "no such sheet"),
        (("--max-bytes", "none"), "--max-bytes"),
    ):
        result = call("inspect", file, *options, *AS_OF)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr


def test_every_option_reaches_the_inspection(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Asked] = []

    def inspect(request: Asked, progress: Any) -> Inspection:
        asked.append(request)
        return Inspection(request.as_of, [], None)

    monkeypatch.setattr(inspecting, "inspect", inspect)
    options = ("--register", "r", "--map", "rmb=货款", "--sheet", "一", "--encoding", "gb18030", "--rates", "x", "--max-bytes", "2K")
    assert call("inspect", "a", "b", *options, "--round-input", "fen", *AS_OF).exit_code == 0
    (found,) = asked
    assert found == Asked(("a", "b"), found.as_of, "r", "x", {"rmb": "货款"}, "gb18030", ("一",), 2048, "fen", library())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_line_of_the_table_is_wider_than_the_screen(tmp_path: Path, lang: str) -> None:
    data = json.loads(call("inspect", files(tmp_path), "scenarios/park", *AS_OF, "--format", "json", "--lang", lang).stdout)
    for width in (80, 120):
        page = io.StringIO()
        Console(file=page, width=width, highlight=False).print(inspection_table(data, lang))
        lines = page.getvalue().splitlines()
        assert len(lines) > 100
        assert max(cell_len(line) for line in lines) <= width
        assert label("inspect.total", lang) in lines


def test_items_stay_whole_where_lines_are_broken() -> None:
    page = io.StringIO()
    Console(file=page, width=20).print(Flow(["export 1", "withdrawn 22", "columns 3"], "en"))
    assert page.getvalue().splitlines() == ["export 1,", "withdrawn 22,", "columns 3"]


def test_every_field_and_code_has_its_words() -> None:
    shown = {field for kind in NEEDED for field in fields(kind)}
    for lang in ("en", "zh"):
        assert all(label(f"field.{field}", lang) for field in shown)
        assert all(label(f"fate.{code}", lang, count=1) for code in (*EXCLUDED, *REJECTED))


@pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
def test_nothing_in_a_file_or_its_name_reaches_the_terminal_as_a_command(tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31m[bold].csv"
    file.write_text(f"统一社会信用代码,年月,进口额（元）,{{x}}\x1b[2J\n{CODE},2025\x1b[2J-13,1,\n", encoding="utf-8")
    (tmp_path / "b\x1b[31m.csv").write_text("", encoding="utf-8")
    for lang in ("en", "zh"):
        result = call("inspect", tmp_path, *AS_OF, "--lang", lang)
        assert "\x1b" not in result.stdout + result.stderr
        assert "a[31m[bold].csv" in result.stdout
        assert "{x}[2J" in result.stdout
