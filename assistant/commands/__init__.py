"""The command line: the same service, without a page."""
