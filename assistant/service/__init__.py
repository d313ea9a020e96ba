"""Builds everything once and joins the parts: the only module that knows all others."""

from assistant.service.service import Readiness, Refused, Service

__all__ = ["Readiness", "Refused", "Service"]
