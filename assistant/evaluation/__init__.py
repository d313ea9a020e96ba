"""Measures reading and search against labelled items, and the speed of the whole; decides nothing."""
