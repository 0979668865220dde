"""Business hours: spans of the week as time conditions, menus that answer, holidays by their dates."""
