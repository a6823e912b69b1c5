"""Write the files of one seed, and what is expected of them, for a person to look at: `python -m tests.truth SEED DIR`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.truth.account import amounts_expected, covered_expected, imports_expected, rejects_expected, rows_expected
from tests.truth.park import Park, draw_park


def described(park: Park) -> dict[str, object]:
    """Everything that is expected, in words and numbers."""
    return {
        "options": {name: str(value) for name, value in park.options.items()},
        "files": park.arguments,
        "rows": rows_expected(park),
        "amount": amounts_expected(park),
        "imports": imports_expected(park),
        "covered": covered_expected(park),
        "rejects": [
            {**vars(reject.place), "code": reject.code, "shown": sorted(reject.shown or ())}
            for reject in sorted(rejects_expected(park), key=lambda found: (found.place.file, found.place.sheet, found.place.line))
        ],
    }


def main(seed: str, folder: str) -> None:
    """Draw the seed into the folder, with `truth.json` beside the files."""
    park = draw_park(int(seed), Path(folder))
    text = json.dumps(described(park), ensure_ascii=False, indent=2)
    (Path(folder) / "truth.json").write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
