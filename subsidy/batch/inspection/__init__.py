"""What is recognised in files before anyone runs a batch over them, found with the same readers, rows and account.

`kind` tells tables of imports from those beside them, `files` and `workbook` open each without letting one stop the
others, `rows` says what the rows of each table come to, `inspect` puts it together.
"""
