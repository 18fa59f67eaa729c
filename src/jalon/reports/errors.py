"""Why a report cannot be made: the message says what, and what to do."""

from jalon.core.errors import JalonError


class ReportError(JalonError):
    """The plan, the measure, or the version asked for is not there, or the report cannot be printed. `field`: of the demand."""

    def __init__(self, message: str, field: str = "kind") -> None:
        super().__init__(message)
        self.field = field
