"""Every read. Who may see and who may do is decided here."""
