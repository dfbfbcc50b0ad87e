"""The shapes of forms: which fields there are, required ones, lengths. The rules are in the operations."""
