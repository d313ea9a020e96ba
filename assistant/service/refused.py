"""What the service says when it cannot take what a user did."""


class Refused(Exception):
    """Something the user did cannot be taken; the message is one plain sentence for them."""
