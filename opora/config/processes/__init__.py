"""Opora as processes: what `opora up` prepares, starts, watches and stops."""
