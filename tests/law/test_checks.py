"""What a file of measures may not hold: each fault is refused with the file, the line and the key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.law.data import Term
from subsidy.law.library import library
from subsidy.law.measures import read_contents
from subsidy.law.source import Source, read_source
from subsidy.law.vocabulary import by_id

GOOD = """\
[[sections]]
title.zh = "部分"
title.en = "a part"

[[measures]]
article = "1"
section = 1
title.zh = "标题"
title.en = "a title"
summary.zh = "内容。"
summary.en = "What it says."
authorities = ["qingpu-customs"]
zones = ["qingpu"]
topics = ["land", "talent"]

[[measures.quantities]]
kind = "money"
value = 300000.00
unit = "CNY"
about.zh = "一次"
about.en = "once"
provision = "first"
parameter = "lump_sum"

[[measures]]
article = "2"
title = { zh = "标题", en = "a title" }
summary = { zh = "内容。", en = "What it says." }

[[remarks]]
place = "closing"
summary = { zh = "内容。", en = "What it says." }

[[remarks.quantities]]
kind = "duration"
value = 3
unit = "year"
about = { zh = "有效期", en = "validity" }
"""


def source(folder: Path, text: str) -> Source:
    path = folder / "district.measures.toml"
    path.write_text(text, encoding="utf-8")
    return read_source(path)


def refusal(folder: Path, before: str, after: str) -> errors.LawError:
    """What is said of the good file with one change."""
    assert GOOD.count(before) == 1
    with pytest.raises(errors.LawError) as caught:
        read_contents(source(folder, GOOD.replace(before, after)), library().document("qingpu-2024-1"))
    return caught.value


def test_a_good_file_is_taken(tmp_path: Path) -> None:
    found = read_contents(source(tmp_path, GOOD), library().document("qingpu-2024-1"))
    assert [measure.article for measure in found.measures] == ["1", "2"]
    assert found.measures[1].zones == ["all"]
    assert found.remarks[0].quantities[0].value == 3


@pytest.mark.parametrize(
    ("before", "after", "line", "key", "said"),
    [
        ('"talent"]', '"talents"]', 14, "measures.0.topics", "known: positioning, "),
        ('["qingpu-customs"]', '["customs-of-qingpu"]', 12, "measures.0.authorities", "'customs-of-qingpu' is not known"),
        ('zones = ["qingpu"]', 'zones = ["qingpu", "hongqiao"]', 13, "measures.0.zones", "'hongqiao' is not known"),
        ("value = 300000.00", "value = 300000.01", 16, "measures.0.quantities.0", "300000.01 is no figure of qingpu-2024-1/first lump_sum"),
        ('parameter = "lump_sum"', 'parameter = "cap"', 16, "measures.0.quantities.0", "no figure of qingpu-2024-1/first cap"),
        ('parameter = "lump_sum"', "", 16, "measures.0.quantities.0", "go together"),
        ('unit = "CNY"', 'unit = "year"', 16, "measures.0.quantities.0", "a money is given in CNY"),
        ("value = 300000.00", 'value = "300000.00"', 16, "measures.0.quantities.0", "a money cannot be '300000.00'"),
        ("value = 300000.00", "value = -1", 16, "measures.0.quantities.0", "-1 is below zero"),
        ("value = 300000.00", "value = true", 18, "measures.0.quantities.0.value", "True is no value; accepted: a number"),
        ('kind = "money"', 'kind = "sum"', 17, "measures.0.quantities.0.kind", "'money', 'ratio'"),
        ("value = 3\n", "value = { from = 2024-01-02, to = 2024-01-01 }\n", 36, "remarks.0.quantities.0.value", "`to` is before `from`"),
        ('place = "closing"', 'place = "end"', 31, "remarks.0.place", "'closing'"),
        ('article = "2"', 'article = "1"', 26, "measures.1.article", "'1' stands after '1'"),
        ('article = "2"', 'article = "b"', 26, "measures.1.article", "'b' is no article"),
        ('article = "2"', 'article = "2"\nsection = 2', 27, "measures.1.section", "there is no section 2"),
        ('["land", "talent"]', '["land", "land"]', 14, "measures.0.topics", "land is given twice"),
        ('authorities = ["qing', 'authority = ["qing', 12, "measures.0.authority", "did you mean 'authorities'?"),
        ('summary.en = "What it says."\nauth', "auth", 10, "measures.0.summary.en", "needed and not given"),
        ('about.en = "once"', 'about.fr = "une fois"', 21, "measures.0.quantities.0.about.fr", "unknown key 'fr'; Known: zh, en"),
        ("[[sections]]", "[[section]]", 1, "section", "unknown key 'section'; did you mean 'sections'?"),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_line_and_key(tmp_path: Path, before: str, after: str, line: int, key: str, said: str) -> None:
    words = str(refusal(tmp_path, before, after))
    assert words.startswith(f"district.measures.toml, line {line}: {key}")
    assert said in words


def test_a_fault_is_told_in_chinese_too(tmp_path: Path) -> None:
    said = refusal(tmp_path, '"talent"]', '"talents"]').sentence("zh")
    assert said.startswith("district.measures.toml 第14行：measures.0.topics：没有 'talents'；可用：positioning")


def test_a_file_may_bring_authorities_of_its_own(tmp_path: Path) -> None:
    own = '[[authorities]]\nid = "suzhou-customs"\nzh = "苏州海关"\nen = "Suzhou Customs"\n'
    text = f"{GOOD.replace('qingpu-customs', 'suzhou-customs')}\n{own}"
    found = read_contents(source(tmp_path, text), library().document("qingpu-2024-1"))
    assert found.measures[0].authorities == ["suzhou-customs"]


@pytest.mark.parametrize("again", ['id = "tax"\nzh = "别处"\nen = "elsewhere"', 'id = "elsewhere"\nzh = "上海海关"\nen = "Customs"'])
def test_an_id_or_name_that_is_taken_is_refused(tmp_path: Path, again: str) -> None:
    with pytest.raises(errors.LawError, match="stands for two entries"):
        read_contents(source(tmp_path, f"{GOOD}\n[[authorities]]\n{again}\n"), library().document("qingpu-2024-1"))


def test_a_vocabulary_names_nothing_twice() -> None:
    source = Source("x.toml", "", {})
    assert list(by_id([_term("a", "甲"), _term("b", "乙")], source, "topics")) == ["a", "b"]
    with pytest.raises(errors.LawError, match=r"x\.toml: topics\.1: '甲' stands for two entries"):
        by_id([_term("a", "甲"), _term("b", "甲")], source, "topics")


def _term(name: str, zh: str) -> Term:
    return Term(id=name, zh=zh, en=name)


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(errors.LawError) as caught:
        source(tmp_path, 'place = "closing"\nplace = \n')
    assert re.match(r"district\.measures\.toml: TOML: .*line 2", str(caught.value))
