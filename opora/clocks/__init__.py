"""Running promises: clock rows, their history, alarms, reminders, escalations."""
