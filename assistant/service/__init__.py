"""Builds everything once and joins the parts: the only module that knows all others."""

from assistant.service.engine import Engine
from assistant.service.service import Readiness, Refused, Service

__all__ = ["Engine", "Readiness", "Refused", "Service"]
