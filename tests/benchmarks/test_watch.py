"""What `Watch` costs: it is measured, and told in words; nothing is timed against a limit."""

from benchmarks.watch import Round, main, table


def test_medians_over_rounds_are_told():
    rounds = [Round(alone=10.0, watched=10.0 + more, counted=0.05, begin=0.2) for more in (0.3, 0.1, 0.2)]
    assert table(rounds, 500).splitlines() == [
        "3 rounds of 500 steps of 20.0 ms",
        "watched, a round takes +2.00 % (from +1.00 to +3.00)",
        "the callback counts 0.49 %, and 0.20 s before the first step",
    ]


def test_a_training_is_measured_with_and_without_it(capsys):
    main(["--rounds", "1", "--steps", "2", "--units", "2", "--milliseconds", "0"])
    first, second, _, last = capsys.readouterr().out.splitlines()
    assert first == "LSTM(2) in both directions, 69 parameters, batches of 16"
    assert second.startswith("1 rounds of 2 steps of ")
    assert "the callback counts" in last and "0.00 s before" not in last
