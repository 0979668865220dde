"""People of an account: their sub-account, extension, mailbox, groups and queues, made or removed as one plan."""
