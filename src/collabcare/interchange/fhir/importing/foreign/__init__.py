"""Resources that others wrote: what of them a plan or a journal can hold."""
