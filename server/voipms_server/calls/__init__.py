"""Calls and charges of whole periods: records as moments, legs with their call, what became of each, what it cost."""
