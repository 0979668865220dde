"""A check-up of an account: access, money, numbers, devices, what could be misused, changes."""
