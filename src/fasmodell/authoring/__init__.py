"""For the authors of a rule base: rule tests and how much of the rules they reach."""
