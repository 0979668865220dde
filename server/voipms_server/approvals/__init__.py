"""Questions to a person, their answers, and that each yes is used once."""
