"""The policies under scenarios/policies: random enterprises, and an oracle that is written from the clauses alone."""
