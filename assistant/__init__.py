"""The MLOps Assessment Assistant: how mature is a team's MLOps practice, why, and what next."""
