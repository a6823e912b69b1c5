"""Many enterprises: files become rows, rows an account, the account a population, the population entitlements.

`rows` reads and classifies, `account` settles repetitions and adds up, `population` puts together what is known of each
enterprise, `entitle` runs the rules over it as columns, `write` puts the result in place whole.
"""
