"""Where the two readers of a trained network rest: train, take both readers apart, look for fixed points.

Run from the root of the project: `python docs/examples/fixed_points.py`.
"""

from viz_core.config import ExperimentConfig, ModelConfig, TaskConfig, TrainingConfig
from viz_core.dynamics import FixedPoints, fixed_points
from viz_core.network.weights import unpack
from viz_core.training import train


def trained_readers(config: ExperimentConfig) -> dict[str, list]:
    """Reader -> `[kernel, recurrent_kernel, bias]` of the first layer, after training."""
    *_, last = train(config)
    readers = unpack(last.weights, config.model).layers[0]
    return {name: [one.kernel, one.recurrent_kernel, one.bias] for name, one in readers.items()}


def said(points: FixedPoints) -> str:
    """What is known about a set of points, in a few words."""
    return "proved to be all" if points.proved else f"found; index sum {points.index_sum}"


def main() -> None:
    """Print the resting points of both readers while no pulse comes."""
    config = ExperimentConfig(
        task=TaskConfig(name="flip_flop_2"),
        model=ModelConfig(cell="GRU", units=2),
        training=TrainingConfig(sequences=20_000, epochs=4, learning_rate=0.005),
    )
    for reader, weights in trained_readers(config).items():
        points = fixed_points(weights, cell="gru", inputs=[0.0, 0.0])
        print(f"{reader}: {len(points)} points, {said(points)}")
        for point in points:
            print(f"  {point.kind:7} {point.state.round(3)}  eigenvalues {point.eigenvalues.round(3)}")


if __name__ == "__main__":
    main()
