"""A file can be read, but what is in it is no table that can be used: sheets, headings, units, columns."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class UnknownSheet(SubsidyError):
    en = "--sheet {value}: no such sheet; there are: {found}"
    zh = "--sheet {value}：没有这个工作表；现有：{found}"


class NoTableSheet(SubsidyError):
    en = "{path}: no sheet has known headings; sheets and the first line of each: {found}"
    zh = "{path}：没有一个工作表有认得出的标题；各工作表及其首行：{found}"


class SeveralSheets(SubsidyError):
    en = "{path}: several sheets have known headings, and only one can be meant: {found}; leave one"
    zh = "{path}：有几个工作表都有认得出的标题，只能用一个：{found}；请只留一个"


class ProtectedWorkbook(SubsidyError):
    en = "{path}: the workbook is protected by a password; save it without one"
    zh = "{path}：工作簿有密码保护；请另存为无密码的文件"


class TooManyCells(SubsidyError):
    en = "{path}: the sheet spans {rows} rows and {columns} columns, more than {limit} cells; delete what stands far outside the table"
    zh = "{path}：工作表跨 {rows} 行 {columns} 列；最多 {limit} 个单元格；请删去表格之外很远处的内容"


class TooManyColumns(SubsidyError):
    en = "{path}, line {line}: {found} columns; accepted: at most {limit}"
    zh = "{path} 第{line}行：有 {found} 列；最多 {limit} 列"


class UnknownHeadings(SubsidyError):
    en = "{path}: no heading line recognised; found: {found}; needed: {field}; the nearest known headings: {accepted}"
    zh = "{path}：认不出标题行；读到：{found}；需要：{field}；最接近的已知标题：{accepted}"


class UnknownEncoding(UnknownHeadings):
    en = "{path}: not UTF-8 (line {line}), and as GB18030 without known headings; found: {found}; name the encoding with --encoding"
    zh = "{path}：不是 UTF-8（第{line}行），按 GB18030 读又认不出标题行；读到：{found}；请用 --encoding 指定编码"


class MissingHeading(SubsidyError):
    en = "{path}, line {line}: no column for {field}; found: {found}; accepted, the nearest first: {accepted}"
    zh = "{path} 第{line}行：缺少“{field}”列；读到：{found}；可写作（最接近的在前）：{accepted}"


class FinerPeriods(MissingHeading):
    en = (
        "{path}, line {line}: {found} gives figures by quarter, half-year, week or the like, which cannot be used; "
        "give them by month (such as 2024-03) or by whole year, and leave that column out"
    )
    zh = "{path} 第{line}行：“{found}”按季度、半年、旬、周等列出数据，无法使用；请改为按月（如 2024-03）或按全年列出，并去掉这一列"


class TwoLineHeading(MissingHeading):
    en = (
        "{path}, line {line}: the heading stands in two lines ({found}), so it is not clear what each column holds; "
        "put it into one line without merged cells, such as 2024年进口额（万元）"
    )
    zh = "{path} 第{line}行：标题分成了两行（{found}），分不清各列是什么；请取消合并单元格，合成一行，如 2024年进口额（万元）"


class BesideTable(MissingHeading):
    """A table that stands beside the imports was given as one of imports."""

    en = "{path}, line {line}: this looks like the table of {kind}; give it with {option} and not among the import files; found: {found}"
    zh = "{path} 第{line}行：这看起来是{kind}，请用 {option} 给出，不要放在进口数据文件中；读到：{found}"


class ImportsAsRegister(MissingHeading):
    en = (
        "{path}, line {line}: these are headings of imports, and none of them says what a register does: {accepted}; "
        "give the register with --register, and this file among the import files; found: {found}"
    )
    zh = (
        "{path} 第{line}行：这是进口数据的标题，没有企业名册的内容（{accepted}）；"
        "请用 --register 给出名册，本文件作为进口数据给出；读到：{found}"
    )


class AmountWithoutCurrency(MissingHeading):
    en = (
        "{path}, line {line}: {found} is in no currency; add a column of currencies such as 币制, "
        "or say that it is RMB with --map rmb={found}"
    )
    zh = "{path} 第{line}行：“{found}”没有币种；请加上“币制”列，或用 --map rmb={found} 说明它是人民币"


class MappedHeading(MissingHeading):
    en = "{path}, line {line}: --map {field}={heading}: there is no such heading; found: {found}"
    zh = "{path} 第{line}行：--map {field}={heading}：没有这个标题；读到：{found}"


class RepeatedHeading(SubsidyError):
    en = "{path}, line {line}: the headings {found} both mean {field}; keep one or choose with --map {field}=HEADING"
    zh = "{path} 第{line}行：标题 {found} 都表示“{called}”；请留一个，或用 --map {field}=标题 指定"


class RepeatedPeriod(RepeatedHeading):
    en = "{path}, line {line}: the headings {found} both mean {field}; keep one"
    zh = "{path} 第{line}行：标题 {found} 都表示 {field}；请留一个"


class TwoUnits(SubsidyError):
    en = "{path}: the titles above line {line} state several units ({found} yuan); state the unit in the heading, such as 进口额（万元）"
    zh = "{path}：第{line}行以上的标题写了不同的单位（{found} 元）；请在列标题中注明单位，如 进口额（万元）"


class UnitAbove(SubsidyError):
    en = "{path}: the titles above line {line} state a unit ({found}); write figures in whole units, and the unit in a column 单位"
    zh = "{path}：第{line}行以上的标题写了单位（{found}）；请把数值写成整个单位，并在“单位”列中逐行注明"


class StatisticsExport(SubsidyError):
    en = (
        "{path}: this is the public query export of customs statistics; it names no enterprise and no direction, "
        "so nothing can be computed from it. Use the enterprise's own declaration lines or its yearly totals"
    )
    zh = "{path}：这是海关统计在线查询的导出，没有企业，也没有进出口标志，无法据此计算；请使用企业自己的报关明细或年度汇总"


class FloatColumn(SubsidyError):
    en = "{where}: column {column!r} holds floats, which may have lost digits; give decimals, whole yuan or text"
    zh = "{where}：列 {column!r} 是浮点数，可能已丢失位数；请给小数(Decimal)、整数元或文本"


class UnusableColumn(SubsidyError):
    en = "{where}: column {column!r} holds {kind}; give text, whole numbers, decimals or dates"
    zh = "{where}：列 {column!r} 的类型是 {kind}；请给文本、整数、小数(Decimal)或日期"


class RepeatedColumn(SubsidyError):
    en = "{path}: two columns are called {column!r}; give each its own name"
    zh = "{path}：有两列都叫 {column!r}；请各取一名"
