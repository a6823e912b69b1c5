"""A sample park, judged with the range over readings, and a small one whose data is hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import call

PARK = Path(__file__).parents[3] / "scenarios" / "park"
DAY = ("--as-of", "2026-03-01")
HOSTILE = '<script>alert("1")</script>\'&amp;</title><b onclick=x>'
UGLY_FILE = "数据<img src=x>.csv"


@pytest.fixture(scope="session")
def park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of the sample park."""
    out = tmp_path_factory.mktemp("park") / "result"
    sides = [part for name in ("register", "firsts", "warehousing", "prior") for part in (f"--{name}", PARK / f"{name}.csv")]
    told = ("--decide", "warehousing.ratio=0.5", "--control", "2025=1990188149.44", "--range")
    result = call("batch", *sorted(PARK.glob("declarations-*.csv")), *sides, "--out", out, *DAY, *told)
    assert result.exit_code == 0, result.stderr
    return out


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of one enterprise whose name, business, file and rejected cell try to be markup; without a range."""
    folder = tmp_path_factory.mktemp("hostile")
    quoted = HOSTILE.replace('"', '""')
    (folder / "register.csv").write_text(f'uscc,name,zone\n913101180000000004,"{quoted}",qingpu\n', encoding="utf-8")
    (folder / "firsts.csv").write_text(
        f'uscc,business,kind,recognised_on\n913101180000000004,"=1+1 {quoted}",first,2025-04-18\n', encoding="utf-8"
    )
    rows = [
        "uscc,year,rmb",
        "913101180000000004,2024,80000000.00",
        "913101180000000004,2025,120000000.40",
        f'913101180000000004,2023,"{quoted}"',
    ]
    (folder / UGLY_FILE).write_text("\n".join(rows) + "\n", encoding="utf-8")
    sides = ("--register", folder / "register.csv", "--firsts", folder / "firsts.csv")
    result = call("batch", folder / UGLY_FILE, *sides, "--out", folder / "result", *DAY)
    assert result.exit_code == 0, result.stderr
    return folder / "result"
