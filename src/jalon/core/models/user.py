"""People who sign in. The address is the only name of the account."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models

from jalon.core.models.base import new_uid


class UserManager(BaseUserManager["User"]):
    """Makes accounts from an address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account; ValueError without an address."""
        if not email:
            raise ValueError("An account needs an address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The technical operator's account: keeps the machine, reads no body's drafts."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An account. `demo` marks demonstration accounts, refused off loopback. `revision` rises with each write of its name
    or standing: a form that was filled on an older one conflicts."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    username = None  # type: ignore[assignment]  # the address is the name
    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=150, blank=True)
    demo = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="fr")
    revision = models.PositiveIntegerField(default=1)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[assignment,misc]  # Django's own manager expects a username

    def __str__(self) -> str:
        return self.display_name or self.email
