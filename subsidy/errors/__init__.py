"""What can go wrong: one exception class per situation, and Issue, the value for bad data.

An exception means that the call, a file or the law cannot be used: its class holds the sentence in English
and Chinese, its constructor takes the facts. Bad data inside a readable file is no exception but a value, an
`Issue`, that travels beside the results.

Each module here holds one kind of situation; whoever raises or catches names the class as `errors.MissingFile`.

>>> str(MissingFile(path="imports.csv"))
'imports.csv: no such file or folder'
>>> MissingFile(path="imports.csv").sentence("zh")
'imports.csv：没有这个文件或文件夹'
"""

# ruff: noqa: F403 - a new situation is written once, in its module, and is then known here

from subsidy.errors.base import SubsidyError as SubsidyError
from subsidy.errors.calls import *
from subsidy.errors.engines import *
from subsidy.errors.files import *
from subsidy.errors.issue import Issue as Issue
from subsidy.errors.law import *
from subsidy.errors.ledger import *
from subsidy.errors.output import *
from subsidy.errors.tables import *
from subsidy.errors.values import *
from subsidy.errors.web import *
