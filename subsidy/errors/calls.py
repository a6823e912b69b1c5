"""The call asks for what there is not, for too little or for too much."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class SeveralEnterprises(SubsidyError):
    en = "the files name several enterprises; choose one by its uscc: {found}"
    zh = "文件中有多家企业；请以 uscc 指定一家：{found}"


class NoEnterprise(SubsidyError):
    en = "the files name no enterprise {value}; choose one by its uscc: {found}"
    zh = "文件中没有企业 {value}；请以 uscc 指定：{found}"


class UnknownCommand(SubsidyError):
    en = "no command {value!r}; known: {accepted}"
    zh = "没有命令 {value!r}；可用：{accepted}"


class NothingGiven(SubsidyError):
    en = "nothing is known of the enterprise; give --case CASE, files, or options such as --imports 2024=80000000.00"
    zh = "没有任何企业资料；请给出 --case、数据文件，或 --imports 2024=80000000.00 等选项"


class ImportsTwice(SubsidyError):
    en = "--imports {value}: imports come either from files or from options, not from both"
    zh = "--imports {value}：进口额要么来自文件，要么来自选项，不能两者都给"


class NoResult(SubsidyError):
    en = "{path}: no result of `subsidy batch`, which holds {accepted}"
    zh = "{path}：不是 `subsidy batch` 的结果，其中应有 {accepted}"


class ResultMixed(SubsidyError):
    en = "{path}: {one} and {other} do not agree ({what}); the folder was edited, or mixes two runs: run the batch again"
    zh = "{path}：{one} 与 {other} 不一致（{what}）；文件夹被改动过，或混有两次运行的文件：请重新运行 batch"


class ResultLaw(SubsidyError):
    en = "{path}: was judged under another law ({digest}); name its policy files with --policy, or run the batch again"
    zh = "{path}：所依据的法规与现在的不同（{digest}）；请用 --policy 给出当时的政策文件，或重新运行 batch"


class NowhereToWrite(SubsidyError):
    en = "say where to write: --html FILE for the page, --sheets DIR for one sheet per enterprise, or both"
    zh = "请说明写到哪里：--html 文件（总报告）、--sheets 文件夹（每家企业一页测算单），或两者都给"


class ResultAndFirm(SubsidyError):
    en = "--result {value}: give either a batch result or one enterprise, not both"
    zh = "--result {value}：要么给批量结果，要么给一家企业，不能两者都给"


class ResultJudged(SubsidyError):
    en = "--result {value}: has been judged under its own readings and decisions; leave out {option}"
    zh = "--result {value}：已按其自身的解读和决定算出；请去掉 {option}"


class TwoDays(SubsidyError):
    en = "as_of is {base} in the one file and {other} in the other: which rows count depends on it; give both the same day"
    zh = "两份文件的 as_of 不同（{base} 和 {other}）：哪些数据行计入取决于它；请写同一天"


class TwoCases(SubsidyError):
    en = "{base} and {other} describe different enterprises in [case]; a comparison is of one: give both the same, or only one of them"
    zh = "{base} 和 {other} 的 [case] 不是同一家企业；比较的是同一家：请写成相同，或只在其中一份里写"


class NothingToCompare(SubsidyError):
    en = "nothing to judge: give import files, or a [case] in {base}"
    zh = "没有可判定的：请给出进口数据文件，或在 {base} 中写 [case]"


class FilesNeeded(SubsidyError):
    en = "{option}: is for import files, and none are given"
    zh = "{option}：用于进口数据文件，而没有给出这样的文件"


class ProvisionNeeded(SubsidyError):
    en = "--budget: which provision's rate is meant? Choose one with --provision: {accepted}"
    zh = "--budget：指的是哪一条的比例？请用 --provision 指定：{accepted}"
