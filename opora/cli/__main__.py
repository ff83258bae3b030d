"""`python -m opora.cli` is `opora`."""

import sys

from opora.cli.main import main

sys.exit(main())
