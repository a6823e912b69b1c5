"""What was recognised in files, for the terminal: a block for each table, from the plain data of `inspection_data`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from subsidy.intake.cell import legible
from subsidy.periods import runs
from subsidy.report.assessment_table import grouped
from subsidy.report.inspection_data import DELIMITERS
from subsidy.report.labels import label
from subsidy.report.law_tables import fields, heading
from subsidy.report.prose import Prose

Entry = Mapping[str, Any]
Line = tuple[str, RenderableType]

MOST_REJECTS = 5
_LONGEST_VALUE = 40
_BETWEEN = {"en": ", ", "zh": "、"}


class Flow:
    """Items one after the other, each whole, on as many lines as they need."""

    def __init__(self, items: Sequence[str], lang: str) -> None:
        self.items = [*(f"{item}{_BETWEEN[lang]}" for item in items[:-1]), *items[-1:]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lines = [""]
        for item in self.items:
            if lines[-1] and cell_len(lines[-1] + item) > options.max_width:
                lines.append("")
            lines[-1] += item
        yield from (Text(line.rstrip(), overflow="fold") for line in lines)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(1, max(1, min(sum(map(cell_len, self.items)), options.max_width)))


def inspection_table(data: Entry, lang: str) -> RenderableType:
    """Every file, then what the imports of all come to where there are several tables of them."""
    parts: list[RenderableType] = [heading(label("inspect.title", lang, day=data["as_of"]))]
    columns: Any = None
    for entry in data["files"]:
        parts += [Text(), _title(entry, lang), Padding(fields(_lines(entry, columns, lang)), (0, 0, 0, 2))]
        columns = entry["columns"]
    if sum(entry["kind"] == "imports" and entry["error"] is None for entry in data["files"]) > 1:
        parts += [Text(), heading(label("inspect.total", lang)), Padding(fields(_of_rows(data["total"], lang)), (0, 0, 0, 2))]
    return Group(*parts)


def _title(entry: Entry, lang: str) -> Text:
    """File and sheet, and the kind of table with the option that takes it."""
    named = legible(f"{entry['name']} [{entry['sheet']}]" if entry["sheet"] else entry["name"])
    if entry["kind"] is None:
        return Text(named, "bold")
    kind = label(f"table_kind.{entry['kind']}", lang)
    if entry["kind"] != "imports":
        kind = label("inspect.option", lang, kind=kind, option=f"--{entry['kind']}")
    return Text.assemble((named, "bold"), "  ", (kind, "green"))


def _lines(entry: Entry, columns_above: Any, lang: str) -> Iterator[Line]:
    if entry["error"]:
        yield label("inspect.error", lang), Prose(legible(entry["error"]["message"]), "red")
    elif entry["kind"] is None:
        yield from _named("read_as", label("inspect.no_headings", lang, first_line=entry["first_line"]), lang)
    else:
        yield from _of_columns(entry, columns_above, lang)
        yield from _of_rows(entry, lang)
        yield from _of_rejects(entry, lang)
    yield from _named("warnings", "\n".join(warning["message"] for warning in entry["warnings"]), lang, "yellow")


def _named(name: str, text: str, lang: str, style: str = "") -> Iterator[Line]:
    """A line, unless there is nothing to say."""
    if text:
        yield label(f"inspect.{name}", lang), Prose(text, style)


def _listed(name: str, items: Sequence[str], lang: str) -> Iterator[Line]:
    if items:
        yield label(f"inspect.{name}", lang), Flow(items, lang)


def _of_columns(entry: Entry, columns_above: Any, lang: str) -> Iterator[Line]:
    """How the file was read, and what its headings mean."""
    yield label("inspect.read_as", lang), Prose(_read_as(entry, lang))
    if entry["columns"] == columns_above:
        yield label("inspect.columns", lang), Text(label("inspect.same_columns", lang), "dim")
    else:
        yield label("inspect.columns", lang), _headings(entry, lang)
    yield from _listed("wide", list(entry["wide"] or ()), lang)
    yield from _listed("passed_over", entry["passed_over"], lang)
    yield from _listed("ignored", entry["ignored"], lang)
    yield from _named("unknown", "\n".join(_unknown(heading, entry, lang) for heading in entry["unknown"]), lang, "yellow")
    if entry["unit"]:
        stated = "unit_stated" if entry["unit_stated"] else "unit_assumed"
        yield from _named("unit", label(f"inspect.{stated}", lang, unit=entry["unit"]), lang)


def _read_as(entry: Entry, lang: str) -> str:
    if entry["delimiter"]:
        delimiter = label(f"delimiter.{DELIMITERS[entry['delimiter']]}", lang)
        return label("read_as.text", lang, encoding=entry["encoding"].upper(), delimiter=delimiter, line=entry["heading_line"])
    return label("read_as.sheet", lang, line=entry["heading_line"]) if entry["sheet"] else label("read_as.parquet", lang)


def _headings(entry: Entry, lang: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for field, written in entry["columns"].items():
        beside = f"{entry['year_column']} + " if entry["year_column"] and field in ("date", "month") else ""
        table.add_row(label(f"field.{field}", lang), Prose(f"{beside}{written}"))
    return table


def _unknown(heading: str, entry: Entry, lang: str) -> str:
    """A heading that is not known, with the known one that is most like it."""
    hint = (entry["hints"] or {}).get(heading)
    if not hint:
        return heading
    which = "hint" if entry["kind"] == "imports" else "hint_beside"
    return label(f"inspect.{which}", lang, heading=heading, field=hint["field"], alias=hint["heading"])


def _of_rows(entry: Entry, lang: str) -> Iterator[Line]:
    """What the rows come to."""
    rows, is_imports = entry["rows"], entry["granularity"] is not None
    sums = {name: f"{sum(rows[name].values()):,}" for name in ("excluded", "rejected")}
    which = "rows_of" if is_imports else "rows_beside"
    yield (
        label("inspect.rows", lang),
        Prose(label(f"inspect.{which}", lang, read=f"{rows['read']:,}", counted=f"{rows['counted']:,}", **sums)),
    )
    for side in ("excluded", "rejected"):
        yield from _listed(side, _counts("fate", rows[side], lang), lang)
    yield from _listed("granularity", _counts("grain", entry["granularity"] or {}, lang), lang)
    if entry["imports"]:
        yield label("inspect.imports", lang), _sums(entry["imports"])
    if entry["covered"]:
        yield from _of_months(entry["covered"], lang)
    yield from _listed("currencies", entry["currencies"] or [], lang)
    if entry["enterprises"]:
        yield label("inspect.enterprises", lang), Prose(_enterprises(entry["enterprises"]))


def _counts(group: str, counts: Mapping[str, int], lang: str) -> list[str]:
    return [label(f"{group}.{code}", lang, count=f"{number:,}") for code, number in counts.items()]


def _sums(imports: Mapping[str, str]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    for year, amount in imports.items():
        table.add_row(year, grouped(Decimal(amount)))
    return table


def _of_months(covered: Mapping[str, Sequence[str]], lang: str) -> Iterator[Line]:
    yield from _listed("covered", _runs(covered["months"]) or [label("inspect.none", lang)], lang)
    yield from _listed("gaps", _runs(covered["gaps"]), lang)


def _runs(months: Iterable[str]) -> list[str]:
    numbers = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in months)
    return [first if first == last else run for run in runs(numbers) for first, _, last in [run.partition("..")]]


def _enterprises(found: Mapping[str, Any]) -> str:
    named = "".join(f"\n{firm['uscc']}  {firm['name'] or ''}".rstrip() for firm in found["named"])
    return f"{found['number']:,}{named}"


def _of_rejects(entry: Entry, lang: str) -> Iterator[Line]:
    """The first of the rejected rows."""
    shown = entry["rejects"][:MOST_REJECTS]
    if not shown:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    for reject in shown:
        table.add_row(str(reject["line"] or "?"), Prose(_reject(reject, lang)))
    more = sum(entry["rows"]["rejected"].values()) - len(shown)
    if more > 0:
        table.add_row("", Text(label("inspect.more_rejects", lang, count=f"{more:,}"), "dim"))
    yield label("inspect.rejects", lang), table


def _reject(reject: Mapping[str, Any], lang: str) -> str:
    if reject["column"] is None:
        return str(reject["message"])
    value = repr(reject["value"])
    cut = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
    return label("inspect.reject", lang, column=reject["column"], value=cut, message=reject["message"])
