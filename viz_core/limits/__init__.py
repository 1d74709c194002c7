"""What one experiment may cost, and what a page may compute."""
