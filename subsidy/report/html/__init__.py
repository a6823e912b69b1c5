"""Results as HTML that stands alone: one page on a batch result, and one sheet on an enterprise.

No script, nothing from outside, text as text: what is made here can be kept, sent and printed. It needs the extra `report`.
"""
