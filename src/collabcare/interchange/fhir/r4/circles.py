"""Circles in a graph, found in one walk over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["circles"]


def circles(after: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """
    Find the parts of a graph in which every node leads to every other, by Tarjan's algorithm without recursion.

    Parameters
    ----------
    after
        For each node, the nodes it points to.

    Returns
    -------
    list of tuple
        Each part of two or more nodes, or of one that points to itself; nodes in the order of `after`. Each node and
        each arrow is looked at once.

    Examples
    --------
    >>> circles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]})
    [('b', 'c'), ('d',)]
    """
    order = {node: number for number, node in enumerate(after)}
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []

    def enter(node: str) -> tuple[str, Iterator[str]]:
        number[node] = low[node] = len(number)
        stack.append(node)
        on_stack.add(node)
        return node, iter(after.get(node, ()))

    for start in after:
        path = [] if start in number else [enter(start)]
        while path:
            node, pending = path[-1]
            following = next(pending, None)
            if following is None:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == number[node]:
                    part = _part(node, stack, on_stack)
                    if len(part) > 1 or node in after.get(node, ()):
                        found.append(tuple(sorted(part, key=order.__getitem__)))
            elif following not in number:
                path.append(enter(following))
            elif following in on_stack:
                low[node] = min(low[node], number[following])
    return sorted(found, key=lambda part: order[part[0]])


def _part(node: str, stack: list[str], on_stack: set[str]) -> list[str]:
    """Take a finished part off the stack."""
    part: list[str] = []
    while True:
        last = stack.pop()
        on_stack.discard(last)
        part.append(last)
        if last == node:
            return part
