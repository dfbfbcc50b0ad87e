"""The mail courier: writes letters and hands them to a mail server or an outbox folder."""
