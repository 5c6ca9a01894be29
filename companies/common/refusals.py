"""What an action raises when it will not do what was asked."""

from django.utils.functional import Promise


class Refusal(Exception):
    """An action declined, and nothing was written.

    `message` is for the person who asked, translated when shown; `field` names
    the form field it belongs to, "" for the form as a whole.
    """

    def __init__(self, message: "str | Promise", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
