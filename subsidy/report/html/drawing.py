"""A chart as a block of a page, with what its shades mean."""

from __future__ import annotations

from collections.abc import Sequence

from subsidy.report.html.blocks import Chart, Words
from subsidy.report.html.charts import Bar, bars


def chart(name: str, title: str, looks: str, rows: Sequence[Bar], words: Words) -> list[Chart]:
    """The chart, or none where there are no rows; the table beside it has its figures."""
    if not rows:
        return []
    caption = words("chart", title=title)
    return [
        Chart(
            caption,
            f"{caption}{'。' if words.lang == 'zh' else '. '}{looks}",
            bars(rows, caption, f"{looks} {words('chart_data')}", f"chart-{name}"),
        )
    ]
