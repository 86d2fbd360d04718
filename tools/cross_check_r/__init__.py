"""Effect sizes of single-case designs beside R."""
