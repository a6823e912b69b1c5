"""The law that the package holds: its documents, their days, what repeals and cites what, and its digest."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from subsidy import errors
from subsidy.law.library import DOCUMENTS as FOLDER
from subsidy.law.library import HOME, MEASURES, decisive, digest, library, read_toml
from subsidy.law.model import Document
from subsidy.law.run import prepare
from subsidy.law.wording import sentence, step_sentences
from subsidy.provisions import first, growth, outcome, warehousing

ONE_DAY = timedelta(days=1)
LANGUAGES = ("zh", "en")

# id: number, issued, in force from, last day, assumed dates
DOCUMENTS: dict[str, tuple[str | None, str | None, str | None, str | None, list[str]]] = {
    "qingpu-2024-1": ("青商规〔2024〕1号", "2024-01-05", "2024-02-06", "2027-02-05", []),
    "shanghai-2021-1": ("沪府发〔2021〕1号", "2021-01-06", "2021-01-15", "2026-05-27", ["last_day"]),
    "shanghai-2026-192": ("沪发改开放〔2026〕192号", "2026-05-28", "2026-05-28", None, ["in_force_from"]),
    "shanghai-action-plan-2025": (None, None, "2025-07-01", "2027-12-31", ["in_force_from", "last_day"]),
    "shanghai-ftz-linkage": (None, None, None, None, []),
}
PLACEHOLDERS = {"missing": {"detail"}, "warnings": {"basis"}}
CODES = {
    "reasons": outcome.REASONS,
    "missing": outcome.MISSING,
    "assumptions": outcome.ASSUMPTIONS,
    "warnings": outcome.WARNINGS,
}


def the(name: str) -> Document:
    return library().document(name)


def as_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def test_there_are_five_documents_in_order() -> None:
    assert [document.id for document in library().documents] == sorted(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_has_its_number_and_days_and_says_which_are_assumed(name: str) -> None:
    found = the(name)
    dates = tuple(map(as_text, (found.issued, found.in_force_from, found.last_day)))
    assert (found.number, *dates, sorted(found.assumed)) == DOCUMENTS[name]
    assert all(found.dates_note.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("name", [name for name, (_, _, begins, _, _) in DOCUMENTS.items() if begins])
def test_a_document_is_in_force_from_its_first_day_to_its_last(name: str) -> None:
    document = the(name)
    begins, ends = document.in_force_from, document.last_day
    assert begins is not None
    assert document.state_on(begins - ONE_DAY) == "not_yet"
    assert document.state_on(begins) == "in_force"
    assert document.state_on(ends or date(2199, 12, 31)) == "in_force"
    if ends is not None:
        assert document.state_on(ends + ONE_DAY) == "ended"


@pytest.mark.parametrize("day", [date.min, date(2024, 2, 6), date(2026, 5, 28), date.max])
def test_the_state_of_an_undated_document_is_unknown_on_any_day(day: date) -> None:
    assert the("shanghai-ftz-linkage").state_on(day) == "unknown"
    assert the("shanghai-ftz-linkage").in_force is None


def test_an_unknown_document_is_named_with_those_that_are_held() -> None:
    with pytest.raises(errors.UnknownDocument) as caught:
        the("qingpu-2021-1")
    assert "qingpu-2021-1" in str(caught.value)
    assert all(name in str(caught.value) for name in DOCUMENTS)


def test_three_years_are_counted_from_the_first_day() -> None:
    document = the("qingpu-2024-1")
    assert document.in_force is not None
    first_day, last_day = document.in_force
    assert last_day + ONE_DAY == first_day.replace(year=first_day.year + 3)


def test_one_document_repeals_a_basis_of_another() -> None:
    repealed, qingpu, by = the("shanghai-2021-1"), the("qingpu-2024-1"), the("shanghai-2026-192")
    assert library().repealing(repealed) == [by]
    assert library().citing(repealed) == [qingpu]
    assert library().repealing(qingpu) == []
    assert library().citing(by) == []
    assert repealed.last_day is not None
    assert repealed.last_day + ONE_DAY == by.in_force_from


@pytest.mark.parametrize(
    ("day", "repealed"), [(date(2026, 5, 27), []), (date(2026, 5, 28), ["shanghai-2021-1"]), (date.max, ["shanghai-2021-1"])]
)
def test_a_basis_is_repealed_from_28_may_2026(day: date, repealed: list[str]) -> None:
    assert [basis.id for basis in library().repealed_bases(the("qingpu-2024-1"), day)] == repealed


def test_a_repealed_basis_does_not_end_what_cites_it() -> None:
    assert the("qingpu-2024-1").state_on(date(2026, 5, 28)) == "in_force"


def test_bases_that_are_not_held_are_cited_by_what_is_known_of_them() -> None:
    labels = [reference.label for reference in the("qingpu-2024-1").cites]
    assert {"国发〔2019〕3号", "沪府发〔2021〕1号", "沪商口岸〔2023〕234号"} <= set(labels)
    assert len(labels) == len(set(labels)) == 5
    assert all(labels)


def test_only_one_document_names_sums_of_money() -> None:
    assert [f"{document.id}/{provision.id} {provision.article}" for document, provision in library().provisions()] == [
        "qingpu-2024-1/import-growth 4",
        "qingpu-2024-1/first 1",
        "qingpu-2024-1/warehousing 4",
    ]


def test_the_figures_are_those_of_articles_1_and_4() -> None:
    in_force_from = date(2024, 2, 6)
    figures = {(p.id, x.name): x.figure().on(in_force_from) for _, p in library().provisions() for x in p.parameters}
    assert figures == {
        ("import-growth", "rate"): Decimal("0.025"),
        ("import-growth", "cap"): Decimal("3000000.00"),
        ("first", "lump_sum"): Decimal("300000.00"),
        ("warehousing", "support_years"): Decimal(3),
    }


def placeholders(words: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", words))


@pytest.mark.parametrize("group", CODES)
def test_every_code_has_a_sentence_in_both_languages_and_no_other_has(group: str) -> None:
    wording = read_toml(HOME / "wording.toml")
    assert set(wording[group]) == set(CODES[group])
    for code in CODES[group]:
        in_zh, in_en = (sentence(group, code, lang) for lang in LANGUAGES)
        assert in_zh.strip()
        assert in_en.strip()
        assert in_zh != in_en
        assert placeholders(in_zh) == placeholders(in_en) <= PLACEHOLDERS.get(group, set())


def step_names(kind: str) -> set[str]:
    """All steps that the rules of a kind can show."""
    run = prepare(date(2026, 3, 1), None, {"warehousing.annual_cap": "1.00"})
    (terms,) = [terms for _, provision, terms in run.provisions if provision.kind == kind]
    rules = {"growth": growth, "first": first, "warehousing": warehousing}[kind].RULES
    return {name for rule in rules for name in rule.steps(SimpleNamespace(granted=None), terms)}


@pytest.mark.parametrize("kind", ["growth", "first", "warehousing"])
def test_every_step_is_explained_in_both_languages_and_no_other_is(kind: str) -> None:
    in_zh, in_en = (step_sentences(kind, lang) for lang in LANGUAGES)
    assert set(in_zh) == set(in_en) == step_names(kind)
    for name in in_zh:
        assert in_zh[name].strip()
        assert in_en[name].strip()
        assert placeholders(in_zh[name]) == placeholders(in_en[name])


def table_in(folder: Path, text: str) -> dict[str, Any]:
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return read_toml(path)


def test_comments_order_and_line_ends_do_not_change_the_digest(tmp_path: Path) -> None:
    plain = table_in(tmp_path, 'id = "a"\nrate = 0.025\nday = 2024-02-06\n')
    dressed = table_in(tmp_path, '# a comment\r\n\r\nday = 2024-02-06 # another\r\nid = "a"\r\nrate = 0.025\r\n')
    assert digest([plain]) == digest([dressed])


@pytest.mark.parametrize("text", ['id = "a"\nrate = 0.0250001\n', 'id = "b"\nrate = 0.025\n', 'id = "a"\nrate = 0.025\nday = 2024-02-06\n'])
def test_a_figure_a_name_or_a_day_changes_the_digest(tmp_path: Path, text: str) -> None:
    assert digest([table_in(tmp_path, text)]) != digest([table_in(tmp_path, 'id = "a"\nrate = 0.025\n')])


def tables() -> list[dict[str, Any]]:
    return [read_toml(path) for path in sorted(FOLDER.glob("*.toml")) if not path.name.endswith(MEASURES)]


def law_digest(documents: list[dict[str, Any]], questions: dict[str, Any] | None = None) -> str:
    """The digest that a receipt would show for these documents and questions."""
    return digest(decisive(documents, questions or read_toml(HOME / "readings.toml")))


def one(documents: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (found,) = [table for table in documents if table["id"] == name]
    return found


def test_the_digest_of_the_law_is_a_sha256_of_what_is_decisive() -> None:
    assert re.fullmatch("sha256:[0-9a-f]{64}", library().digest)
    assert library().digest == law_digest(tables())


@pytest.mark.parametrize(
    "change",
    [
        lambda law: one(law, "qingpu-2024-1").update(title={"zh": "x", "en": "x"}, reviewed_until=date(2030, 1, 1), issuers=[]),
        lambda law: one(law, "qingpu-2024-1")["cites"].append({"title": "x"}),
        lambda law: one(law, "shanghai-2021-1").update(dates_note={"zh": "x", "en": "x"}, zones=[], cites=[]),
        lambda law: one(law, "shanghai-2026-192").update(zones=[], cites=[]),
        lambda law: law.remove(one(law, "shanghai-ftz-linkage")),
        lambda law: law.append(
            {"id": "a-plan", "number": "x", "in_force_from": date(2026, 1, 1), "cites": [{"document": "qingpu-2024-1"}]}
        ),
        lambda law: law.append({"id": "a-repeal", "repeals": [{"document": "shanghai-ftz-linkage"}]}),
    ],
)
def test_what_no_entitlement_rests_on_leaves_the_digest_as_it_is(change: Callable[[list[dict[str, Any]]], object]) -> None:
    changed = copy.deepcopy(tables())
    change(changed)
    assert changed != tables()
    assert law_digest(changed) == library().digest


@pytest.mark.parametrize(
    "change",
    [
        lambda law: one(law, "qingpu-2024-1").update(last_day=date(2027, 2, 6)),
        lambda law: one(law, "qingpu-2024-1").update(number="x"),
        lambda law: one(law, "qingpu-2024-1")["zones"].append("songjiang"),
        lambda law: one(law, "qingpu-2024-1")["provisions"][0]["parameters"][0]["versions"][0].update(value=Decimal("0.03")),
        lambda law: one(law, "qingpu-2024-1")["provisions"][1]["title"].update(en="x"),
        lambda law: one(law, "qingpu-2024-1")["provisions"].pop(),
        lambda law: one(law, "qingpu-2024-1")["cites"].clear(),
        lambda law: one(law, "shanghai-2021-1").update(number="x"),
        lambda law: one(law, "shanghai-2026-192").update(in_force_from=date(2026, 6, 1)),
        lambda law: one(law, "shanghai-2026-192")["repeals"].clear(),
        lambda law: one(law, "shanghai-ftz-linkage").update(repeals=[{"document": "shanghai-2021-1"}]),
        lambda law: law.append({"id": "another", "provisions": [{"id": "first"}]}),
    ],
)
def test_what_entitlements_rest_on_changes_the_digest(change: Callable[[list[dict[str, Any]]], object]) -> None:
    changed = copy.deepcopy(tables())
    change(changed)
    assert law_digest(changed) != library().digest


def test_a_new_option_changes_the_digest_and_a_better_explanation_does_not() -> None:
    questions = read_toml(HOME / "readings.toml")
    questions["readings"][0]["why"]["en"] = "said better"
    assert law_digest(tables(), questions) == library().digest
    questions["readings"][0]["options"].append("a third")
    assert law_digest(tables(), questions) != library().digest


def test_figures_are_read_exactly(tmp_path: Path) -> None:
    assert table_in(tmp_path, "rate = 0.1\n") == {"rate": Decimal("0.1")}


def test_a_file_that_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.LawError, match=r"table\.toml: TOML: .*line 2"):
        table_in(tmp_path, "rate = 0.1\ncap = \n")
