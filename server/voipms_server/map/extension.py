"""The routing map as MCP hosts get it: a resource that the extension for apps names, read when it is asked for."""

from collections.abc import Sequence

from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from mcp.server.extension import Extension, ResourceBinding
from mcp.server.mcpserver.resources import FunctionResource

from voipms_server.map.page import URI, page


class Drawn(Extension):
    """Advertises MCP Apps, with the one page there is."""

    identifier = EXTENSION_ID

    def resources(self) -> Sequence[ResourceBinding]:
        found = FunctionResource(
            uri=URI,
            name="routing-map",
            title="Routing map",
            description="Draws what traceRouting found; needs no network.",
            mime_type=APP_MIME_TYPE,
            meta={"ui": {"csp": {}, "prefersBorder": True}},
            fn=page,
        )
        return [ResourceBinding(resource=found)]
