"""How records are declared, checked, read and written; see `declare` first."""
