"""The routing map as a page: one file that needs no network, in a chat or in a browser."""
