"""What can go wrong: one exception class per situation, and Issue, the value for bad data.

An exception means that the call, a file or the law cannot be used: its class holds the sentence in English
and Chinese, its constructor takes the facts. Bad data inside a readable file is no exception but a value, an
`Issue`, that travels beside the results.

>>> str(MissingFile(path="imports.csv"))
'imports.csv: no such file or folder'
>>> MissingFile(path="imports.csv").sentence("zh")
'imports.csv：没有这个文件或文件夹'
"""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple


class SubsidyError(Exception):
    """Anything that a user can mend; every subclass is one situation."""

    en: ClassVar[str] = "{message}"
    zh: ClassVar[str] = "{message}"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.sentence("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuilt, (type(self), self.facts)

    def sentence(self, lang: str) -> str:
        """The error as one line in the language asked for (`zh` or `en`); a fact `name_zh` stands for `name` in Chinese."""
        if lang != "zh":
            return self.en.format(**self.facts)
        chinese = {name.removesuffix("_zh"): fact for name, fact in self.facts.items() if name.endswith("_zh")}
        return self.zh.format(**{**self.facts, **chinese})


def _rebuilt(kind: type[SubsidyError], facts: dict[str, Any]) -> SubsidyError:
    """The error as it was, in another process."""
    return kind(**facts)


class MissingFile(SubsidyError):
    en = "{path}: no such file or folder"
    zh = "{path}：没有这个文件或文件夹"


class NoTables(SubsidyError):
    en = "{path}: no table files in this folder; accepted: {accepted}"
    zh = "{path}：文件夹中没有表格文件；可用：{accepted}"


class EmptyFile(SubsidyError):
    en = "{path}: the file is empty; a heading line and rows are needed"
    zh = "{path}：文件是空的；需要标题行和数据行"


class EmptyCase(EmptyFile):
    en = "{path}: the file is empty; at least an enterprise is needed"
    zh = "{path}：文件是空的；至少需要 enterprise"


class UnsupportedFile(SubsidyError):
    en = "{path}: files of this kind are not read; accepted: {accepted}"
    zh = "{path}：不支持这种文件；可用：{accepted}"


class UnreadableFile(SubsidyError):
    en = "{path}: cannot be read ({problem})"
    zh = "{path}：无法读取（{problem}）"


class UnreadableText(SubsidyError):
    en = "{path}, line {line}: the bytes are not valid {encoding}"
    zh = "{path} 第{line}行：字节不是有效的 {encoding}"


class NotAFile(SubsidyError):
    en = "{path}: is no ordinary file but a pipe or device; save its content to a file first"
    zh = "{path}：不是普通文件（管道或设备）；请先另存为文件"


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


class TooLarge(SubsidyError):
    en = "{path}: holds more than {limit} bytes when unpacked; raise the limit with --max-bytes if that is meant"
    zh = "{path}：解压后超过 {limit} 字节；如确需读取，请用 --max-bytes 提高上限"


class TooManyCells(SubsidyError):
    en = "{path}: the sheet spans {rows} rows and {columns} columns, more than {limit} cells; delete what stands far outside the table"
    zh = "{path}：工作表跨 {rows} 行 {columns} 列；最多 {limit} 个单元格；请删去表格之外很远处的内容"


class TooManyColumns(SubsidyError):
    en = "{path}, line {line}: {found} columns; accepted: at most {limit}"
    zh = "{path} 第{line}行：有 {found} 列；最多 {limit} 列"


class LineTooLong(SubsidyError):
    en = "{path}, line {line}: longer than {limit} bytes; a line break, or the quote that ends a cell, is missing"
    zh = "{path} 第{line}行：超过 {limit} 字节；缺少换行或右引号"


class NulByte(SubsidyError):
    en = "{path}, line {line}: holds a NUL byte, so it is no text; if it is UTF-16 without a byte-order mark, say --encoding utf-16-le"
    zh = "{path} 第{line}行：含有 NUL 字节，不是文本；如为无字节序标记的 UTF-16，请用 --encoding utf-16-le"


class NoRoom(SubsidyError):
    en = "{path}: cannot be unpacked or rewritten in {folder} ({problem}); make room there, or name another place in TMPDIR"
    zh = "{path}：无法在 {folder} 中解压或改写（{problem}）；请腾出空间，或用 TMPDIR 指定别处"


class UnclosedQuote(SubsidyError):
    en = '{path}, line {line}: a quoted cell that begins here is never closed; add the closing "'
    zh = "{path} 第{line}行：此处开始的引号单元格没有结束；请补上右引号"


class UnknownHeadings(SubsidyError):
    en = "{path}: no heading line recognised; found: {found}; needed: {field}; the nearest known headings: {accepted}"
    zh = "{path}：认不出标题行；读到：{found}；需要：{field}；最接近的已知标题：{accepted}"


class UnknownEncoding(UnknownHeadings):
    en = "{path}: not UTF-8 (line {line}), and as GB18030 without known headings; found: {found}; name the encoding with --encoding"
    zh = "{path}：不是 UTF-8（第{line}行），按 GB18030 读又认不出标题行；读到：{found}；请用 --encoding 指定编码"


class MissingHeading(SubsidyError):
    en = "{path}, line {line}: no column for {field}; found: {found}; accepted, the nearest first: {accepted}"
    zh = "{path} 第{line}行：缺少“{field}”列；读到：{found}；可写作（最接近的在前）：{accepted}"


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
    zh = "{path} 第{line}行：标题 {found} 都表示“{field}”；请留一个，或用 --map {field}=标题 指定"


class RepeatedPeriod(RepeatedHeading):
    en = "{path}, line {line}: the headings {found} both mean {field}; keep one"
    zh = "{path} 第{line}行：标题 {found} 都表示 {field}；请留一个"


class TwoUnits(SubsidyError):
    en = "{path}: the titles above line {line} state several units ({found} yuan); state the unit in the heading, such as 进口额（万元）"
    zh = "{path}：第{line}行以上的标题写了不同的单位（{found} 元）；请在列标题中注明单位，如 进口额（万元）"


class StatisticsExport(SubsidyError):
    en = (
        "{path}: this is the public query export of customs statistics; it names no enterprise and no direction, "
        "so nothing can be computed from it. Use the enterprise's own declaration lines or its yearly totals"
    )
    zh = "{path}：这是海关统计在线查询的导出，没有企业，也没有进出口标志，无法据此计算；请使用企业自己的报关明细或年度汇总"


class BadValue(SubsidyError):
    en = "{where}: {value!r} is not usable; accepted: {accepted}"
    zh = "{where}：{value!r} 不可用；可接受：{accepted}"


class BadSyntax(SubsidyError):
    en = "{path}, line {line}, column {column}: not valid {format}: {problem}"
    zh = "{path} 第{line}行第{column}列：不是有效的 {format}：{problem}"


class UnknownKey(SubsidyError):
    en = "{where}: unknown key {value!r}; known: {accepted}"
    zh = "{where}：未知的键 {value!r}；可用：{accepted}"


class MissingKey(SubsidyError):
    en = "{where}: needed and not given"
    zh = "{where}：必填而未填"


class FloatMoney(SubsidyError):
    en = "{where}: {value} is a binary or JSON fraction and may have lost digits; write money as a string or a whole number of yuan"
    zh = "{where}：{value} 是浮点数，可能已丢失位数；金额请写成字符串或整数元"


class OverlappingPeriods(SubsidyError):
    en = "{where}: the periods {first} and {second} overlap; give each month once"
    zh = "{where}：期间 {first} 与 {second} 重叠；每个月只能给一次"


class NoScenarios(SubsidyError):
    en = "{path}: no scenario files (*.toml) in this folder"
    zh = "{path}：文件夹中没有情景文件（*.toml）"


class ScenarioFault(SubsidyError):
    """What is wrong inside a scenario, with the file that says it."""

    en = "{path}: {problem}"
    zh = "{path}：{problem}"


class UnknownReading(SubsidyError):
    en = "reading {name!r} is not known; known: {accepted}"
    zh = "没有名为 {name!r} 的解读；可用：{accepted}"


class UnknownReadingOption(SubsidyError):
    en = "reading {name}: option {value!r} is not known; accepted: {accepted}"
    zh = "解读 {name}：没有选项 {value!r}；可用：{accepted}"


class UnknownDecision(SubsidyError):
    en = "decision {name!r} is not known; known: {accepted}"
    zh = "没有名为 {name!r} 的决定；可用：{accepted}"


class BadDecision(SubsidyError):
    en = "decision {name}: {value!r} is not usable; accepted: {accepted}"
    zh = "决定 {name}：{value!r} 不可用；可接受：{accepted_zh}"


class UnknownDocument(SubsidyError):
    en = "document {value!r} is not known; known: {accepted}"
    zh = "没有文件 {value!r}；可用：{accepted}"


class LawError(SubsidyError):
    en = "{path}: {where}: {problem}"
    zh = "{path}：{where}：{problem}"


class SeveralEnterprises(SubsidyError):
    en = "the files name several enterprises; choose one with --uscc: {found}"
    zh = "文件中有多家企业；请用 --uscc 指定一家：{found}"


class NoEnterprise(SubsidyError):
    en = "the files name no enterprise {value}; choose one with --uscc: {found}"
    zh = "文件中没有企业 {value}；请用 --uscc 指定：{found}"


class UnknownCommand(SubsidyError):
    en = "no command {value!r}; known: {accepted}"
    zh = "没有命令 {value!r}；可用：{accepted}"


class NothingGiven(SubsidyError):
    en = "nothing is known of the enterprise; give --case CASE, files, or options such as --imports 2024=80000000.00"
    zh = "没有任何企业资料；请给出 --case、数据文件，或 --imports 2024=80000000.00 等选项"


class ImportsTwice(SubsidyError):
    en = "--imports {value}: imports come either from files or from options, not from both"
    zh = "--imports {value}：进口额要么来自文件，要么来自选项，不能两者都给"


class OutputExists(SubsidyError):
    en = "{path}: the folder exists and is not empty; choose another or add --force to replace it"
    zh = "{path}：文件夹已存在且不为空；请换一个，或加 --force 替换"


class OutputForeign(SubsidyError):
    en = "{path}: holds {found}, which is no result of a batch, and is not replaced; choose another place"
    zh = "{path}：其中的 {found} 不是批量计算的结果，不予替换；请换个位置"


class OutputBusy(SubsidyError):
    en = "{path}: cannot be written ({problem}); close the program that holds it open, or choose another place"
    zh = "{path}：无法写入（{problem}）；请关闭占用它的程序，或换个位置"


class OutputOpen(OutputBusy):
    en = "{path}: another program holds this file open; close it there and run again, or choose another place"
    zh = "{path}：该文件正被其他程序打开；请先关闭再重新运行，或换个位置"


class OutputFull(OutputBusy):
    en = "{path}: cannot be written, the disk is full or a quota used up; make room, or choose another place"
    zh = "{path}：无法写入，磁盘已满或超出配额；请腾出空间，或换个位置"


class OutputHere(SubsidyError):
    en = "{path}: is the folder from which the call is made, and a result replaces its folder whole; name a folder inside it"
    zh = "{path}：就是当前所在的文件夹，而结果文件夹是整体替换的；请改用其中的一个子文件夹"


class OutputMounted(SubsidyError):
    en = "{path}: is a drive or a mounted folder, and a result replaces its folder whole; name a folder inside it"
    zh = "{path}：是驱动器或挂载的文件夹，而结果文件夹是整体替换的；请改用其中的一个子文件夹"


class MissingExtra(SubsidyError):
    en = "{what} needs an optional part of this program; install it with: pip install 'subsidy[{extra}]'"
    zh = "{what} 需要本程序的可选部分，请安装：pip install 'subsidy[{extra}]'"


class SparkFailed(SubsidyError):
    en = "Spark cannot be started with master {master}; it needs Java 17 or later, found by JAVA_HOME or PATH; what was said: {problem}"
    zh = "无法启动 Spark（master {master}）；需要 Java 17 或更高版本（由 JAVA_HOME 或 PATH 找到）；提示：{problem}"


class MasterAway(SubsidyError):
    en = "{master}: no Spark master can be reached there ({problem}); start it, or choose another with --master"
    zh = "{master}：连接不到 Spark 主节点（{problem}）；请先启动它，或用 --master 另选"


class FloatColumn(SubsidyError):
    en = "{where}: column {column!r} holds floats, which may have lost digits; give decimals, whole yuan or text"
    zh = "{where}：列 {column!r} 是浮点数，可能已丢失位数；请给小数(Decimal)、整数元或文本"


class UnusableColumn(SubsidyError):
    en = "{where}: column {column!r} holds {kind}; give text, whole numbers, decimals or dates"
    zh = "{where}：列 {column!r} 的类型是 {kind}；请给文本、整数、小数(Decimal)或日期"


class RepeatedColumn(SubsidyError):
    en = "{path}: two columns are called {column!r}; give each its own name"
    zh = "{path}：有两列都叫 {column!r}；请各取一名"


class NotBalanced(SubsidyError):
    en = "the account of the rows does not balance ({problem}); nothing was written"
    zh = "行数或金额对不上（{problem}）；未写出任何结果"


class Issue(NamedTuple):
    """One bad cell or row of an input: where it stands, what it says, and the code of what is wrong with it."""

    file: str
    sheet: str | None
    line: int | None
    column: str | None
    value: str | None
    code: str
