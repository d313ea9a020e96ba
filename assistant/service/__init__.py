"""Builds everything once and joins the parts: the only module that knows all others."""

from assistant.service.refused import Refused
from assistant.service.service import Service
from assistant.service.sessions import Held
from assistant.service.warming import Readiness

__all__ = ["Held", "Readiness", "Refused", "Service"]
