"""Inbound messages, live: VoIP.ms calls an address of this server, and subscribed clients are told."""
