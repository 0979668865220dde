"""Files of this machine: read from and saved into folders that the user allowed, and nowhere else."""
