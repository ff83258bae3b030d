"""What is known of customers."""

from __future__ import annotations

from datetime import date

from django.db import connection

from opora.customers.models import Contact
from opora.engine.charter import Charter

# By hand, because every registration asks it: building the query through the ORM costs more than running it.
_PLAN = """
    SELECT plan FROM customers_contract
     WHERE desk_id = %s AND organisation_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s)
     ORDER BY starts_on DESC, id DESC LIMIT 1
"""


def plan_of(contact: Contact, *, charter: Charter, on: date) -> str:
    """The plan the contact's organisation has on a day: of contracts in force the one that began last.

    Without one, or with a plan the charter does not know, the charter's default plan. At most one query.
    """
    if contact.organisation_id is None:
        return charter.default_plan
    with connection.cursor() as cursor:
        cursor.execute(_PLAN, [contact.desk_id, contact.organisation_id, on, on])
        row = cursor.fetchone()
    return row[0] if row and row[0] in charter.plans else charter.default_plan
