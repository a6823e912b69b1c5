"""What is recognised in files before anyone runs a batch over them, found with the same readers, rows and account.

`kind` tells tables of imports from those beside them; `files`, `workbook` and `opening` open each without letting one stop
the others; `reading` and `rows` say what the rows of each come to, `columns` and `warnings` what its headings bring about;
`inspect` puts it together. `beside` tells a batch which files of a folder are tables that its options name.
"""
