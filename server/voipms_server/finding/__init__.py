"""Entries by what people call them: a name, a number, an extension, an id."""
