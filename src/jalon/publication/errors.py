"""What can go wrong with published things; each message says what, where and what to do."""

from django.utils.translation import gettext

from jalon.core.errors import JalonError
from jalon.facts.problems import Problem, spaced


class PublicationError(JalonError):
    """Base of the errors of this room."""

    def __init__(self, message: str) -> None:
        super().__init__(spaced(message))


class NoRelease(PublicationError):
    """Nothing was ever published here, or the Release that was asked for is not here."""


class BlobMissing(PublicationError):
    """A blob that a manifest names is not in the store."""


class BlobBroken(PublicationError):
    """A blob's content is not what its name says: the disk or somebody changed it."""


class StoreBusy(PublicationError):
    """Another process is publishing."""


class SignatureBroken(PublicationError):
    """A signature does not match what it signs, or the key is not the one it claims."""


class PackageRefused(PublicationError):
    """A package that cannot be taken. `problems` says everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.words(gettext) for problem in problems))
        self.problems = problems


class NotOwner(PublicationError):
    """Only the owner's signatory signs or withdraws a part."""


class PreviewOutdated(PublicationError):
    """What would be signed is not what was previewed."""
