"""
Effect sizes of single-case designs: a baseline phase beside a treatment phase of one child.

They say how far two phases lie apart. That the treatment did it, only the design of the study can say.
"""

from __future__ import annotations

__all__: list[str] = []
