"""Other people's text: what is hidden in it, and what it may not bring about."""
