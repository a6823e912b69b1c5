"""`subsidy measures`: filters, forms of the answer, faults and what to try where nothing matches, in both languages."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from subsidy.facts import ZONES
from subsidy.law.vocabulary import authorities, topics
from tests.cli.calling import call, run

DAY = ("--as-of", "2026-06-01")
LANGUAGES = ("zh", "en")


def listed(*arguments: str) -> dict[str, Any]:
    result = call("measures", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def named(*arguments: str) -> list[str]:
    return [f"{row['document']} {row['article']}" for row in listed(*arguments)["measures"]]


def test_filters_narrow_the_measures() -> None:
    assert len(named(*DAY)) == 68
    assert len(named(*DAY, "--all")) == 89
    assert named(*DAY, "--zone", "qingpu", "--topic", "talent") == [
        "qingpu-2024-1 8",
        "shanghai-action-plan-2025 4.5",
        "shanghai-ftz-linkage 12",
    ]
    assert named(*DAY, "--authority", "market-regulation", "--document", "shanghai-ftz-linkage") == [
        "shanghai-ftz-linkage 3",
        "shanghai-ftz-linkage 9",
        "shanghai-ftz-linkage 15",
    ]


@pytest.mark.parametrize(
    ("by_id", "by_name"),
    [
        (("--topic", "land"), ("--topic", "土地")),
        (("--topic", "bonded-rd"), ("--topic", "Bonded  Research")),
        (("--zone", "yangshan"), ("--zone", "洋山特殊综合保税区")),
        (("--authority", "qingpu-commerce"), ("--authority", "区商务委")),
        (("--authority", "shanghai-customs"), ("--authority", "ｓｈａｎｇｈａｉ customs")),
        (("--document", "qingpu-2024-1"), ("--document", "青商规〔2024〕1号")),
    ],
)
def test_a_filter_takes_an_id_or_a_name(by_id: tuple[str, ...], by_name: tuple[str, ...]) -> None:
    assert named(*DAY, *by_name) == named(*DAY, *by_id) != []


def test_words_need_no_quotes_and_must_all_occur() -> None:
    assert named(*DAY, "working", "days") == ["shanghai-ftz-linkage 4"]
    assert named(*DAY, "working", "days", "seafood") == []
    assert named(*DAY, "works", "art", "bonded") == named(*DAY, "works art bonded") == ["shanghai-2026-192 9", "shanghai-ftz-linkage 4"]
    assert named(*DAY, "工作许可") == ["shanghai-ftz-linkage 11"]


def test_a_measure_is_told_with_everything_that_is_held_of_it() -> None:
    (row,) = listed(*DAY, "--topic", "funding", "--document", "qingpu-2024-1", "--authority", "区经委", "仓储费", "--lang", "zh")[
        "measures"
    ]
    assert (row["article"], row["monetary"], row["state"], row["reviewed"]) == ("4", True, "in_force", True)
    assert row["provisions"] == ["qingpu-2024-1/import-growth", "qingpu-2024-1/warehousing"]
    assert row["zones"] == ["qingpu"]
    assert row["authorities"][1] == "青浦区商务委"
    assert row["authority_ids"][1] == "qingpu-commerce"
    assert (row["in_force_from"], row["last_day"]) == ("2024-02-06", "2027-02-05")
    figures = {quantity["text"]: (quantity["value"], quantity["provision"], quantity["parameter"]) for quantity in row["quantities"]}
    assert figures == {
        "5 个": (5, None, None),
        "最多 3 年": (3, "qingpu-2024-1/warehousing", "support_years"),
        "2.5%": ("0.025", "qingpu-2024-1/import-growth", "rate"),
        "最多 3,000,000.00 元": ("3000000.00", "qingpu-2024-1/import-growth", "cap"),
    }


def test_unknown_days_stay_unknown() -> None:
    rows = listed(*DAY, "--document", "shanghai-ftz-linkage")["measures"]
    assert len(rows) == 15
    assert {(row["state"], row["in_force_from"], row["last_day"]) for row in rows} == {("unknown", None, None)}
    assert "日期不详" in call("measures", *DAY, "--document", "shanghai-ftz-linkage", "--lang", "zh").stdout


def test_csv_has_a_line_for_each_measure() -> None:
    result = call("measures", *DAY, "--all", "--format", "csv", "--lang", "en")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 89
    (row,) = [row for row in rows if row["document"] == "shanghai-2021-1" and row["article"] == "三（四）"]
    assert row["quantities"] == "at least 30 days (to prepare before a regulatory document takes effect)"
    assert row["authority_ids"] == "host-districts;zone-bodies;city-departments"
    assert (row["state"], row["monetary"], row["last_day"], row["assumed"]) == ("ended", "false", "2026-05-27", "last_day")


def test_a_file_is_written_in_the_form_that_its_name_says(tmp_path: Path) -> None:
    file = tmp_path / "measures.csv"
    assert call("measures", *DAY, "-o", file).exit_code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbfdocument,number,article,")
    assert len(list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))) == 69


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_table_keeps_within_the_terminal_and_shows_every_measure(width: int, lang: str) -> None:
    shown = run("measures", *DAY, "--all", "--lang", lang, COLUMNS=str(width)).stdout.decode()
    assert max(map(cell_len, shown.splitlines())) <= width
    for row in listed(*DAY, "--all", "--lang", lang)["measures"]:
        assert row["title"][:20] in shown
        for quantity in row["quantities"]:
            assert quantity["text"] in shown


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_chinese_begins_with_a_closing_mark(width: int) -> None:
    shown = run("measures", *DAY, "--all", "--lang", "zh", COLUMNS=str(width)).stdout.decode()
    assert not [line for line in shown.splitlines() if line.strip()[:1] in set("，。；：、）”")]


def test_the_table_says_what_is_reckoned_and_what_is_left_out() -> None:
    english = call("measures", *DAY, "--topic", "funding", "--lang", "en").stdout
    assert "Measures as of 2026-06-01: 6" in english
    assert "reckoned by qingpu-2024-1/first" in english
    assert english.count("public money, no sum named") == 4
    assert "Not yet in force that day, or no longer: 1 more (--all lists them too)." in english
    assert "from 2026-05-28" in english
    chinese = call("measures", *DAY, "--topic", "funding", "--lang", "zh").stdout
    assert "措施 6 条，截至 2026-06-01" in chinese
    assert "2024-02-06 至 2027-02-05  有效" in chinese


def test_articles_are_written_as_the_language_writes_them() -> None:
    day = ("--as-of", "2025-01-01", "--document", "shanghai-2021-1", "--authority", "science-centre")
    assert "一（七）  研发创新" in call("measures", *day, "--lang", "zh").stdout
    assert "1(7)    Research" in call("measures", *day, "--lang", "en").stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["没有符合条件的措施", "去掉 --zone：2 条", "去掉 TEXT：", "相近的主题：", "(bonded-manufacturing)"]),
        ("en", ["No measure matches", "without --zone: 2", "without TEXT: ", "nearest topics: ", "(bonded-manufacturing)"]),
    ],
)
def test_where_nothing_matches_it_says_what_would(lang: str, words: list[str]) -> None:
    result = call("measures", *DAY, "--zone", "jinqiao", "肉类", "--lang", lang)
    assert result.exit_code == 0
    for said in words:
        assert said in result.stdout


def test_a_document_that_has_ended_points_at_the_day() -> None:
    data = listed(*DAY, "--document", "shanghai-2021-1")
    assert (data["measures"], data["other_days"]) == ([], 21)
    assert "21 more (--all lists them too)" in call("measures", *DAY, "--document", "shanghai-2021-1", "--lang", "en").stdout


def test_a_day_that_was_not_reviewed_says_so() -> None:
    assert "reviewed until 2026-11-22" in call("measures", "--as-of", "2026-11-23", "--topic", "food", "--lang", "en").stdout
    assert "reviewed until" not in call("measures", "--as-of", "2026-11-22", "--topic", "food", "--lang", "en").stdout
    assert {row["reviewed"] for row in listed("--as-of", "2026-11-23")["measures"]} == {False}


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [
        ("--zone", "hongqiao", ZONES),
        ("--topic", "maintenance", tuple(topics())),
        ("--authority", "商务", tuple(authorities())),
        ("--document", "beijing-1", ("qingpu-2024-1", "shanghai-ftz-linkage")),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_value_is_refused_with_all_that_there_are(option: str, value: str, known: tuple[str, ...], lang: str) -> None:
    result = call("measures", *DAY, option, value, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert value in result.stderr
    assert result.stderr.count("\n") == 1
    for name in known:
        assert name in result.stderr


def test_the_nearest_value_is_named_first() -> None:
    assert "accepted: bonded-maintenance, " in call("measures", "--topic", "maintenance", "--lang", "en").stderr
    assert "可接受：commerce（市商务委）、" in call("measures", "--authority", "商务", "--lang", "zh").stderr


def test_an_estimate_reads_no_measures() -> None:
    code = (
        "import datetime, sys, subsidy\n"
        "from subsidy.law import vocabulary\n"
        "subsidy.assess(subsidy.Case(enterprise={'zone': 'qingpu'}), as_of=datetime.date(2026, 3, 1))\n"
        "assert 'subsidy.law.library' in sys.modules and 'subsidy.law.measures' not in sys.modules\n"
        "assert vocabulary.topics.cache_info().currsize == vocabulary.authorities.cache_info().currsize == 0\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()


def test_help_has_an_example_in_both_languages() -> None:
    for lang, heading in (("en", "Example:"), ("zh", "示例:")):
        assert "subsidy measures --zone qingpu" in call("measures", "--help", "--lang", lang).stdout.partition(heading)[2]
