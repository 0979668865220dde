"""Where a call goes: what can be reached from a number or a routing, the way one call takes, and what is wrong."""
