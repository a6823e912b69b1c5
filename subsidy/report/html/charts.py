"""Charts as static SVG with real text, drawn by Vega-Lite.

A chart is rows of bars: what stands left of a bar and right of it is text that is given, so that no figure shown has been a
float; only lengths are. Nothing depends on the fonts of the machine.

>>> chart = bars([Bar("2025", (Part(Decimal(3), "sure"),), "3.00")], "Sums", "by year", "years")
>>> chart.startswith('<svg role="img" aria-labelledby="years-title years-desc" viewBox="0 0 760 '), "http" in chart, "3.00</text>" in chart
(True, False, True)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from markupsafe import Markup, escape

from subsidy import errors
from subsidy.money import ZERO
from subsidy.report.prose import wrapped

Look = Literal["sure", "open", "past", "thin"]
_LOOKS: dict[Look, dict[str, Any]] = {
    "sure": {"fill": "#1f4e79", "stroke": "#1f4e79"},
    "open": {"fill": "#cfe2f3", "stroke": "#1f4e79"},
    "past": {"fill": "#a6a6a6", "stroke": "#595959"},
    "thin": {"fill": "#b45f06", "stroke": "#7f4300"},
}
"""Told apart by lightness too, as in a print without colours."""
_WIDTH, _LEFT, _RIGHT = 760, 232, 236
_PLOT = _WIDTH - _LEFT - _RIGHT
_LETTERS = 32
"""So many half-width letters of a label stand in a line."""
_LINE, _ROW = 15, 30
_INK, _SIZE = "#1a1a1a", 12
Spec = dict[str, Any]


class Part(NamedTuple):
    """A stretch of a bar, as long as its value; a thin one lies over the bar from its own beginning."""

    value: Decimal
    look: Look
    begins: Decimal | None = None


class Bar(NamedTuple):
    """A label, which may have several lines, a bar, and the text at its end."""

    label: str
    parts: Sequence[Part]
    text: str


def bars(rows: Sequence[Bar], title: str, described: str, name: str) -> Markup:
    """Horizontal bars, one below another; `name` tells the chart from others of a page.

    Raises `errors.MissingExtra` where the library for it is not installed.
    """
    labels = [[line for part in row.label.split("\n") for line in wrapped(part, _LETTERS)] for row in rows]
    heights = [max(_ROW, _LINE * (len(lines) + 1)) for lines in labels]
    middles = [sum(heights[:n]) + height / 2 for n, height in enumerate(heights)]
    stretches = list(_stretches(rows, middles))
    texts = [
        {
            "left": "\n".join(lines),
            "top": middle - _LINE * (len(lines) - 1) / 2,
            "right": row.text,
            "y": middle,
            "x": _end(stretches, middle),
        }
        for row, lines, middle in zip(rows, labels, middles, strict=True)
    ]
    return _framed(_drawn(_spec(stretches, texts, sum(heights))), sum(heights), title, described, name)


def _spec(stretches: Sequence[dict[str, Any]], texts: Sequence[dict[str, Any]], height: int) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _PLOT,
        "height": height,
        "autosize": "none",
        "padding": {"left": _LEFT, "right": _RIGHT, "top": 0, "bottom": 0},
        "background": None,
        "config": {"view": {"stroke": None}},
        "layer": [*_bar_layers(stretches), *_text_layers(texts), _baseline(height)],
    }


def _stretches(rows: Sequence[Bar], middles: Sequence[float]) -> Iterable[dict[str, Any]]:
    """Every part with where it begins and ends, in pixels."""
    longest = max((_reach(row.parts) for row in rows), default=ZERO) or Decimal(1)
    for row, middle in zip(rows, middles, strict=True):
        at = ZERO
        for part in row.parts:
            begins = at if part.begins is None else part.begins
            at = begins + part.value
            if part.value > ZERO or part.look == "thin":
                half = 3 if part.look == "thin" else 8
                yield {
                    "x": _pixels(begins, longest),
                    "x2": _pixels(at, longest),
                    "y": middle - half,
                    "y2": middle + half,
                    "look": part.look,
                }


def _reach(parts: Sequence[Part]) -> Decimal:
    at = farthest = ZERO
    for part in parts:
        at = (at if part.begins is None else part.begins) + part.value
        farthest = max(farthest, at)
    return farthest


def _pixels(value: Decimal, longest: Decimal) -> float:
    """A length on paper; the figure itself stands beside it as text."""
    return float(round(value / longest * _PLOT, 2))


def _end(stretches: Sequence[dict[str, Any]], middle: float) -> float:
    return max((one["x2"] for one in stretches if one["y"] < middle < one["y2"]), default=0.0)


def _at(**fields: str) -> Spec:
    """Places that are pixels already."""
    return {place: {"field": field, "type": "quantitative", "scale": None, "axis": None} for place, field in fields.items()}


def _bar_layers(stretches: Sequence[dict[str, Any]]) -> list[Spec]:
    return [
        {
            "data": {"values": [one for one in stretches if one["look"] == look]},
            "mark": {"type": "rect", "strokeWidth": 1, "aria": False, **style},
            "encoding": {**_at(x="x", y="y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}},
        }
        for look, style in _LOOKS.items()
        if any(one["look"] == look for one in stretches)
    ]


def _text_layers(texts: Sequence[dict[str, Any]]) -> list[Spec]:
    common = {"type": "text", "baseline": "middle", "fontSize": _SIZE, "color": _INK, "lineBreak": "\n", "lineHeight": _LINE, "aria": False}
    data = {"values": texts}
    return [
        {
            "data": data,
            "mark": {**common, "align": "right", "dx": -8},
            "encoding": {"x": {"value": 0}, **_at(y="top"), "text": {"field": "left", "type": "nominal"}},
        },
        {
            "data": data,
            "mark": {**common, "align": "left", "dx": 6},
            "encoding": {**_at(x="x", y="y"), "text": {"field": "right", "type": "nominal"}},
        },
    ]


def _baseline(height: int) -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": "#595959", "aria": False},
        "encoding": {"x": {"value": 0}, "y": {"value": 0}, "y2": {"value": height}},
    }


def _drawn(spec: Spec) -> str:
    try:
        import vl_convert  # noqa: PLC0415 - needs an extra
    except ImportError:
        raise errors.MissingExtra(what="report", extra="report") from None
    return vl_convert.vegalite_to_svg(spec, show_warnings=False, allowed_base_urls=[])


def _framed(svg: str, height: int, title: str, described: str, name: str) -> Markup:
    """The drawing inside an element that says what it shows; inside HTML it needs no namespaces."""
    body = svg[svg.index(">") + 1 :]
    head = Markup(
        '<svg role="img" aria-labelledby="{name}-title {name}-desc" viewBox="0 0 {width} {height}">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{described}</desc>'
    ).format(name=name, width=_WIDTH, height=height, title=escape(title), described=escape(described))
    return head + Markup(body)  # noqa: S704 - drawn from the spec, whose texts Vega escapes
