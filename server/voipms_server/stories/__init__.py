"""What the demo tells: configure a number, find out why calls do not arrive, send an SMS."""
