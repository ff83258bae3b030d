"""The figures a regulation names: one module per KPI, computed from what was recorded."""
