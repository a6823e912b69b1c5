"""Rows drawn with a known fate, dressed as clerks dress them: what a batch says of them is compared with what was drawn.

The fate, the sum and the place of every row are settled while it is drawn, in plain integers, before any file is
written; nothing of the reading under test is used. `python -m tests.truth SEED DIR` writes the files of one seed and
what is expected of them.
"""
