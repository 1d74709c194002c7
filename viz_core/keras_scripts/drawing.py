"""How to draw each task in a few lines of NumPy, as text for a script.

In: the name of a task. Out: the body of `draw(sequences)`, which uses `rng`, `TIMESTEPS` and, for echo,
`DELAY`, and leaves the inputs in `x`, `(sequences, timesteps, features)`, and the labels in `y`,
`(sequences, timesteps)`.
A new task is one entry here; the tests lay its labels beside the task's own.
"""

DRAWING = {
    "cumulative_sum": """\
# Numbers from 0 to 1; label 1 from the step at which their sum reaches a quarter of the length.
x = rng.uniform(0, 1, (sequences, TIMESTEPS, 1))
y = np.cumsum(x[..., 0], axis=1) >= TIMESTEPS / 4
""",
    "mirror_sum": """\
# Numbers from 0 to 1; label 1 as long as the sum from here to the end reaches a quarter of the length.
x = rng.uniform(0, 1, (sequences, TIMESTEPS, 1))
y = np.cumsum(x[:, ::-1, 0], axis=1)[:, ::-1] >= TIMESTEPS / 4
""",
    "signed_walk": """\
# Numbers from -1 to 1; label 1 where their sum so far is above zero.
x = rng.uniform(-1, 1, (sequences, TIMESTEPS, 1))
y = np.cumsum(x[..., 0], axis=1) > 0
""",
    "echo": """\
# One-hot symbols 0 to 3; the label is the symbol DELAY steps earlier, or 4 ('blank') where there is none.
symbols = rng.integers(4, size=(sequences, TIMESTEPS))
source = np.arange(TIMESTEPS) - DELAY
inside = (source >= 0) & (source < TIMESTEPS)
x = np.eye(4)[symbols]
y = np.full(symbols.shape, 4)
y[:, inside] = symbols[:, source[inside]]
""",
    "xor_neighbours": """\
# Fair bits; the label is left neighbour XOR right neighbour, with a 0 beyond both ends.
bits = rng.integers(2, size=(sequences, TIMESTEPS))
padded = np.pad(bits, ((0, 0), (1, 1)))
x = bits[..., None]
y = padded[:, :-2] ^ padded[:, 2:]
""",
    "balance": """\
# Numbers from -1 to 1; label 1 where the sum of all earlier ones exceeds the sum of all later ones.
x = rng.uniform(-1, 1, (sequences, TIMESTEPS, 1))
through = np.cumsum(x[..., 0], axis=1)
past = through - x[..., 0]
future = through[:, -1:] - through
y = past > future
""",
    "brackets": """\
# Fair brackets, '(' as 1 and ')' as -1; label 1 where the bracket has a partner.
x = rng.choice([1, -1], (sequences, TIMESTEPS, 1))
y = np.zeros((sequences, TIMESTEPS))
for brackets, paired in zip(x[..., 0], y):
    waiting = []
    for t, bracket in enumerate(brackets):
        if bracket == 1:
            waiting.append(t)
        elif waiting:
            paired[[waiting.pop(), t]] = 1
""",
    "casino": """\
# A hidden state, fair at first, that stays with probability 0.95; the bits show it, 0.3 of them flipped.
switches = rng.random((sequences, TIMESTEPS)) >= 0.95
switches[:, 0] = rng.random(sequences) < 0.5
y = np.cumsum(switches, axis=1) % 2
flips = rng.random((sequences, TIMESTEPS)) < 0.3
x = (y ^ flips)[..., None]
""",
    "flip_flop": """\
# A pulse of -1 or 1, or none (0); label 1 where the last pulse was 1.
happens = rng.random((sequences, TIMESTEPS, 1)) < 0.2
happens[:, 0] = True
x = happens * rng.choice([-1, 1], (sequences, TIMESTEPS, 1))
last = np.maximum.accumulate(np.where(happens, np.arange(TIMESTEPS)[:, None], 0), axis=1)
y = np.take_along_axis(x, last, axis=1)[..., 0] > 0
""",
    "flip_flop_2": """\
# Pulses of -1 or 1, or none (0), on 2 channels; the label counts the last pulses that were 1 in binary.
happens = rng.random((sequences, TIMESTEPS, 2)) < 0.2
happens[:, 0] = True
x = happens * rng.choice([-1, 1], (sequences, TIMESTEPS, 2))
last = np.maximum.accumulate(np.where(happens, np.arange(TIMESTEPS)[:, None], 0), axis=1)
y = (np.take_along_axis(x, last, axis=1) > 0) @ [1, 2]
""",
    "flip_flop_3": """\
# Pulses of -1 or 1, or none (0), on 3 channels; the label counts the last pulses that were 1 in binary.
happens = rng.random((sequences, TIMESTEPS, 3)) < 0.2
happens[:, 0] = True
x = happens * rng.choice([-1, 1], (sequences, TIMESTEPS, 3))
last = np.maximum.accumulate(np.where(happens, np.arange(TIMESTEPS)[:, None], 0), axis=1)
y = (np.take_along_axis(x, last, axis=1) > 0) @ [1, 2, 4]
""",
    "flip_flop_both_sides": """\
# A pulse of -1 or 1, or none (0); the label is 1 if the last pulse was 1, and 2 more if the next one is.
happens = rng.random((sequences, TIMESTEPS)) < 0.2
happens[:, [0, -1]] = True
pulses = happens * rng.choice([-1, 1], (sequences, TIMESTEPS))
steps = np.arange(TIMESTEPS)
last = np.maximum.accumulate(np.where(happens, steps, 0), axis=1)
later = np.minimum.accumulate(np.where(happens, steps, TIMESTEPS)[:, ::-1], axis=1)[:, ::-1]
x = pulses[..., None]
y = (np.take_along_axis(pulses, last, axis=1) > 0) + 2 * (np.take_along_axis(pulses, later, axis=1) > 0)
""",
    "will_it_flip": """\
# A pulse of -1 or 1, or none (0); label 1 where the last pulse and the next one differ.
happens = rng.random((sequences, TIMESTEPS)) < 0.2
happens[:, [0, -1]] = True
pulses = happens * rng.choice([-1, 1], (sequences, TIMESTEPS))
steps = np.arange(TIMESTEPS)
last = np.maximum.accumulate(np.where(happens, steps, 0), axis=1)
later = np.minimum.accumulate(np.where(happens, steps, TIMESTEPS)[:, ::-1], axis=1)[:, ::-1]
x = pulses[..., None]
y = np.take_along_axis(pulses, last, axis=1) != np.take_along_axis(pulses, later, axis=1)
""",
}
