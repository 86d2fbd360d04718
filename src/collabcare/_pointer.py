"""JSON Pointer (RFC 6901): where in a document something stands."""

__all__ = ["join"]


def join(pointer: str, *steps: str | int) -> str:
    """
    Go further down from a pointer.

    Parameters
    ----------
    pointer
        Where to start; `""` is the whole document.
    *steps
        Field names and positions, from the outside in.

    Returns
    -------
    str
        The longer pointer, with `~` and `/` escaped.

    Examples
    --------
    >>> join("/goals", 3, "statement")
    '/goals/3/statement'
    >>> join("", "a/b~c")
    '/a~1b~0c'
    """
    return pointer + "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)
