"""In and out: documents, their schema, and the examples that the package ships."""
