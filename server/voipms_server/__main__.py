"""The command `mcp-voipms`."""

import gc


def main() -> None:
    """Collecting garbage while the SDK is imported costs a tenth of the start; what it made is then exempt."""
    gc.disable()
    from voipms_server.cli import app

    gc.freeze()
    gc.enable()
    app()


if __name__ == "__main__":
    main()
