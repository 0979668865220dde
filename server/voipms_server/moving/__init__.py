"""Numbers that move to another point of presence: which one is meant, which numbers, and whose devices it concerns."""
