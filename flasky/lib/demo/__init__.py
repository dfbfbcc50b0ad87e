"""Made-up people and what they write: lively, varied, and the same again for the same seed.

The words lie in the `.toml` files beside this one; all of them are our own.
"""
