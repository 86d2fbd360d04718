"""
What the journal's measurements mean for each goal of the child.

It says how far goals were reached, and never why: no figure here shows that a service or a family caused it.
"""

from __future__ import annotations

__all__: list[str] = []
