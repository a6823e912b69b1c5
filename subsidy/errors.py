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


class UnclosedQuote(SubsidyError):
    en = '{path}, line {line}: a quoted cell that begins here is never closed; add the closing "'
    zh = "{path} 第{line}行：此处开始的引号单元格没有结束；请补上右引号"


class UnknownHeadings(SubsidyError):
    en = "{path}: no heading line recognised; found: {found}; a needed heading is {field}: {accepted}"
    zh = "{path}：认不出标题行；读到：{found}；需要的标题“{field}”可写作：{accepted}"


class MissingHeading(SubsidyError):
    en = "{path}, line {line}: no column for {field}; found: {found}; accepted: {accepted}"
    zh = "{path} 第{line}行：缺少“{field}”列；读到：{found}；可写作：{accepted}"


class RepeatedHeading(SubsidyError):
    en = "{path}, line {line}: the headings {found} both mean {field}; keep one or choose with --map {field}=HEADING"
    zh = "{path} 第{line}行：标题 {found} 都表示“{field}”；请留一个，或用 --map {field}=标题 指定"


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


class FloatColumn(SubsidyError):
    en = "{where}: column {column!r} holds floats, which may have lost digits; give decimals, whole yuan or text"
    zh = "{where}：列 {column!r} 是浮点数，可能已丢失位数；请给小数(Decimal)、整数元或文本"


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
