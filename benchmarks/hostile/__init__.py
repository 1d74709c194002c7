"""What visitors send who mean no good: links and files made at random from a fixed seed.

The commands are `python -m benchmarks.hostile_links` and `python -m benchmarks.soak`.
"""
