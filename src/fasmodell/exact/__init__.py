"""What holds for every profile: value cells, the rule base as formulas, and witnesses."""
