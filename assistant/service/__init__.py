"""Builds everything once and joins the parts: the only module that knows all others."""

from assistant.service.loading import Readiness
from assistant.service.refused import Refused
from assistant.service.service import Service
from assistant.service.sessions import Held

__all__ = ["Held", "Readiness", "Refused", "Service"]
