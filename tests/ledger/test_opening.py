"""Grants made before the ledger began: each line of a table counts once, however the table is saved, and in whichever table it stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.facts import canonical
from subsidy.ledger.balances import Filter
from subsidy.ledger.entry import Draft
from subsidy.ledger.ledger import Ledger
from subsidy.ledger.opening import Earlier, read_earlier
from tests.ledger.claims import DAY, FIRM, GROWTH, OTHER

HEADING = "uscc,provision,period,amount,granted_on"
ONE = f"{FIRM},{GROWTH},2024,200000.00,2025-06-30"
OF_ANOTHER = f"{OTHER},{GROWTH},2024,300000.00,2025-05-31"
UNDATED = f"{FIRM},{GROWTH},2025,1000.00,"
Saved = Callable[..., Path]


@pytest.fixture
def saved(tmp_path: Path) -> Saved:
    """Saves a table of these lines under a name."""

    def save(*lines: str, name: str = "prior.csv", encoding: str = "utf-8", ending: str = "\n") -> Path:
        path = tmp_path / name
        path.write_bytes(ending.join([HEADING, *lines, ""]).encode(encoding))
        return path

    return save


def posted(ledger: Ledger, path: Path) -> list[str]:
    """What became of each line, in the order of their days."""
    return [outcome.code for outcome in ledger.open_with(read_earlier(str(path)), DAY)]


def granted(ledger: Ledger) -> Decimal:
    return sum((balance.granted for balance in ledger.balances(Filter())), Decimal(0))


def test_a_table_that_has_grown_posts_only_its_new_line(ledger: Ledger, saved: Saved) -> None:
    assert posted(ledger, saved(ONE)) == ["posted"]
    assert posted(ledger, saved(ONE, OF_ANOTHER)) == ["posted", "already_posted"]
    assert granted(ledger) == Decimal("500000.00")
    assert ledger.verify().sound


def test_a_name_that_no_index_takes_is_refused_on_both_databases_alike(saved: Saved) -> None:
    with pytest.raises(errors.BadValue, match=r"prior\.csv, line 3, period") as refused:
        read_earlier(str(saved(ONE, f"{FIRM},qingpu-2024-1/first,{'名' * 334},300000.00,2025-03-01")))
    assert len(refused.value.sentence("zh")) < 300


@pytest.mark.parametrize("again", [
    {"encoding": "gb18030"}, {"encoding": "utf-8-sig"}, {"ending": "\r\n"}, {"name": "copy.csv"},
], ids=str)  # fmt: skip
def test_a_table_that_is_saved_otherwise_posts_nothing_again(ledger: Ledger, saved: Saved, again: dict[str, str]) -> None:
    business = f"{FIRM},qingpu-2024-1/first,乳品保税检测,300000.00,2025-03-01"
    assert posted(ledger, saved(ONE, business, UNDATED)) == ["posted"] * 3
    assert posted(ledger, saved(ONE, business, UNDATED, **again)) == ["already_posted"] * 3


def test_lines_in_another_order_and_sums_written_otherwise_are_the_same_lines(ledger: Ledger, saved: Saved) -> None:
    assert posted(ledger, saved(ONE, OF_ANOTHER, UNDATED)) == ["posted"] * 3
    otherwise = ONE.replace("200000.00", "200000").replace("2025-06-30", "2025/6/30")
    assert posted(ledger, saved(UNDATED, otherwise, OF_ANOTHER)) == ["already_posted"] * 3


def test_equal_lines_of_one_table_are_each_posted_once(ledger: Ledger, saved: Saved) -> None:
    assert posted(ledger, saved(ONE, ONE)) == ["posted"] * 2
    assert posted(ledger, saved(ONE, OF_ANOTHER, ONE, ONE)) == ["posted", "already_posted", "already_posted", "posted"]
    assert granted(ledger) == Decimal("900000.00")


def test_an_equal_line_keeps_its_number_where_only_a_part_of_the_table_is_posted(ledger: Ledger, saved: Saved) -> None:
    first, second = read_earlier(str(saved(ONE, ONE)))
    assert [outcome.code for outcome in ledger.open_with([second], DAY)] == ["posted"]
    assert [outcome.code for outcome in ledger.open_with([first, second], DAY)] == ["posted", "already_posted"]


@pytest.mark.parametrize("other", [
    ONE.replace("200000.00", "200000.01"), ONE.replace("06-30", "07-01"), ONE.replace("2024,", "2025,"), ONE.replace(FIRM, OTHER),
])  # fmt: skip
def test_a_line_that_says_something_else_is_another_grant(ledger: Ledger, saved: Saved, other: str) -> None:
    assert posted(ledger, saved(ONE)) == ["posted"]
    assert sorted(posted(ledger, saved(ONE, other))) == ["already_posted", "posted"]


def test_an_entry_says_what_its_line_says_and_where_it_stood(ledger: Ledger, saved: Saved) -> None:
    path = saved(OF_ANOTHER, ONE)
    posted(ledger, path)
    entry = ledger.entries()[1]
    assert json.loads(entry.receipt) == {
        "amount": "200000.00", "granted_on": "2025-06-30", "matter": "2024", "nth": 1, "provision": GROWTH, "uscc": FIRM,
    }  # fmt: skip
    source = json.loads(entry.assessment)["source"]
    assert (source["file"], source["line"], len(source["sha256"])) == (str(path), 3, 64)


def as_before(ledger: Ledger, lines: Sequence[Earlier]) -> None:
    """Posts lines with the file and the line for a receipt, as ledgers of old hold them."""

    def post(writer: object) -> None:
        for line in lines:
            claim = line.claim(DAY)
            receipt = canonical({"line": line.line, "sha256": line.sha256})
            of = (claim.uscc, claim.provision, claim.matter)
            draft = Draft(*of, "granted", int(line.grant.amount * 100), claim.as_of, None, receipt, claim.assessment)
            entry = writer.add(draft)  # type: ignore[attr-defined]
            writer.note(receipt, of, claim.as_of, entry.id)  # type: ignore[attr-defined]

    ledger._write(post, dry_run=False)


def test_what_was_posted_by_file_and_line_is_known_by_what_it_says(ledger: Ledger, saved: Saved) -> None:
    as_before(ledger, read_earlier(str(saved(ONE, ONE, UNDATED))))
    assert ledger.verify().sound
    assert posted(ledger, saved(ONE, ONE, UNDATED)) == ["already_posted"] * 3
    assert posted(ledger, saved(OF_ANOTHER, UNDATED, ONE, ONE, ONE, name="grown.csv")) == [
        "posted", "already_posted", "already_posted", "posted", "already_posted",
    ]  # fmt: skip
    assert ledger.verify().sound
