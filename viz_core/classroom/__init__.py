"""A class that follows its lecturer: who is in it, what it sees, what it is asked; without a server."""
