"""The functions that read: the account's entries, the reference lists, and its records."""
