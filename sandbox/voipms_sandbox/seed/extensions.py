"""A call hunting and a parking lot of the office."""

from voipms_sandbox.world import Row, Tables


def extensions(*logins: str) -> Tables:
    """The tables, with a hunting that rings these accounts one after the other."""
    music = {"value": "3150", "description": "Our jingle", "recordings": "7567,7568", "volume": "0", "sort": "alpha"}
    return {"music": [music], "call_huntings": [_hunting(*logins)], "call_parkings": [_parking()]}


def _hunting(*logins: str) -> Row:
    """Fields and forms are the manual's sample; the members are invented."""
    members = [*(f"account:{login}" for login in logins), *["none:"] * (8 - len(logins))]
    return {
        "callhunting": "323",
        "description": "Sales hunt",
        "members": ";".join(members),
        "ring_time": ";".join(["20"] * 8),
        "order": "follow",
        "press": ";".join(["1"] * 8),
        "music": "default",
        "recording": "default",
        "language": "en",
    }


def _parking() -> Row:
    return {
        "callparking": "737",
        "name": "Parking",
        "timeout": "60",
        "musiconhold": "jazz",
        "failover": "callback",
        "language": "en",
        "destination": "parker",
        "delay": "5",
        "blf_lamps": "10",
    }
