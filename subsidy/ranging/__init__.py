"""What an enterprise gets under every combination of definite readings: does a legal doubt matter, and how much?

`overall.assess_range` answers; `outcomes` judges a provision under each choice, `extremes` finds least and most, `moves`
changes one reading at a time, `closing` looks for the missing fact that matters most, `models` is what comes out.
"""
