"""Measures the interview on simulated teams: how long, how near to the least, and never wrong."""
