"""Organisations, contacts, contracts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from opora.desks.models import DeskKey, DeskOwned, User

CONTACT_ROLES = [("contact", "contact"), ("customer_admin", "customer_admin"), ("customer_line", "customer_line")]


class Organisation(DeskOwned):
    """A customer as a legal person."""

    name = models.CharField(max_length=200)
    domains = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("desk", Lower("name"), name="customers_organisation_once")]

    def __str__(self) -> str:
        return self.name


class Contact(DeskOwned):
    """A person of the customer; `email` in lower case is who they are to the mail intake."""

    organisation = DeskKey(Organisation, null=True, blank=True, related_name="contacts")
    user = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts")
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=20, default="contact", choices=CONTACT_ROLES)
    language = models.CharField(max_length=2, default="ru")
    is_verified = models.BooleanField(default=False)
    is_blocked = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["desk", "email"], name="customers_contact_once"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="customers_contact_lower_case"),
        ]
        indexes = [models.Index(fields=["user"], name="customers_contact_user")]

    def __str__(self) -> str:
        return self.name or self.email


class Contract(DeskOwned):
    """An organisation's plan on a desk, from day to day (both included; no end: until further notice)."""

    organisation = DeskKey(Organisation, related_name="contracts")
    plan = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=60, blank=True)
    terms = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["desk", "organisation", "starts_on"], name="customers_contract_of")]

    def __str__(self) -> str:
        return f"{self.plan} {self.starts_on}"
