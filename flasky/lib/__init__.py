"""What knows nothing of Flasky."""
