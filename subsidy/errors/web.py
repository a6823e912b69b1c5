"""What a server refuses, and what stands in its way."""

from __future__ import annotations

from subsidy.errors.base import SubsidyError


class NoKey(SubsidyError):
    en = "this server answers holders of a key only; send it as `Authorization: Bearer KEY`"
    zh = "本服务须持密钥使用；请在请求中写明 `Authorization: Bearer 密钥`"


class KeyRefused(SubsidyError):
    en = "the key is not one of this server's"
    zh = "本服务没有这个密钥"


class RoleMissing(SubsidyError):
    en = "the key lacks the role {accepted!r}"
    zh = "这个密钥没有 {accepted!r} 权限"


class ForeignPage(SubsidyError):
    en = "a page of another site may not send this: {value}"
    zh = "不接受其他网站的网页发来的请求：{value}"


class ForeignHost(SubsidyError):
    en = "the server is not known as {value!r}; accepted: {accepted}"
    zh = "本服务的名称不是 {value!r}；可接受：{accepted}"


class NoSuchPath(SubsidyError):
    en = "{value}: nothing is there"
    zh = "{value}：这里没有内容"


class MethodRefused(SubsidyError):
    en = "{value} cannot be done there; accepted: {accepted}"
    zh = "这里不接受 {value}；可接受：{accepted}"


class MediaRefused(SubsidyError):
    en = "the body is {value!r}; accepted: {accepted}"
    zh = "请求内容的类型是 {value!r}；可接受：{accepted}"


class BodyTooLarge(SubsidyError):
    en = "the body is too large; accepted: at most {accepted} bytes"
    zh = "请求内容过大；最多 {accepted} 字节"


class ServerBusy(SubsidyError):
    en = "too much is being computed at once; try again in {seconds} seconds"
    zh = "同时计算的请求过多；请在 {seconds} 秒后重试"


class TookTooLong(SubsidyError):
    en = "no answer within {seconds} seconds; ask for less at once"
    zh = "{seconds} 秒内没有算完；请减少一次所算的内容"


class NoLedger(SubsidyError):
    en = "this server has no ledger; start it with --ledger URL"
    zh = "本服务没有台账；请用 --ledger URL 启动"


class OpenServer(SubsidyError):
    en = "--host {value}: without keys the server listens on this machine only ({accepted}); give --keys FILE"
    zh = "--host {value}：没有密钥时只能在本机监听（{accepted}）；请给出 --keys 文件"


class BodyTooSlow(SubsidyError):
    en = "the body did not arrive within {seconds} seconds"
    zh = "请求内容没有在 {seconds} 秒内到达"


class UploadTooSlow(SubsidyError):
    en = "the files arrive too slowly; accepted: at least {accepted} bytes in {seconds} seconds"
    zh = "文件传输过慢；{seconds} 秒内至少须传送 {accepted} 字节"


class TooManyUploads(SubsidyError):
    en = "too many uploads of one key arrive at once; accepted: at most {accepted}; try again when one has ended"
    zh = "同一密钥同时上传的请求过多；最多 {accepted} 个；请待其中一个结束后再试"


class TooManyConnections(SubsidyError):
    en = "too many connections are open; try again in {seconds} seconds"
    zh = "连接过多；请在 {seconds} 秒后重试"


class NotHttp(SubsidyError):
    en = "this is no HTTP request that can be read"
    zh = "无法识别的 HTTP 请求"


class TooManyFacts(SubsidyError):
    en = "{where}: {value} are more than this server judges at once; accepted: at most {accepted}"
    zh = "{where}：{value} 项超过本服务一次所能判定的数量；最多 {accepted} 项"


class PortTaken(SubsidyError):
    en = "--port {port}: another program listens there already; choose another port, or end that program"
    zh = "--port {port}：该端口已被其他程序占用；请换一个端口，或结束那个程序"


class AddressAway(SubsidyError):
    en = "--host {host} --port {port}: nothing can listen there ({problem})"
    zh = "--host {host} --port {port}：无法在该地址监听（{problem}）"


class BrokenForm(SubsidyError):
    en = "the body is no sound multipart/form-data: {problem}"
    zh = "请求内容不是有效的 multipart/form-data：{problem}"


class PartTwice(SubsidyError):
    en = "the part {value!r} is given twice; accepted: once"
    zh = "{value!r} 部分给了两次；只能给一次"


class TooManyFiles(SubsidyError):
    en = "too many files in one request; accepted: at most {accepted}"
    zh = "一次上传的文件过多；最多 {accepted} 个"


class QueueFull(SubsidyError):
    en = "too many batches wait already; accepted: at most {accepted}; try again later"
    zh = "等待计算的批量过多；最多 {accepted} 个；请稍后再试"


class ServerFull(SubsidyError):
    en = "the server has no room left on its disk; try again later"
    zh = "服务器磁盘空间不足；请稍后再试"


class JobDied(SubsidyError):
    en = "the computation ended before its result was there; it may hold {accepted} bytes of memory: give fewer or smaller files"
    zh = "计算中途终止，没有结果；可用内存为 {accepted} 字节：请减少或缩小文件"


class JobTooLarge(SubsidyError):
    en = "the computation fills more than {accepted} bytes on the disk; give fewer or smaller files"
    zh = "计算占用的磁盘空间超过 {accepted} 字节；请减少或缩小文件"


class Interrupted(SubsidyError):
    en = "the server was stopped while this was computed; send it again"
    zh = "计算时服务被停止；请重新提交"


class FolderAway(SubsidyError):
    en = "--folder {path}: cannot be used ({problem}); choose another"
    zh = "--folder {path}：无法使用（{problem}）；请换一个"


class FolderHeld(SubsidyError):
    en = "--folder {path}: another server keeps its files there; choose another"
    zh = "--folder {path}：已有另一个服务在使用；请换一个"
