"""The columns by which every KPI can be broken down, of a ticket called `t` and a member called `m`."""

COLUMNS = "t.kind, t.category, t.priority, t.plan, t.line, coalesce(m.name, '') AS agent"
ASSIGNEE = "LEFT JOIN desks_member m ON m.id = t.assignee_id AND m.desk_id = t.desk_id"
