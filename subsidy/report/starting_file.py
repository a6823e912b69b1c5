"""A scenario file to start from: everything that a what-if can change, as comments with what holds now, and a sample case.

It is made from the law, so that it names every document, figure, reading and decision that there is; and what its
sample case is expected to come to is what it comes to. As it stands it changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from subsidy import money
from subsidy.assess import assess
from subsidy.entitlement import Entitlement
from subsidy.facts import Case
from subsidy.law.changes import DAYS
from subsidy.law.library import Library
from subsidy.law.model import Document, Parameter, Provision
from subsidy.law.scheme_model import Schedule
from subsidy.report.labels import figure_unit, label

_IMPORTS = (Decimal("80000000.00"), Decimal("120000000.40"))
"""What the sample firm imports in the base year and in the statistics year."""

_SAMPLE_CODE = "913101180000000004"


def starting_file(law: Library, as_of: date, lang: str, policies: Sequence[str] = ()) -> str:
    """The text of the file; `policies` are named as they stand."""
    blocks = [
        _comment("about", lang),
        _heading(as_of, policies, lang),
        *_documents(law, lang),
        *_parameters(law, lang),
        _readings(law, lang),
        _decisions(law, lang),
        *_sample(law, as_of, lang),
    ]
    return "\n\n".join(blocks) + "\n"


def _comment(name: str, lang: str, **facts: object) -> str:
    return "\n".join(f"# {line}".rstrip() for line in label(f"starter.{name}", lang, **facts).split("\n"))


def _heading(as_of: date, policies: Sequence[str], lang: str) -> str:
    """Titles, the day, and policy files beside the packaged law."""
    titles = [f"{key} = {_text(label('starter.title', of))}" for key, of in (("title", "en"), ("title_zh", "zh"))]
    named = f"policies = [{', '.join(map(_text, policies))}]" if policies else '# policies = ["policy.toml"]'
    return "\n".join([*titles, f"as_of = {as_of}", "", _comment("policies", lang), named])


def _text(text: str) -> str:
    """Text as TOML writes it; a basic string takes the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _documents(law: Library, lang: str) -> Iterator[str]:
    """The days of documents that pay, and of those that repeal a basis of one."""
    bases = {reference.document for document in law.documents if document.provisions for reference in document.cites}
    yield _comment("documents", lang)
    for document in law.documents:
        if document.provisions or any(reference.document in bases for reference in document.repeals):
            yield "\n".join([f"# {document.title.text(lang)}", f"[documents.{_text(document.id)}]", *_days(document, lang)])


def _days(document: Document, lang: str) -> Iterator[str]:
    for name in DAYS:
        day = getattr(document, name)
        yield f"# {name} = {day}" if day else f"# {name}: {label('starter.no_day', lang)}"


def _parameters(law: Library, lang: str) -> Iterator[str]:
    """Every figure of every provision, with its unit and article."""
    yield _comment("parameters", lang)
    for document, provision in law.provisions():
        lines = [f"# {provision.title.text(lang)}", f"[parameters.{_text(f'{document.id}/{provision.id}')}]"]
        yield "\n".join([*lines, *_figures(law, document, provision, lang)])


def _figures(law: Library, document: Document, provision: Provision, lang: str) -> Iterator[str]:
    tables = _tables_of(law, document, provision)
    figures: list[Parameter | Schedule] = [*provision.parameters, *provision.schedules]
    for figure in figures:
        yield f"# {figure.name}: {figure_unit(figure.unit, lang)}, {_article(figure.article, lang)}"
        yield f"# {figure.name} = {_figure(tables[figure.name]['versions'])}"


def _article(article: str, lang: str) -> str:
    """Where the document says it; what has no number stands as it is written."""
    return label("policy.article", lang, article=article) if article[:1].isdigit() else article


def _tables_of(law: Library, document: Document, provision: Provision) -> dict[str, Mapping[str, Any]]:
    """The figures of a provision as their file writes them."""
    source = next(source for source in law.sources if source.table["id"] == document.id)
    found = next(table for table in source.table["provisions"] if table["id"] == provision.id)
    return {table["name"]: table for table in (*found.get("parameters", []), *found.get("schedules", []))}


def _figure(versions: Sequence[Mapping[str, Any]]) -> str:
    """One figure, or its dated versions."""
    if len(versions) == 1 and "value" in versions[0]:
        return _value(versions[0]["value"])
    return _value(list(versions))


def _value(value: Any) -> str:
    """A value as TOML writes it, on one line."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_value(part)}' for key, part in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _readings(law: Library, lang: str) -> str:
    """Every reading at its default, with its options and why it is open."""
    lines = [_comment("readings", lang), "[readings]"]
    for reading in law.questions.readings:
        lines += [f"# {reading.why.text(lang)}: {', '.join(reading.options)}", f"# {_text(reading.name)} = {_text(reading.default)}"]
    return "\n".join(lines)


def _decisions(law: Library, lang: str) -> str:
    lines = [_comment("decisions", lang), "[decisions]"]
    for decision in law.questions.decisions:
        lines += [f"# {decision.accepted.text(lang)}", f'# {_text(decision.name)} = ""']
    return "\n".join(lines)


def _sample(law: Library, as_of: date, lang: str) -> Iterator[str]:
    """A firm in the zone of the first document that pays, and what it comes to."""
    zone = next((document.zones[0] for document in law.documents if document.provisions and document.zones), None)
    firm = {"uscc": _SAMPLE_CODE, "name": label("starter.firm", lang), **({"zone": zone} if zone else {})}
    imports = {str(year): value for year, value in zip((as_of.year - 2, as_of.year - 1), _IMPORTS, strict=True)}
    yield "\n".join([_comment("case", lang), "[case.enterprise]", *(f"{key} = {_text(value)}" for key, value in firm.items())])
    for period, value in imports.items():
        yield "\n".join(["[[case.imports]]", f"period = {_text(period)}", f"value = {value}"])
    yield _comment("expect", lang)
    given = [{"period": period, "value": value} for period, value in imports.items()]
    case = Case.model_validate({"enterprise": firm, "imports": given})
    yield from map(_expected, assess(case, as_of=as_of, law=law).entitlements)


def _expected(entitlement: Entitlement) -> str:
    e = entitlement
    sums = {name: getattr(e, name) for name in ("amount", "low", "high")}
    lines = ["[[expect]]", f"provision = {_text(e.provision)}", f"period = {_text(e.period)}", f"status = {_text(e.status)}"]
    return "\n".join([*lines, *(f"{name} = {_text('null' if value is None else money.text(value))}" for name, value in sums.items())])
