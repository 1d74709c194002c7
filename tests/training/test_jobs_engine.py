"""Jobs with the real engine: preloaded workers train what `train` trains."""

import numpy as np
import pytest

from tests.running_jobs import until_state
from viz_core.config import ExperimentConfig, ModelConfig, TrainingConfig
from viz_core.training import train
from viz_core.training.cluster import Cluster
from viz_core.training.jobs import Jobs, JobState

CONFIG = ExperimentConfig(
    model=ModelConfig(units=3), training=TrainingConfig(sequences=600, epochs=2, batch_size=10, seed=4)
)


@pytest.fixture(scope="module")
def jobs():
    cluster = Cluster(workers=2)
    assert cluster.wait(120)
    yield Jobs(cluster)
    cluster.close()


def finished(job):
    until_state(job, JobState.FINISHED, seconds=200)
    return job


@pytest.mark.slow
def test_the_same_seed_gives_the_same_run_on_any_worker_and_here(jobs):
    one, two = [finished(job) for job in (jobs.start(CONFIG), jobs.start(CONFIG))]
    *_, here = train(CONFIG)
    for job in (one, two):
        assert job.curve.epoch_loss == pytest.approx(here.epoch_loss, rel=1e-6)
        for mine, theirs in zip(job.snapshots[-1].weights, here.weights, strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6)
