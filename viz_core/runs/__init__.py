"""What is kept of runs, where, and for whom."""
