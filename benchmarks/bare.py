"""The yardstick: a server of the same SDK with one tool, which makes the HTTP request that ours makes."""

import os

import httpx
from mcp.server import MCPServer

server = MCPServer("bare", version="1", log_level="ERROR")
http: list[httpx.AsyncClient] = []


@server.tool()
async def balance() -> str:
    """Ask the API for the balance."""
    if not http:
        http.append(httpx.AsyncClient())
    login = {"api_username": "a", "api_password": "b", "method": "getBalance"}
    answer = await http[0].post(os.environ["VOIPMS_API_URL"], files={k: (None, v) for k, v in login.items()})
    return answer.text


if __name__ == "__main__":
    server.run()
