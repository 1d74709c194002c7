"""What one experiment may cost, and what a page may compute.

In: an `ExperimentConfig`. Out: its parameters, memory and work; a sentence that names the setting to lower.
For whoever begins a computation: jobs, sweeps, evaluations, pages.
"""
