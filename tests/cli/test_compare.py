"""`subsidy compare`: two what-if files over files or over the one enterprise that they describe."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from subsidy.cli.root import root
from tests.cli.calling import call

WHAT_IF = Path("scenarios/what-if")
BASE, OTHER = WHAT_IF / "as-in-force.toml", WHAT_IF / "three-percent-up-to-four-million.toml"
HEADINGS = "统一社会信用代码,企业名称,年份,人民币(元)\n"
FIRM = "913101180000000004"


def imports(folder: Path, *rows: str) -> Path:
    file = folder / "imports.csv"
    file.write_text(HEADINGS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


TWO = (f"{FIRM},甲公司,2024,80000000.00", f"{FIRM},甲公司,2025,210000000.00",
       "91310118MA1KX1370E,乙公司,2024,0.00", "91310118MA1KX1370E,乙公司,2025,100.00")  # fmt: skip


def test_without_files_the_enterprise_of_the_files_is_compared() -> None:
    result = call("compare", BASE, OTHER)
    assert result.exit_code == 0
    for words in ("+900,000.00", "at the cap", "0.03 a yuan", "213,333,333.34", "What if: 3 % up to 4 million"):
        assert words in result.stdout


def test_with_files_every_enterprise_is(tmp_path: Path) -> None:
    data = json.loads(call("compare", BASE, OTHER, imports(tmp_path, *TWO), "--zone", "qingpu", "--format", "json").stdout)
    assert [(firm["name"], firm["change"]["payable"]) for firm in data["enterprises"]] == [("甲公司", "900000.00"), ("乙公司", "0.00")]
    assert data["totals"]["at_cap"] == {"base": 1, "other": 0}
    assert data["rows"]["read"] == 4
    assert data["base"]["receipt"]["law"] != data["other"]["receipt"]["law"]
    assert data["base"]["receipt"]["inputs"] == data["other"]["receipt"]["inputs"]


def test_one_line_of_csv_for_each_enterprise(tmp_path: Path) -> None:
    out = tmp_path / "compared.csv"
    done = call("compare", BASE, OTHER, imports(tmp_path, *TWO), "--zone", "qingpu", "--budget", "2000000.00", "-o", out)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "the largest rate is 1.53%" in done.stderr
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert [row["uscc"] for row in rows] == [FIRM, "91310118MA1KX1370E"]
    assert (rows[0]["base_at_cap"], rows[0]["base_marginal"], rows[0]["other_cap_binds_at"]) == ("true", "0.00", "213333333.34")


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        ("2000000.00", ["the largest rate is 1.53%", "1,989,000.00", "at 1.54%"]),
        ("4000000.00", ["even at 100.00% only RMB 4,000,000.00"]),
        ("0", ["the largest rate is 0.00%"]),
    ],
)
def test_a_budget_is_answered_in_a_sentence(budget: str, words: list[str]) -> None:
    shown = " ".join(call("compare", BASE, OTHER, "--budget", budget, "--for", "2025").stdout.split())
    for word in words:
        assert word in shown


def test_the_answer_is_the_same_every_time(tmp_path: Path) -> None:
    file = imports(tmp_path, *TWO)
    first, second = (call("compare", BASE, OTHER, file, "--zone", "qingpu", "--format", "json").stdout for _ in range(2))
    assert first == second


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_fits_its_terminal_and_its_columns_stand_below_each_other(lang: str, width: int) -> None:
    environment = {"LC_ALL": "C.UTF-8", "LC_MESSAGES": None, "LANG": None, "COLUMNS": str(width)}
    arguments = ["compare", str(BASE), str(OTHER), "--budget", "2000000", "--lang", lang]
    lines = CliRunner().invoke(root, arguments, env=environment).stdout.splitlines()
    assert max(map(cell_len, lines)) <= width
    assert len({cell_len(line.rstrip()) for line in lines if "900,000.00" in line}) == 1
    assert not any("…" in line for line in lines)


NO_CASE = 'title = "x"\nas_of = 2026-03-01\n'
REFUSED = [
    ((NO_CASE, NO_CASE), (), "give import files, or a [case]"),
    ((NO_CASE, NO_CASE.replace("03-01", "03-02") + '[case.enterprise]\nzone = "qingpu"\n'), (), "the same day"),
    ((None, NO_CASE + '[case.enterprise]\nzone = "qingpu"\n'), (), "different enterprises"),
    ((None, None), ("--register", "r.csv"), "--register: is for import files"),
    ((None, None), ("--map", "rmb=x"), "--map: is for import files"),
    ((None, None), ("--budget", "1e6"), "--budget: '1e6'"),
    ((None, None), ("--budget", "-1"), "--budget: '-1'"),
    ((None, None), ("--for", "2019"), "--for: '2019' is not usable; accepted: 2024, 2025"),
    ((None, None), ("--provision", "qingpu-2024-1/first"), "accepted: qingpu-2024-1/import-growth"),
    ((None, NO_CASE + '[parameters."x/y"]\nrate = 1\n'), (), "line 3: parameters.x/y"),
]


@pytest.mark.parametrize(("texts", "options", "words"), REFUSED, ids=[words for _, _, words in REFUSED])
def test_what_cannot_be_compared_is_one_line_and_status_2(
    texts: tuple[str | None, str | None], options: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    files = [BASE, OTHER]
    for number, text in enumerate(texts):
        if text is not None:
            files[number] = tmp_path / f"{number}.toml"
            files[number].write_text(text, encoding="utf-8")
    result = call("compare", *files, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_case_in_one_of_the_files_is_enough(tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text(NO_CASE + '[parameters."qingpu-2024-1/import-growth"]\ncap = 1000000\n', encoding="utf-8")
    assert "-2,000,000.00" in call("compare", BASE, other).stdout
