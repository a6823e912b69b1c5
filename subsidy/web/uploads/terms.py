"""What is asked of files that are sent: the part `terms` of a form, and what OpenAPI says of such forms."""

from __future__ import annotations

import codecs
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import Request
from pydantic import AfterValidator, Field

from subsidy import errors
from subsidy.facts import Case, Coverage
from subsidy.fields import YEARS, Day, Money, Text, Uscc, Zone, refuse
from subsidy.intake.aliases import fields
from subsidy.web.asked.question import Asked, Terms, read
from subsidy.web.door.receiving import UPLOAD
from subsidy.web.uploads.parts import FILES, TABLES, TERMS

_BY_YEAR = '{"2025": "3845000000.00"}'


def _by_year(given: dict[str, Decimal]) -> dict[str, Decimal]:
    if not all(len(year) == 4 and year.isascii() and year.isdigit() and int(year) in YEARS for year in given):
        raise refuse(_BY_YEAR)
    return given


def _encoding(given: str) -> str:
    """The name of an encoding of text, known here."""
    try:
        with suppress(UnicodeError):
            b"a".decode(given)  # refuses what is no encoding of text
        codecs.getincrementaldecoder(given)
    except (LookupError, ValueError):
        raise refuse("utf-8, gb18030, utf-16") from None
    return given


def _by_field(given: dict[str, str]) -> dict[str, str]:
    known = fields("imports")
    if not all(name in known for name in given):
        raise refuse(", ".join(known))
    return given


Encoding = Annotated[Text, AfterValidator(_encoding)]
Mapping = Annotated[dict[str, Text], AfterValidator(_by_field)]
Controls = Annotated[dict[str, Money], AfterValidator(_by_year)]
Strict = Field(strict=True)


class FileTerms(Terms):
    """How files are read."""

    encoding: Annotated[Encoding | None, Field(description="Of the text files; found by itself, if not given.")] = None
    mapping: Annotated[Mapping, Field(default_factory=dict, description="Headings by field, where they are not recognised.")]
    sheets: Annotated[tuple[Text, ...], Field(description="Only these sheets of workbooks.")] = ()
    round_input: Annotated[Literal["fen"] | None, Field(description="`fen` rounds amounts with more than two decimals.")] = None


class CaseTerms(FileTerms):
    """One enterprise out of files."""

    uscc: Annotated[Uscc | None, Field(description="Which enterprise, where the files name several.")] = None
    case: Annotated[Case | None, Field(description="What is known of it already.")] = None


class BatchTerms(FileTerms):
    """Many enterprises out of files, as `subsidy batch` is asked for them."""

    zone: Annotated[Zone | None, Field(description="Of firms for which nothing else says it, without a register.")] = None
    year: Annotated[int | None, Field(strict=True, ge=1990, le=2199, description="Only this statistics year.")] = None
    coverage: Annotated[tuple[Coverage, ...], Field(description="Months that the files cover.")] = ()
    fees_through: Annotated[Day | None, Field(description="Last day to which the warehousing fees are known.")] = None
    controls: Annotated[Controls, Field(default_factory=dict, description="What the counted imports of a year must add up to.")]
    to: Annotated[tuple[Literal["csv", "xlsx", "parquet"], ...], Field(description="Further forms of the result.")] = ()
    range: Annotated[bool, Strict, Field(description="Least and most of every line over all readings.")] = False
    ledger: Annotated[bool, Strict, Field(description="Earlier grants come from the ledger of the server.")] = False
    report: Annotated[bool, Strict, Field(description="Also the result as a page, report.html.")] = False


def terms_of(request: Request, text: bytes, model: type[Asked]) -> Asked:
    """The part `terms` of a form as a model; raises what is wrong with it, and where."""
    try:
        return read(request, text.decode("utf-8-sig") or "{}", model, TERMS)
    except UnicodeDecodeError as error:
        raise errors.UnreadableText(path=TERMS, line=1, encoding=f"UTF-8 (byte {error.start + 1})") from None


def form_of(model: type[FileTerms], example: dict[str, Any]) -> dict[str, Any]:
    """What a route says of a form with files that it reads itself."""
    file = {"type": "string", "format": "binary"}
    properties = {
        FILES: {"type": "array", "items": file, "description": "Import files, by any name."},
        **{table: {**file, "description": f"The side table `{table}`."} for table in TABLES},
        TERMS: {"allOf": [{"$ref": f"#/components/schemas/{model.__name__}"}], "example": example},
    }
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    encoding = {TERMS: {"contentType": "application/json"}}
    return {"requestBody": {"required": True, "content": {UPLOAD: {"schema": schema, "encoding": encoding}}}}
