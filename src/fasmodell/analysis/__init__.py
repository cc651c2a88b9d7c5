"""Answers about an answer: why not, what if, what to ask, how firm, what next."""
