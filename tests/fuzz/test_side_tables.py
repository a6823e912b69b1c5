"""Side tables and rates, spoilt: an error that says why, or a result that balances."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.drawn import TIMES
from tests.fuzz.mutate import mutated
from tests.fuzz.valid import A, B, text, workbook
from tests.fuzz.verdict import judged

pytestmark = pytest.mark.no_cover

TABLES = {
    "register": [["统一社会信用代码", "海关注册编码", "企业名称", "所在综保区", "落户日期", "外贸企业", "符合条件"],
                 [A, "3118960001", "甲公司", "青浦", "2024-05-01", "是", "是"], [B, "3118960002", "乙,公司", "松江", "", "否", ""]],
    "firsts": [["统一社会信用代码", "业务名称", "类型", "认定日期", "实现日期"],
               [A, "保税维修", "首创", "2025-04-18", "2025-02-01"], [B, "保税维修", "模式突破", "2025/4/1", ""]],
    "warehousing": [["统一社会信用代码", "起始日期", "截止日期", "仓储费"],
                    [A, "2024-05-01", "2024-05-31", "52,000.00"], [A, "2024-06-01", "2024-06-30", "1"]],
    "prior": [["统一社会信用代码", "条款", "期间", "金额", "发放日期"],
              [A, "qingpu-2024-1/import-growth", "2024", "100000.00", "2025-06-30"]],
    "rates": [["month", "currency", "rate"], ["2024-01", "USD", "7.1"], ["202402", "EUR", "7.75"], ["2024-03", "USD", "7.09"]],
}  # fmt: skip
IMPORTS = [["报关单号", "商品序号", "进口日期", "海关注册编码", "企业名称", "总价", "币制"],
           ["221820240000000001", "1", "2024-01-05", "3118960001", "", "100.00", "USD"],
           ["221820240000000002", "1", "2024-02-05", "", "乙,公司", "3.30", "EUR"],
           ["221820240000000003", "1", "2024-03-05", "3118960001", "", "5", "142"]]  # fmt: skip
LOTS = 15 * TIMES
EACH = 3


@pytest.mark.parametrize("lot", range(LOTS))
def test_spoilt_side_tables_end_in_an_error_or_a_balance(lot: int, tmp_path: Path) -> None:
    for seed in range(lot * EACH, (lot + 1) * EACH):
        folder = tmp_path / str(seed)
        folder.mkdir()
        imports = folder / "imports.csv"
        imports.write_text(text(IMPORTS), encoding="utf-8")
        bodies = spoilt(random.Random(seed), seed)
        try:
            judged([imports], folder / "result", **written(folder, bodies))
        except Exception as fault:
            fault.add_note(f"seed {seed}: {bodies!r}"[:4000])
            raise


def spoilt(rng: random.Random, seed: int) -> dict[str, tuple[str, bytes]]:
    """Every side table, one of them spoilt, with the suffix of its file."""
    chosen = sorted(TABLES)[seed % len(TABLES)]
    bodies = {kind: (".csv", text(rows).encode()) for kind, rows in TABLES.items()}
    suffix, body = rng.choice(
        ((".csv", text(TABLES[chosen]).encode("gb18030")), bodies[chosen], (".xlsx", workbook({"Sheet1": TABLES[chosen]})))
    )
    return {**bodies, chosen: (suffix, mutated(rng, body))}


def written(folder: Path, bodies: dict[str, tuple[str, bytes]]) -> dict[str, Any]:
    """The tables as files, by the option that takes each."""
    options = {}
    for kind, (suffix, body) in bodies.items():
        path = folder / f"{kind}{suffix}"
        path.write_bytes(body)
        options[kind] = str(path)
    return options


def test_unspoilt_they_are_read(tmp_path: Path) -> None:
    (tmp_path / "imports.csv").write_text(text(IMPORTS), encoding="utf-8")
    bodies = {kind: (".csv", text(rows).encode()) for kind, rows in TABLES.items()}
    said = judged([tmp_path / "imports.csv"], tmp_path / "result", **written(tmp_path, bodies))
    assert isinstance(said, dict), said
    assert said["rows"] == {"read": 3, "counted": 3, "excluded": {}, "rejected": {}}
    assert said["imports"] == {"2024": "740.58"}  # 100.00 x 7.1 + 3.30 x 7.75 + 5
