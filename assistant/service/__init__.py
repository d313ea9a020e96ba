"""Builds everything once and joins the parts: the only module that knows all others."""

from assistant.service.refused import Refused
from assistant.service.service import Readiness, Service

__all__ = ["Readiness", "Refused", "Service"]
