"""Measures reading and search on labelled items, and the speed of the whole; decides nothing."""
