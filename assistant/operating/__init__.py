"""What whoever runs a server needs of it: numbers, log lines, and limits to what one visitor takes.

Nothing here ever holds what somebody said, nor a token.
"""

from assistant.operating.lines import Form, event, set_up
from assistant.operating.meters import METERS, Meters
from assistant.operating.rates import Open, Rates

__all__ = ["METERS", "Form", "Meters", "Open", "Rates", "event", "set_up"]
