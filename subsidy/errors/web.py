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
