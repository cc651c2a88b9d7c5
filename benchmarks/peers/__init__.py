"""fasmodell beside what one could use instead: one problem, put to each engine in its own words."""
