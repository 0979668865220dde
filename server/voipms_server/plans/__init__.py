"""Several calls as one change: previewed, confirmed once, carried out in order, rolled back when one fails."""
