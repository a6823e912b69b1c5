"""Policy files of the user's own, beside the packaged law: what they change, and what they leave alone."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import subsidy
from subsidy import errors
from subsidy.law.effects import effects
from subsidy.law.library import DOCUMENTS, library
from subsidy.law.selection import Filters, select
from subsidy.law.timeline import timeline

AS_OF = date(2026, 3, 1)
PACKAGED = (DOCUMENTS / "qingpu-2024-1.toml").read_text(encoding="utf-8")
RATE = "versions = [{ from = 2024-02-06, value = 0.025 }]"
CASE = subsidy.Case.model_validate(
    {"enterprise": {"zone": "qingpu"}, "imports": [{"period": "2024", "value": "80000000.00"}, {"period": "2025", "value": "90000000.00"}]}
)


def policy(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(re.sub('(?m)^id = "qingpu-2024-1"$', f'id = "{name}"', text), encoding="utf-8")
    return path


def awards(law: object) -> dict[str, Decimal | None]:
    found = subsidy.assess(CASE, as_of=AS_OF, law=law)  # type: ignore[arg-type]
    return {e.provision: e.amount for e in found.entitlements if e.period == "2025"}


def test_a_policy_beside_the_packaged_law_gives_entitlements_of_its_own(tmp_path: Path) -> None:
    added = library().with_files([policy(tmp_path, "draft", PACKAGED.replace(RATE, RATE.replace("0.025", "0.03")))])
    assert [document.id for document in added.documents] == sorted(["draft", *(d.id for d in library().documents)])
    assert awards(added) == {"draft/import-growth": Decimal("300000.00"), "qingpu-2024-1/import-growth": Decimal("250000.00")}


def test_a_policy_with_the_id_of_a_packaged_one_stands_in_its_place(tmp_path: Path) -> None:
    changed = library().with_files([policy(tmp_path, "qingpu-2024-1", PACKAGED.replace(RATE, RATE.replace("0.025", "0.03")))])
    assert [document.id for document in changed.documents] == [document.id for document in library().documents]
    assert awards(changed) == {"qingpu-2024-1/import-growth": Decimal("300000.00")}


def test_the_packaged_law_stays_as_it_is_and_each_law_has_its_own_digest(tmp_path: Path) -> None:
    before = library().digest
    laws = [library().with_files([policy(tmp_path, name, PACKAGED)]) for name in ("draft", "other")]
    assert awards(None) == {"qingpu-2024-1/import-growth": Decimal("250000.00")}
    assert library().digest == before
    assert len({before, *(law.digest for law in laws)}) == 3
    receipts = [subsidy.assess(CASE, as_of=AS_OF, law=law).receipt.law for law in laws]
    assert receipts == [law.digest for law in laws]


def test_no_file_changes_nothing() -> None:
    assert library().with_files([]) is library()


def test_two_files_with_one_id_are_refused(tmp_path: Path) -> None:
    file = policy(tmp_path, "draft", PACKAGED)
    with pytest.raises(errors.LawError, match="draft"):
        library().with_files([file, file])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingFile, match=r"nowhere\.toml"):
        library().with_files([tmp_path / "nowhere.toml"])


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "draft.toml"
    file.write_bytes('number = 1\nid = "草案"'.encode("gb18030"))
    with pytest.raises(errors.LawError, match=r"draft\.toml, line 2: TOML: .* save the file as UTF-8") as caught:
        library().with_files([file])
    assert caught.value.sentence("zh") == "draft.toml 第2行：TOML：不是有效的 UTF-8；请另存为 UTF-8"


def test_a_ratio_may_be_decided_also_where_no_document_supports_warehousing(tmp_path: Path) -> None:
    without = PACKAGED[: PACKAGED.index("[[provisions]]")]
    law = library().with_files([policy(tmp_path, "qingpu-2024-1", without)])
    assert subsidy.assess(CASE, as_of=AS_OF, decisions={"warehousing.ratio": "1"}, law=law).entitlements == ()


def test_what_tells_of_the_law_tells_of_the_added_policy(tmp_path: Path) -> None:
    added = library().with_files([policy(tmp_path, "draft", PACKAGED)])
    draft = added.document("draft")
    assert "basis_repealed" in [effect.code for effect in effects(draft, date(2026, 6, 1), added)]
    assert {event.day for event in timeline(added) if event.document is draft} == {draft.issued, draft.in_force_from, draft.last_day}
    assert select(Filters(document="qingpu-2024-1"), AS_OF, added).entries
    assert select(Filters(document="draft"), AS_OF, added).entries == ()
