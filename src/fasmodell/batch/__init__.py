"""Many profiles at once: the rules over columns."""
