"""Fault injection: random schedules of calls, what goes wrong on the way, and what must hold after."""
