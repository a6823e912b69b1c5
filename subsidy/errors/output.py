"""A result cannot be written, or must not be."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class OutputExists(SubsidyError):
    en = "{path}: the folder exists and is not empty; choose another or add --force to replace it"
    zh = "{path}：文件夹已存在且不为空；请换一个，或加 --force 替换"


class FileExists(SubsidyError):
    en = "{path}: the file exists; choose another or add --force to replace it"
    zh = "{path}：文件已存在；请换一个，或加 --force 替换"


class OutputForeign(SubsidyError):
    en = "{path}: holds {found}, which is no result of a batch, and is not replaced; choose another place"
    zh = "{path}：其中的 {found} 不是批量计算的结果，不予替换；请换个位置"


class SheetsForeign(SubsidyError):
    en = "{path}: holds {found}, which is no sheet of an enterprise, and is not replaced; choose another place"
    zh = "{path}：其中的 {found} 不是企业测算单，不予替换；请换个位置"


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


class PageFolder(SubsidyError):
    en = "{path}: is a folder; name a file for the page, such as report.html"
    zh = "{path}：是文件夹；请为总报告指定一个文件，如 report.html"


class PageOverResult(SubsidyError):
    en = "{path}: is {found} of the result itself, and the page would destroy it; choose another place"
    zh = "{path}：就是结果自己的 {found}，写入总报告会毁掉它；请换个位置"


class PageAmongSheets(SubsidyError):
    en = "{path}: the page cannot stand where the sheets go, {sheets} holds nothing but sheets; choose another place for one of them"
    zh = "{path}：总报告不能与测算单放在同一处，{sheets} 中只能有测算单；请给其中之一换个位置"


class NoFolder(SubsidyError):
    en = "{path}: cannot be written, {found} is no folder; choose another place"
    zh = "{path}：无法写入，{found} 不是文件夹；请换个位置"


class NotBalanced(SubsidyError):
    en = "the account of the rows does not balance ({problem}); nothing was written"
    zh = "行数或金额对不上（{problem}）；未写出任何结果"
