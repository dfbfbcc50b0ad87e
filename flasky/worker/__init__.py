"""The door through which what follows from a change comes in."""
