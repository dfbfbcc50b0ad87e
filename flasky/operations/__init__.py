"""Every write: check, change, record, flush, return. None commits, sends, or knows HTTP."""
