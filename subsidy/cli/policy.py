"""`subsidy policy`: the documents, their days in force, and how they cite and repeal each other."""

from __future__ import annotations

from subsidy.cli.command import LazyGroup

command = LazyGroup(
    name="policy",
    modules=("policy_list", "policy_show", "policy_timeline", "policy_check"),
    help="The documents: days in force, what repeals and cites what, figures and measures.",
    zh="政策文件：有效期、引用与废止关系、数额和措施。",
    example="subsidy policy list --as-of 2026-05-28",
)
