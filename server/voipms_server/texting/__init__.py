"""Text messages: what is read of them, who they go to, and what is checked before one goes."""
