"""Random plans, with faults, crashes and other people's edits: as before, or told exactly what differs."""
