"""Frozen types every other module speaks in. Imports nothing of ours."""
