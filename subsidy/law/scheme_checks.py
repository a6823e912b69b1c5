"""What a scheme of a policy file may name: quantities, figures and readings that are there, in units that fit together.

Each check raises `errors.LawError` at the key that is at fault, and names what is nearest to what was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from subsidy.fields import ZONE_FORM, is_zone
from subsidy.law.data import BEYOND
from subsidy.law.model import Document, Provision, Reading
from subsidy.law.scheme_places import refuse_fine_figures
from subsidy.law.source import Source, fault, nearest
from subsidy.provisions.scheme import RESERVED
from subsidy.provisions.scheme_group import HIGHEST, SEPARATE
from subsidy.provisions.scheme_shape import GRANTED_BEFORE, IMPORTS, NO_BASE, UNDECIDED, Basis, OnlyUnder, Reaching, Scheme

Where = tuple[str | int, ...]
CNY, RATIO, YEARS_UNIT, BY_YEAR = "CNY", "ratio", "years", "year"


class Named(NamedTuple):
    """A figure that a scheme names: where, which, and the unit that it must have."""

    where: Where
    name: str
    unit: str


class Checked(NamedTuple):
    """One provision with its document, and where it stands in the file."""

    document: Document
    provision: Provision
    scheme: Scheme
    source: Source
    where: Where

    @property
    def units(self) -> dict[str, str]:
        return {quantity.name: quantity.unit for quantity in self.document.quantities} | {IMPORTS: CNY}

    def refuse(self, where: Sequence[str | int], problem: str, problem_zh: str) -> None:
        raise fault(self.source, (*self.where, *where), problem, problem_zh)

    def unit_of(self, names: Iterable[str], where: Where) -> str:
        """The one unit of several quantities."""
        found = dict.fromkeys(self.units[name] for name in names)
        if len(found) > 1:
            listed = ", ".join(found)
            self.refuse(where, f"quantities of different units cannot be put together: {listed}", f"单位不同的数量不能合计：{listed}")
        return next(iter(found))


def check_schemes(document: Document, source: Source) -> None:
    """Everything that a document's schemes name; raises `errors.LawError`."""
    _check_document(document, source)
    for place, provision in enumerate(document.provisions):
        if provision.scheme is not None:
            _check(Checked(document, provision, provision.scheme, source, ("provisions", place)))


def _check_document(document: Document, source: Source) -> None:
    for place, zone in enumerate(document.zones):
        if not is_zone(zone):
            raise fault(source, ("zones", place), f"{zone!r} is no zone; accepted: {ZONE_FORM}", f"没有 {zone!r}；可用：{ZONE_FORM}")
    if not document.zones and any(provision.scheme for provision in document.provisions):
        raise fault(source, (), "`zones` must say where the policy holds", "`zones` 必须写明政策适用的地方")
    for group in ("quantities", "readings", "decisions", "provisions"):
        _refuse_repeated(document, group, source)
    for group in ("readings", "decisions"):
        for place, question in enumerate(getattr(document, group)):
            if not question.name.startswith(f"{document.id}."):
                said = (
                    f"{question.name!r} must begin with the document's id: {document.id}.",
                    f"{question.name!r} 须以文件编号开头：{document.id}.",
                )
                raise fault(source, (group, place, "name"), *said)
    for place, quantity in enumerate(document.quantities):
        if quantity.name in RESERVED or quantity.name == IMPORTS:
            raise fault(source, ("quantities", place, "name"), f"{quantity.name!r} has a meaning of its own", f"{quantity.name!r} 另有含义")


def _refuse_repeated(document: Document, group: str, source: Source) -> None:
    names = [one.id if group == "provisions" else one.name for one in getattr(document, group)]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise fault(source, (group, place), f"{name!r} is given twice", f"{name!r} 重复")


def _check(held: Checked) -> None:
    _check_quantities(held)
    named = list(_figures(held))
    _check_figures(held, named)
    _check_schedules(held)
    _check_readings(held)
    _check_alternatives(held)
    refuse_fine_figures(held.document, held.provision, held.source, held.where)


def _names(scheme: Scheme) -> Iterator[tuple[Where, str]]:
    for b, basis in enumerate(scheme.basis):
        for p, part in enumerate(basis.parts):
            key = "quantity" if part.quantity else "lower_of"
            yield from (((("scheme", "basis", b, "parts", p, key)), name) for name in part.names)
    for r, reaching in enumerate(scheme.conditions.reaching):
        yield from ((("scheme", "conditions", "reaching", r, "quantities"), name) for name in reaching.quantities)
    yield from ((("scheme", "conditions", "base_of"), name) for name in scheme.conditions.base_of)
    for n, limit in enumerate(scheme.limits):
        yield from ((("scheme", "limits", n, "when", "quantities"), name) for name in (limit.when.quantities if limit.when else ()))


