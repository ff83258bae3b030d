"""Rows of a load as lines of COPY's text format, table by table."""
