"""What is told to whom because something happened; only `config/wiring.py` imports these."""