def _check_quantities(held: Checked) -> None:
    for where, name in _names(held.scheme):
        if name not in held.units:
            hint = nearest(name, held.units)
            held.refuse(where, f"the quantity {name!r} is not known; {hint}", f"没有数量 {name!r}；{hint}")


def basis_unit(held: Checked) -> str | None:
    """The unit of the basis, the same for all its parts."""
    names = [name for basis in held.scheme.basis for name in basis.names]
    return held.unit_of(names, ("scheme", "basis")) if names else None


def _figures(held: Checked) -> Iterator[Named]:
    """Every figure that the scheme names, with the unit that it must have."""
    scheme, unit = held.scheme, basis_unit(held)
    for b, basis in enumerate(scheme.basis):
        yield from _of_basis(basis, ("scheme", "basis", b), str(unit), {d.name for d in held.document.decisions})
    for r, reaching in enumerate(scheme.conditions.reaching):
        yield _of_reaching(reaching, ("scheme", "conditions", "reaching", r), held)
    if scheme.award.figure:
        yield Named(("scheme", "award", "figure"), scheme.award.figure, f"CNY per {unit}" if scheme.award.kind == "rate" else CNY)
    if scheme.award.support_years:
        yield Named(("scheme", "award", "support_years", "count"), scheme.award.support_years.count, YEARS_UNIT)
    for n, limit in enumerate(scheme.limits):
        yield Named(("scheme", "limits", n, "figure"), limit.figure, RATIO if limit.kind == "factor" else CNY)
        if limit.when:
            yield _of_reaching(limit.when, ("scheme", "limits", n, "when"), held)


def _of_basis(basis: Basis, where: Where, unit: str, decisions: set[str]) -> Iterator[Named]:
    for p, part in enumerate(basis.parts):
        if part.weight:
            yield Named((*where, "parts", p, "weight"), part.weight, RATIO)
    if basis.growth and basis.growth not in decisions:
        yield Named((*where, "growth"), basis.growth, RATIO)
    if basis.above:
        yield Named((*where, "above"), basis.above, unit)


def _of_reaching(one: Reaching, where: Where, held: Checked) -> Named:
    key = "at_least" if one.at_least else "more_than"
    return Named((*where, key), one.figure, held.unit_of(one.quantities, (*where, "quantities")))


def _check_figures(held: Checked, named: Sequence[Named]) -> None:
    """Each named figure is there, in its unit, and each figure that is there is named."""
    given = {parameter.name: parameter for parameter in held.provision.parameters}
    for where, name, unit in named:
        if name not in given:
            hint = nearest(name, [*given, *(d.name for d in held.document.decisions)])
            held.refuse(where, f"the figure {name!r} is not given; {hint}", f"没有数值 {name!r}；{hint}")
        if given[name].unit != unit:
            at = [parameter.name for parameter in held.provision.parameters].index(name)
            found = given[name].unit
            held.refuse(
                ("parameters", at, "unit"), f"{found!r}, but what {name!r} is used for needs {unit!r}", f"{found!r}，此处须为 {unit!r}"
            )
    unused = given.keys() - {one.name for one in named}
    for place, parameter in enumerate(held.provision.parameters):
        if parameter.name in unused:
            held.refuse(("parameters", place, "name"), f"nothing uses the figure {parameter.name!r}", f"没有用到数值 {parameter.name!r}")
        if any(version.value < 0 for version in parameter.versions):
            held.refuse(("parameters", place, "versions"), f"{parameter.name!r} is below zero", f"{parameter.name!r} 小于零")
        if any(version.value >= BEYOND for version in parameter.versions):
            said = f"{parameter.name!r} is not below {BEYOND}", f"{parameter.name!r} 须小于 {BEYOND}"
            held.refuse(("parameters", place, "versions"), *said)
    _refuse_repeated_figures(held)
    if held.scheme.award.kind == "basis" and basis_unit(held) != CNY:
        held.refuse(("scheme", "award", "kind"), f"the basis is in {basis_unit(held)}, and what is paid in CNY", "据以计算的数额不是人民币")


def _refuse_repeated_figures(held: Checked) -> None:
    names = [name for name, _, _ in held.provision.dated()]
    for name in names:
        if names.count(name) > 1:
            held.refuse(("parameters",), f"two figures are called {name!r}", f"有两个数值都叫 {name!r}")


