"""The mapping, as data: one file per family of resources."""
