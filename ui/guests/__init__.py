"""The parts of the page *Your network*: choose one, let it read, look at it, take it over as a run."""
