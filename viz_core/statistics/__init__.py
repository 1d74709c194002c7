"""How good a network is, and how sure that is.

In: answers and targets, or metrics of several seeds. Out: accuracies, evaluations on fresh sequences,
intervals. For experiments, pretrained networks, lessons and pages.
"""
