"""A browser, a day in the life. A package, so that its browser and its site end with its last test."""
