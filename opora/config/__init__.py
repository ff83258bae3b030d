"""Settings, addresses, wiring, schedule: where the rooms meet."""
