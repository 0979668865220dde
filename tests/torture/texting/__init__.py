"""Schedules about texts: none goes twice, and none is lost that was reported as sent."""
