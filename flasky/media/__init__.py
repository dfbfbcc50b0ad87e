"""Files that people sent: where they lie, and how they get there."""
