"""Streamlit with what its pages need already loaded, so that the first page that a browser asks for comes at once.

`cruscotto dashboard` runs it as `python -m dashboard.serve run dashboard/app.py …`: the arguments are Streamlit's.
"""

from __future__ import annotations

from streamlit.web import cli

import dashboard.chamber_page
import dashboard.comparison_page
import dashboard.indicator_page
import dashboard.outcome_page  # noqa: F401 - all of them are loaded for the app, which imports them anew

if __name__ == "__main__":
    cli.main(prog_name="streamlit")
