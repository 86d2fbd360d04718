"""
How far two people who watched the same agree.

Agreement is no proof that either is right.
"""

from __future__ import annotations

__all__: list[str] = []
