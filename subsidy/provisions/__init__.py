"""The rule kinds: each a small pure module, written once for one case and for a whole population.

`growth` (a rate on a yearly increment), `first` (a lump sum once), `warehousing` (a share of fees over support years).
`terms` holds what the law and the run fix for a rule, `outcome` what every rule ends in.
"""