def _check_schedules(held: Checked) -> None:
    """The schedules that are named: of the unit of the basis, rising where the highest step counts."""
    award, unit = held.scheme.award, basis_unit(held)
    asked: dict[str, tuple[Where, str, str]] = {}
    if award.schedule:
        gives = f"CNY per {unit}" if award.kind == "slabs" else CNY
        asked[award.schedule] = (("scheme", "award", "schedule"), str(unit), gives)
    if award.support_years and award.support_years.ratio:
        asked[award.support_years.ratio] = (("scheme", "award", "support_years", "ratio"), BY_YEAR, RATIO)
    given = {schedule.name: place for place, schedule in enumerate(held.provision.schedules)}
    for name, (where, of, gives) in asked.items():
        if name not in given:
            hint = nearest(name, given)
            held.refuse(where, f"the schedule {name!r} is not given; {hint}", f"没有分档 {name!r}；{hint}")
        _check_schedule(held, given[name], of, gives)
    for name, place in given.items():
        if name not in asked:
            held.refuse(("schedules", place, "name"), f"nothing uses the schedule {name!r}", f"没有用到分档 {name!r}")


def _check_schedule(held: Checked, place: int, of: str, gives: str) -> None:
    schedule = held.provision.schedules[place]
    for key, found, needed in (("of", schedule.of, of), ("unit", schedule.unit, gives)):
        if found != needed:
            held.refuse(
                ("schedules", place, key),
                f"{found!r}, but what {schedule.name!r} is used for needs {needed!r}",
                f"{found!r}，此处须为 {needed!r}",
            )
    if gives == CNY:
        for version in schedule.versions:
            sums = [step.value for step in version.steps]
            if sums != sorted(sums):
                held.refuse(("schedules", place, "versions"), "a higher step gives less than a lower one", "高档金额低于低档")


def _readings_named(scheme: Scheme) -> Iterator[tuple[Where, str, tuple[str, ...]]]:
    """Every reading that is named, with the options that must be among its own."""

    def under(where: Where, one: OnlyUnder | None) -> Iterator[tuple[Where, str, tuple[str, ...]]]:
        if one:
            yield where, one.reading, (one.option,)

    for b, basis in enumerate(scheme.basis):
        yield from under(("scheme", "basis", b, "only_under"), basis.only_under)
        if basis.no_base not in NO_BASE:
            yield ("scheme", "basis", b, "no_base"), basis.no_base, NO_BASE
    for n, limit in enumerate(scheme.limits):
        yield from under(("scheme", "limits", n, "otherwise"), limit.otherwise)
    if scheme.granted_before not in GRANTED_BEFORE:
        yield ("scheme", "granted_before"), scheme.granted_before, GRANTED_BEFORE
    if scheme.group:
        yield ("scheme", "group", "reading"), scheme.group.reading, (SEPARATE, HIGHEST)


def _check_readings(held: Checked) -> None:
    known: Mapping[str, Reading] = {reading.name: reading for reading in held.document.readings}
    for where, name, options in _readings_named(held.scheme):
        if name not in known:
            hint = nearest(name, known)
            held.refuse(where, f"the reading {name!r} is not given; {hint}", f"没有解读 {name!r}；{hint}")
        for option in options:
            if option not in known[name].definite:
                listed = ", ".join(known[name].definite)
                held.refuse(
                    where,
                    f"{option!r} is no definite option of {name!r}; these are: {listed}",
                    f"{name!r} 没有选项 {option!r}；可用：{listed}",
                )
        if set(known[name].open) - {UNDECIDED}:
            held.refuse(where, f"the open option of {name!r} must be called {UNDECIDED!r}", f"{name!r} 未定的选项须为 {UNDECIDED!r}")


def _check_alternatives(held: Checked) -> None:
    """Several bases are the options of one reading, each of them once."""
    under = [basis.only_under for basis in held.scheme.basis]
    if len(under) < 2 and not any(under):
        return
    if None in under or len({one.reading for one in under if one}) != 1:
        held.refuse(
            ("scheme", "basis"),
            "several bases need `only_under`, all of one reading",
            "有几个计算基础时，各须有 `only_under`，且属同一解读",
        )
    chosen = sorted(one.option for one in under if one)
    reading = next(r for r in held.document.readings for one in under[:1] if one and r.name == one.reading)
    if chosen != sorted(reading.definite):
        held.refuse(
            ("scheme", "basis"), f"each definite option of {reading.name!r} needs one basis", f"{reading.name!r} 的每个选项须有一个计算基础"
        )
