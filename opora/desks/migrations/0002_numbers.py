"""A sequence of ticket numbers for each desk, made and read through functions of the owner.

The application's role may not create sequences, and must not draw numbers of a desk it does not work for:
the functions ask the same setting as row-level security.
"""

from django.db import migrations

CHECK = """
CREATE FUNCTION opora_demand_desk(desk bigint) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF COALESCE(current_setting('opora.desk', true), '') NOT IN (desk::text, '0') THEN
        RAISE EXCEPTION 'this connection does not work for desk %', desk USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;
"""

CREATE = """
CREATE FUNCTION opora_create_numbers(desk bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp SET client_min_messages = warning AS $$
BEGIN
    PERFORM opora_demand_desk(desk);
    EXECUTE format('CREATE SEQUENCE IF NOT EXISTS desks_numbers_%s', desk);
END $$;
"""

NEXT = """
CREATE FUNCTION opora_next_number(desk bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM opora_demand_desk(desk);
    RETURN nextval(format('desks_numbers_%s', desk)::regclass);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("desks", "0001_initial")]

    operations = [
        migrations.RunSQL(CHECK, "DROP FUNCTION opora_demand_desk(bigint)"),
        migrations.RunSQL(CREATE, "DROP FUNCTION opora_create_numbers(bigint)"),
        migrations.RunSQL(NEXT, "DROP FUNCTION opora_next_number(bigint)"),
    ]
