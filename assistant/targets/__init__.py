"""Finds the stage a use case should aim at, from several answers together, and says from which."""

from assistant.targets.aiming import ENOUGH, besides, goal, goals
from assistant.targets.saying import because
from assistant.targets.spreading import Spread, spread

__all__ = ["ENOUGH", "Spread", "because", "besides", "goal", "goals", "spread"]
