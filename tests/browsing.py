"""How long tests wait for the browser: as long as a machine may be busy, for it is no speed that they test."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 240_000
"""Milliseconds."""
