"""Garbage is not collected while the SDK is imported, a tenth of the start; what the start made is then exempt."""

import gc

pause = gc.disable


def resume() -> None:
    """To be called by what runs for long, when its imports are done."""
    gc.freeze()
    gc.enable()
