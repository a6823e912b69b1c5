"""The ledger cannot be opened, or does not take what it is given."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class LedgerMissing(SubsidyError):
    en = "{url}: there is no ledger; make one with: subsidy ledger init --ledger {url}"
    zh = "{url}：没有台账；请先执行：subsidy ledger init --ledger {url}"


class LedgerOlder(SubsidyError):
    en = "{url}: the ledger has the older form {found}; upgrade it with: subsidy ledger init --ledger {url}"
    zh = "{url}：台账是旧版结构 {found}；请执行升级：subsidy ledger init --ledger {url}"


class LedgerNewer(SubsidyError):
    en = "{url}: the ledger has the form {found}, which this version ({accepted}) does not know; use a later version of this program"
    zh = "{url}：台账结构 {found} 比本版本（{accepted}）新；请使用更新的程序"


class LedgerElsewhere(SubsidyError):
    en = "{url}: the file holds another database ({found}), to which no ledger is added; give a new file"
    zh = "{url}：该文件是另一个数据库（{found}），不在其中建立台账；请给出新文件"


class LedgerAway(SubsidyError):
    en = "{url}: the database cannot be used ({problem})"
    zh = "{url}：数据库无法使用（{problem}）"


class LedgerBusy(SubsidyError):
    en = "{url}: the ledger was held by others through {attempts} attempts; nothing was posted, try again"
    zh = "{url}：台账被占用，尝试了 {attempts} 次；未记入任何分录，请重试"


class LimitReached(SubsidyError):
    en = "{uscc}, {provision}, {period}: {sum} is not posted: {why} ({limit})"
    zh = "{uscc}，{provision}，{period}：{sum} 未记账：{why}（{limit}）"


class UnknownEntry(SubsidyError):
    en = "{where}: the ledger has no entry {value}; accepted: {accepted}"
    zh = "{where}：台账中没有分录 {value}；可接受：{accepted}"


class WithoutCode(SubsidyError):
    en = "{where}: names no unified social credit code, without which nothing is posted or known to have been granted; give --uscc"
    zh = "{where}：没有统一社会信用代码，无法记账，也无法得知已发放多少；请给出 --uscc"


class NotAnAssessment(SubsidyError):
    en = "{path}: is no assessment as `subsidy estimate --format json` gives it ({where}: {problem})"
    zh = "{path}：不是 `subsidy estimate --format json` 给出的结果（{where}：{problem}）"


class PriorTwice(SubsidyError):
    en = "earlier grants come either from the ledger or from {other}, not from both"
    zh = "以往发放要么来自台账，要么来自 {other}，不能两者都给"


class PaymentsFiltered(SubsidyError):
    en = "--uscc, --provision and --period choose among claims; leave them out with --kind paid or clawed_back"
    zh = "--uscc、--provision 和 --period 用来选择应得；与 --kind paid 或 clawed_back 一起时请去掉"


class LedgerSource(SubsidyError):
    en = (
        "post either an assessment or a batch result; or with --kind paid or clawed_back one --reference; "
        "or a file with --kind paid or granted"
    )
    zh = "请给出测算结果或批量结果；或用 --kind paid 或 clawed_back 加一个 --reference；或用 --kind paid 或 granted 加一个文件"
