"""What the lessons compute: each module serves one room or one of its pictures."""
