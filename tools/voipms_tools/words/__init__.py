"""The words of the domain: annotated types that show their format and refuse in one plain sentence."""
