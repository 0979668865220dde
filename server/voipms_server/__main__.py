"""The command `mcp-voipms`."""

from voipms_server import collecting


def main() -> None:
    """Run the command; the commands that serve resume collecting."""
    collecting.pause()
    from voipms_server.cli import app

    app()


if __name__ == "__main__":
    main()
