"""The VoIP.ms API over HTTP: one client for each account."""
