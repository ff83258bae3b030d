"""Full-text search: generated vectors, their indexes, and the one function that reads them.

The configuration `russian` stems Russian words in Russian and Latin ones in English. The vectors are columns that Django
does not know, so no list pays for them. Words beyond the first 100 000 characters of a message are not searched: a
`tsvector` may not grow over a megabyte.

Row-level security forbids an index on `@@`, which is not leakproof. So the function works as the owner and asks the same
setting as the policies before it looks at anything.
"""

from django.db import migrations

VECTORS = """
ALTER TABLE tickets_ticket ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (to_tsvector('pg_catalog.russian', name || ' ' || subject)) STORED;
ALTER TABLE tickets_message ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (to_tsvector('pg_catalog.russian', left(text, 100000))) STORED;
CREATE INDEX tickets_ticket_vector ON tickets_ticket USING gin (vector);
CREATE INDEX tickets_message_vector ON tickets_message USING gin (vector);
"""

SEARCH = """
CREATE FUNCTION opora_search(
    desk bigint, query text, with_notes boolean, most integer,
    of_requester bigint DEFAULT NULL, of_organisation bigint DEFAULT NULL
) RETURNS TABLE (ticket_id bigint, message_id bigint, rank real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
DECLARE
    words tsquery := websearch_to_tsquery('pg_catalog.russian', left(query, 500));
BEGIN
    PERFORM opora_demand_desk(desk);
    RETURN QUERY
    WITH found AS (
        (SELECT t.id AS ticket, NULL::bigint AS message, 2 * ts_rank(t.vector, words) AS weight
           FROM tickets_ticket t
          WHERE t.vector @@ words AND t.desk_id = desk
            AND ((of_requester IS NULL AND of_organisation IS NULL)
                 OR t.requester_id = of_requester OR t.organisation_id = of_organisation)
          LIMIT most)
        UNION ALL
        (SELECT m.ticket_id, m.id, ts_rank(m.vector, words)
           FROM tickets_message m
          WHERE m.vector @@ words AND m.desk_id = desk AND (m.is_public OR with_notes)
            AND ((of_requester IS NULL AND of_organisation IS NULL)
                 OR EXISTS (SELECT 1 FROM tickets_ticket t WHERE t.id = m.ticket_id AND t.desk_id = desk
                               AND (t.requester_id = of_requester OR t.organisation_id = of_organisation)))
          LIMIT most)
    )
    SELECT f.ticket, (array_agg(f.message ORDER BY f.weight DESC) FILTER (WHERE f.message IS NOT NULL))[1],
           sum(f.weight)::real
      FROM found f GROUP BY f.ticket ORDER BY sum(f.weight) DESC, f.ticket DESC LIMIT most;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial"), ("desks", "0002_numbers")]

    operations = [
        migrations.RunSQL(
            VECTORS,
            "ALTER TABLE tickets_ticket DROP COLUMN vector; ALTER TABLE tickets_message DROP COLUMN vector;",
        ),
        migrations.RunSQL(SEARCH, "DROP FUNCTION opora_search(bigint, text, boolean, integer, bigint, bigint)"),
    ]
