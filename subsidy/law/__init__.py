"""The law as data: documents with their figures and dates, where they can be read in more than one way, and what is said of it.

`documents/*.toml` hold the documents, `readings.toml` readings and decisions, `wording.toml` the sentences of all codes;
`model` says what a document file may hold, `library` reads and holds them, `choices` settles readings and decisions.
"""
