"""Measures the page from outside: a real server, its own connections, and Chromium."""
