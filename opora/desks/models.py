"""Users, desks, charter versions, members, API tokens."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from opora.engine.charter.schema import Role
from opora.toolkit.scoped import DeskManager


class DeskKey(models.ForeignKey[Any, Any]):
    """A reference to a row of the same desk.

    The database keeps it by a foreign key over (desk, id), which `row_security.secure` writes;
    so Django's own single-column constraint is switched off.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options.setdefault("db_constraint", False)
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, options


class DeskOwned(models.Model):
    """A row that belongs to one desk."""

    objects = DeskManager()

    desk = models.ForeignKey("desks.Desk", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    """Makes users; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, *, name: str = "", language: str = "ru") -> User:
        """A person who can sign in."""
        user = self.model(email=email.strip().lower(), name=name, language=language)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person who signs in; what they may do is said by their memberships and contacts, desk by desk."""

    objects = UserManager()

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=2, default="ru", choices=[("ru", "Русский"), ("en", "English")])
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(
        max_length=5, default="auto", choices=[("auto", "auto"), ("light", "light"), ("dark", "dark")]
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="desks_user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email


def display_name(user: User) -> str:
    """How a person is greeted."""
    return user.name or user.email


class Desk(models.Model):
    """One support service under one charter: the tenant."""

    slug = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    charter = models.ForeignKey(
        "desks.CharterVersion", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class CharterVersion(DeskOwned):
    """One edition of a desk's charter, as it was loaded. Never changed once it was in force.

    `source` is the YAML as written, `document` its canonical JSON (`Charter.to_json`): text, because `jsonb` forgets
    the order of statuses, plans and fields.
    """

    number = models.PositiveIntegerField()
    edition = models.CharField(max_length=40)
    source = models.TextField()
    document = models.TextField()
    fingerprint = models.CharField(max_length=64)
    in_force_from = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "number"], name="desks_charter_number_once")]

    def __str__(self) -> str:
        return f"{self.edition} (№ {self.number})"


class Member(DeskOwned):
    """A person of the desk's staff."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    lines = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    signature = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "user"], name="desks_member_once")]

    def __str__(self) -> str:
        return self.name


class ApiToken(DeskOwned):
    """A key to the API. Only the digest is kept; the key itself is shown once."""

    member = DeskKey(Member, null=True, related_name="tokens")
    contact_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(member__isnull=False) | models.Q(contact_id__isnull=False),
                name="desks_token_has_owner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
