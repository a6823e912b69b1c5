"""One page on a batch result, that stands alone: what it comes to, where its rows went, and what it rests on."""

from __future__ import annotations

import decimal
from collections import Counter

from subsidy import errors
from subsidy.batch.overview import Overview, overview
from subsidy.batch.read_account import Account, read_account
from subsidy.batch.read_back import Result
from subsidy.batch.read_lines import lines_of
from subsidy.law.library import Library
from subsidy.law.run import Run, prepare
from subsidy.money import EXACT
from subsidy.report.html import basis, rows, sums
from subsidy.report.html.blocks import Section, Words, count
from subsidy.report.html.template import rendered


def run_of(result: Result, law: Library) -> Run:
    """The run by which a result was judged; raises `errors.ResultLaw` where this law is not the one that its receipt names."""
    if result.receipt.law != law.digest:
        raise errors.ResultLaw(path=result.folder, digest=result.receipt.law)
    return prepare(result.as_of, result.readings, result.decisions, law)


def titles_of(run: Run, lang: str) -> dict[str, str]:
    """What each provision is called; one that shares its title with another has its id beside it."""
    titles = {terms.provision: provision.title.text(lang) for _, provision, terms in run.provisions}
    shared = {title for title, times in Counter(titles.values()).items() if times > 1}
    return {name: f"{title} ({name})" if title in shared else title for name, title in titles.items()}


def page(result: Result, law: Library, lang: str) -> str:
    """The page on a result, in one of the two languages; the same bytes for the same folder.

    Raises what `read_account`, `lines_of`, `overview` and `run_of` raise, and `errors.MissingExtra`.
    """
    run, account = run_of(result, law), read_account(result.folder)
    found = overview(lines_of(result), account, run)
    words = Words(lang)
    with decimal.localcontext(EXACT):
        sections = _sections(found, account, result, run, words)
    return rendered(
        "page.html.j2",
        lang=lang,
        title=words("title", day=result.as_of),
        subtitle=words("subtitle", firms=count(found.firms), lines=count(sums.lines_in_all(found))),
        contents=words("contents"),
        sections=sections,
    )


def _sections(found: Overview, account: Account, result: Result, run: Run, words: Words) -> list[Section]:
    titles = titles_of(run, words.lang)
    return [
        sums.totals(found, words),
        sums.provisions(found, titles, words),
        sums.sizes(found, words),
        sums.caps(found, titles, words),
        sums.years(found, words),
        sums.foremost(found, words),
        basis.open_questions(found, words),
        rows.account(account, words),
        rows.rejects(account, words),
        basis.readings(found, result, run, titles, words),
        basis.decisions(result, words),
        basis.assumptions(account, words),
        basis.warnings(found, account, run, words),
        basis.receipt(result.receipt, words),
    ]
