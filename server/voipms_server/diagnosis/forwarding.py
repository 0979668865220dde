"""Checks of calls that are led out: to outside phones and to SIP addresses."""

import re

from voipms_server.diagnosis.case import Case, is_on
from voipms_server.findings import Finding, Fix, Sure
from voipms_server.quotes import Rows, text
from voipms_server.tracing.fixes import change

NORTH_AMERICAN = re.compile(r"1?[2-9][0-9]{2}[2-9][0-9]{6}")
ABROAD = re.compile(r"(011|00)[0-9]{7,15}")


async def _forwardings(case: Case) -> Rows:
    """Those that calls to the number meet, or all."""
    if not case.about.did:
        return await case.facts.rows("getForwardings")
    nodes = [node for trace in await case.traces() for node in trace.graph.nodes.values()]
    return [node.row for node in nodes if node.kind == "fwd" and node.row]


async def forward_misspelt(case: Case) -> list[Finding]:
    """Neither a number of North America nor one abroad."""
    found: list[Finding] = []
    for row in await _forwardings(case):
        id_, number = text(row, "forwarding"), text(row, "phone_number")
        if not NORTH_AMERICAN.fullmatch(number) and not ABROAD.fullmatch(number):
            words = f"Forwarding {id_} calls {number}, which is no complete phone number."
            fix = change(
                "forwarding", id_, "Write the number anew.", {"phone_number": "10 digits, or 011 and the number"}
            )
            evidence = (case.saw("getForwardings", f"phone_number of {id_} is {number}"),)
            found.append(Finding("forward_misspelt", words, evidence, fixes=(fix,), entry=f"forwarding:{id_}"))
    return found


async def forward_unattested(case: Case) -> list[Finding]:
    """Some carriers refuse forwarded calls that nobody vouches for."""
    found: list[Finding] = []
    for row in await _forwardings(case):
        id_ = text(row, "forwarding")
        if not is_on(row, "diversion_header") and not is_on(row, "attestation_a_enabled"):
            words = (
                f"Forwarding {id_} sends neither a diversion header nor attestation A; some carriers refuse such calls."
            )
            fix = change("forwarding", id_, "Send the diversion header.", diversion_header=True)
            evidence = (case.saw("getForwardings", f"diversion_header of {id_} is off"),)
            found.append(Finding("forward_unattested", words, evidence, Sure.POSSIBLE, (fix,), f"forwarding:{id_}"))
    return found


async def not_forwarded(case: Case) -> list[Finding]:
    """The number leads to no outside phone at all."""
    found: list[Finding] = []
    for trace in await case.traces():
        if case.about.did and not any(node.kind == "fwd" for node in trace.graph.nodes.values()):
            routing = text(trace.origin.row, "routing")
            words = f"Calls to {trace.did} are led to no outside phone: it is routed to {routing}."
            fix = Fix(
                "Route it there.", "setDIDRouting", {"did": trace.did}, {"routing": "fwd: and an id of getForwardings"}
            )
            evidence = (case.saw("getDIDsInfo", words),)
            found.append(Finding("not_forwarded", words, evidence, fixes=(fix,), entry=f"number:{trace.did}"))
    return found


async def uri_misspelt(case: Case) -> list[Finding]:
    """A SIP URI is user@host."""
    nodes = [node for trace in await case.traces() for node in trace.graph.nodes.values() if node.kind == "sip"]
    found: list[Finding] = []
    for row in {node.route: node.row for node in nodes}.values():
        id_, uri = text(row, "sipuri"), text(row, "uri")
        if row and not re.fullmatch(r"(?:sips?:)?[^@\s]+@[^@\s]+", uri):
            words = f"SIP URI {id_} is {uri}, which is no address of the form user@host."
            fix = change("sip_uri", id_, "Write the address anew.", {"uri": "user@host or user@host:port"})
            evidence = (case.saw("getSIPURIs", f"uri of {id_} is {uri}"),)
            found.append(Finding("uri_misspelt", words, evidence, fixes=(fix,), entry=f"sip_uri:{id_}"))
    return found
