"""What outlives a call: approvals, the journal, prices that were found, locks and the PIN."""
