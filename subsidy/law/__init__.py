"""The law as data: documents with their figures and dates, where they can be read in more than one way, and what is said of it.

`documents/*.toml` hold the documents, `documents/*.measures.toml` what they say measure by measure, `readings.toml` readings and
decisions, `wording.toml` the sentences of all codes; `model` and `measure` say what these files may hold, `library` and `measures`
read and hold them, `selection` chooses measures, `effects` and `timeline` tell what follows from the days, `choices` settles
readings and decisions.
"""
