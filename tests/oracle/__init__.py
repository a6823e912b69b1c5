"""An independent second calculation of 青商规〔2024〕1号, articles 1 and 4.

It takes plain JSON-shaped cases, counts in whole fen and exact fractions, and shares
no line with the calculator that it checks. `assess` judges one enterprise alone;
`assess_many` judges a batch, in which enterprises may contest the same first.
"""

from .batch import assess, assess_many

__all__ = ["assess", "assess_many"]
