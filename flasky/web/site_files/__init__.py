"""What programs look for at addresses that are the same on every site; nothing here knows who asks."""
