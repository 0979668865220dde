"""Accounts that are well, and the ways to break one: each a fault that is planted alone."""
