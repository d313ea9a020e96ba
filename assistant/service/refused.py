"""What the service says when it cannot take what a user did."""


class Refused(Exception):
    """Something the user did cannot be taken; the message is one plain sentence for them.

    `detail` names what is wrong, such as a field of a file, for whoever has to mend it.
    """

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail
