"""`flasky doctor`: one check a line, and what to do about it. Each family of checks is a table of functions."""
