"""A file cannot be found, opened, unpacked or read as text."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


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


class TooLarge(SubsidyError):
    en = "{path}: holds more than {limit} bytes when unpacked; raise the limit with --max-bytes if that is meant"
    zh = "{path}：解压后超过 {limit} 字节；如确需读取，请用 --max-bytes 提高上限"


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
