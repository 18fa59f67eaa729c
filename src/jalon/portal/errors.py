"""What a public address cannot answer, with the words that the page of the error shows."""


class NotFound(LookupError):
    """No such thing in this Release: 404."""


class BadQuery(ValueError):
    """A value after `?` that cannot be used: 400. The message says which, what was read and what is expected."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name
        self.message = message
