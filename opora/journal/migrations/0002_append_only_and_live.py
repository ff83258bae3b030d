"""The journal refuses change, and every entry wakes the live streams when its transaction commits."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();
"""

LIVE = """
CREATE FUNCTION journal_tell_live() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('opora_live',
        NEW.desk_id || ':' || COALESCE(NEW.ticket_id, 0) || ':' || NEW.id || ':' || NEW.public::int);
    RETURN NULL;
END $$;
CREATE TRIGGER journal_live AFTER INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_tell_live();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            APPEND_ONLY, "DROP TRIGGER journal_append_only ON journal_entry; DROP FUNCTION journal_refuse_change();"
        ),
        migrations.RunSQL(LIVE, "DROP TRIGGER journal_live ON journal_entry; DROP FUNCTION journal_tell_live();"),
    ]
