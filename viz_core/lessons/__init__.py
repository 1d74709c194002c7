"""What one page computes and nothing else does; each module begins with the name of its page.

In: weights, configs, sequences. Out: frozen values that figures, payloads and page texts are made of.
For the page of that name in `ui`; one lesson may build on another, nothing else imports them.
"""
