"""The table of a watch list: sections in order, days in words, sums, what is missing and what is left out, at any width."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from subsidy.dated import WatchList
from subsidy.deadlines import Entry, Source, watch_list, watch_list_of
from subsidy.entitlement import Receipt
from subsidy.facts import Case
from subsidy.law.run import prepare
from subsidy.report.deadlines_table import deadlines_table

ONE_DAY = timedelta(days=1)
FIRM: dict[str, Any] = {
    "enterprise": {"zone": "qingpu", "name": "上海某进出口有限公司", "uscc": "913101180000000004", "settled_on": "2024-05-06"},
    "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "120000000.40"}],
}
LAST = date(2026, 12, 31)


def shown(watched: WatchList, lang: str = "en", width: int = 100) -> str:
    page = io.StringIO()
    Console(file=page, width=width, highlight=False).print(deadlines_table(watched, lang))
    return page.getvalue()


def of_firm(as_of: date, lang: str = "en", **more: Any) -> WatchList:
    return watch_list(Case.model_validate(FIRM), as_of=as_of, lang=lang, **more)


def in_order(page: str, *words: str) -> bool:
    """Whether the words stand on the page one after another."""
    for word in words:
        _, found, page = page.partition(word)
        if not found:
            return False
    return True


def test_what_lapses_soon_comes_first_and_what_has_lapsed_last() -> None:
    page = shown(of_firm(LAST - 80 * ONE_DAY, within=90))
    assert in_order(page, "上海某进出口有限公司  913101180000000004", "as of 2026-10-12",
                    "Can be claimed now, and lapses within 90 days", "2026-12-31*",
                    "80 days left", "RMB 1,000,000.01", "from 2026-01-01", "Can be claimed now", "year 1", "Lapsed before that: 1",
                    "Also possible under the law", "in 81 days", "Totals (RMB)", "Documents", "In force to 2027-02-05",
                    "* after the day")  # fmt: skip


@pytest.mark.parametrize(
    ("as_of", "en", "zh"),
    [
        (date(2025, 12, 31), "tomorrow", "明天"),
        (date(2025, 12, 30), "in 2 days", "2 天后"),
        (LAST - 2 * ONE_DAY, "2 days left", "还剩 2 天"),
        (LAST - ONE_DAY, "1 day left", "还剩 1 天"),
        (LAST, "last day", "今天是最后一天"),
        (LAST + ONE_DAY, "yesterday", "昨天"),
        (LAST + 2 * ONE_DAY, "2 days ago", "2 天前"),
    ],
)
def test_days_are_told_in_words(as_of: date, en: str, zh: str) -> None:
    assert any(f"  {en}  Support for the yearly increment in imports  2025" in line for line in shown(of_firm(as_of)).splitlines())
    assert any(f"  {zh}  进口增量扶持  2025" in line for line in shown(of_firm(as_of, "zh"), "zh").splitlines())


def test_sums_that_are_not_settled_say_what_is_missing() -> None:
    page = shown(of_firm(date(2026, 3, 1)))
    assert "RMB 0.00 to 2,000,000.00" in page
    assert "missing: imports of 2023-01..2023-12" in page
    assert "RMB 0.00 or more" in page


def test_what_is_over_for_long_is_one_line_with_its_sum() -> None:
    page = shown(of_firm(date(2027, 12, 31), within=30))
    assert "Lapsed before that: 5, RMB 1,000,000.01 or more" in page
    assert "Nothing can be claimed, now or later." in page
    assert "Ended: its last day was 2027-02-05." in page
    assert "Nothing can be claimed" not in shown(of_firm(date(2027, 2, 5)))


def test_the_law_alone_has_neither_sums_nor_totals() -> None:
    page = shown(watch_list(as_of=date(2026, 3, 1)))
    assert in_order(
        page, "Can be claimed now", "needs imports of 2025", "Opens next", "needs imports of 2026", "Lapsed in the last 90 days"
    )
    assert "RMB" not in page
    assert "Lapsed before that: 1\n" in page


def many(as_of: date, *names: str, lang: str = "en", **more: Any) -> WatchList:
    """A park in which each firm claims the same for 2025, and a first of its own."""
    (claimed, *_) = [d.claims[0] for d in of_firm(as_of, lang).deadlines if d.period == "2025"]
    claims = [claimed.model_copy(update={"uscc": None, "name": name}) for name in names]
    growth = [Entry("qingpu-2024-1/import-growth", "2025", date(2026, 1, 1), LAST, one) for one in claims]
    firsts = [Entry("qingpu-2024-1/first", str(one.name), date(2025, 1, 1 + n), date(2027, 2, 5), one) for n, one in enumerate(claims)]
    return watch_list_of([*growth, *firsts], prepare(as_of, None, None), lang=lang, source=Source(**{"judged_on": as_of, **more}))


def test_firms_of_a_park_that_come_to_the_same_are_one_line() -> None:
    page = shown(many(date(2026, 3, 1), "甲", "乙", "丙"))
    assert page.count("enterprises: 3") == 2
    assert page.count("RMB 3,000,000.03") == 2
    assert "breakthrough in mode  (3)" in page
    assert "甲" not in page


def test_a_firm_alone_is_named() -> None:
    page = shown(many(date(2026, 3, 1), "甲", lang="zh"), "zh")
    assert page.count("  甲\n") + page.count("  甲 ") >= 2
    assert "家企业" not in page


def test_an_older_result_and_other_law_are_said() -> None:
    receipt = Receipt(engine="subsidy", law="sha256:other", inputs="sha256:x")
    page = shown(many(date(2026, 3, 1), "甲", judged_on=date(2026, 1, 31), receipt=receipt))
    assert "The sums were judged as of 2026-01-31." in page
    assert "judged by other law data" in page
    fresh = shown(many(date(2026, 3, 1), "甲"))
    assert "judged" not in fresh


def test_what_is_not_listed_is_counted() -> None:
    outside = {**FIRM, "enterprise": {"zone": "outside"}}
    page = shown(watch_list(Case.model_validate(outside), as_of=date(2026, 3, 1)))
    assert "Not listed, since ineligible: 2." in page
    assert "Nothing can be claimed, now or later." in page


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("as_of", [date(2023, 6, 1), date(2026, 3, 1), date(2026, 12, 20), date(2027, 2, 6)])
def test_every_list_fits_the_terminal_with_no_figure_cut(as_of: date, lang: str, width: int) -> None:
    for watched in (of_firm(as_of, lang), watch_list(as_of=as_of, lang=lang), many(date(2026, 3, 1), "甲", "乙", lang=lang)):
        page = shown(watched, lang, width)
        assert max(cell_len(line) for line in page.splitlines()) <= width
        assert "…" not in page
        assert not [line for line in page.splitlines() if line.strip()[:1] in set("，。；：、）”")]
