"""What was changed, by whom, with whose yes, and what became of it; lines are only appended."""
