"""What computes is not installed or cannot be started."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class MissingExtra(SubsidyError):
    en = "{what} needs an optional part of this program; install it with: pip install 'subsidy[{extra}]'"
    zh = "{what} 需要本程序的可选部分，请安装：pip install 'subsidy[{extra}]'"


class SparkFailed(SubsidyError):
    en = "Spark cannot be started with master {master}; it needs Java 17 or later, found by JAVA_HOME or PATH; what was said: {problem}"
    zh = "无法启动 Spark（master {master}）；需要 Java 17 或更高版本（由 JAVA_HOME 或 PATH 找到）；提示：{problem}"


class MasterAway(SubsidyError):
    en = "{master}: no Spark master can be reached there ({problem}); start it, or choose another with --master"
    zh = "{master}：连接不到 Spark 主节点（{problem}）；请先启动它，或用 --master 另选"
