"""What each kind of layer is for, in a few words. In: a Keras class. Out: the words."""

ROLES = {
    "reads the sequence step by step": ("SimpleRNN", "LSTM", "GRU"),
    "reads the sequence in both directions": ("Bidirectional",),
    "takes the input": ("InputLayer",),
    "gives each token a vector": ("Embedding",),
    "leaves out padded steps": (
        "Masking",
        "NotEqual",
        "ConvertToTensor",
        "Any",
        "ExpandDims",
        "LogicalOr",
        "OnesLike",
        "ZerosLike",
    ),
    "weighs everything at a step, or everything there is": ("Dense", "TimeDistributed"),
    "acts on each number": ("Activation", "ReLU", "LeakyReLU", "ELU", "Softmax"),
    "gives one vector to every step": ("RepeatVector",),
    "changes the shape": ("Flatten", "Reshape"),
    "brings numbers to one scale": ("LayerNormalization", "BatchNormalization"),
    "makes one vector of all steps": ("GlobalAveragePooling1D", "GlobalMaxPooling1D"),
    "makes one step of several": ("AveragePooling1D", "MaxPooling1D"),
    "looks at neighbouring steps": ("Conv1D",),
    "lets steps look at other steps": ("Attention", "AdditiveAttention", "MultiHeadAttention"),
    "merges several into one": (
        "Add",
        "Average",
        "Concatenate",
        "Maximum",
        "Minimum",
        "Multiply",
        "Subtract",
    ),
    "turns time round": ("Flip",),
}


def role(kind: str) -> str:
    """The words for a class; everything else acts in training only."""
    return next((words for words, kinds in ROLES.items() if kind in kinds), "does nothing after training")
