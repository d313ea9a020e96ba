"""Short phrases for standings, results and comparisons, one wording for page and exports."""
