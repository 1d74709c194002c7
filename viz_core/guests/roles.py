"""What each kind of layer is for, in a few words. In: a Keras class. Out: the words."""

from viz_core.words import N_

ROLES = {
    N_("reads the sequence step by step"): ("SimpleRNN", "LSTM", "GRU"),
    N_("reads the sequence in both directions"): ("Bidirectional",),
    N_("takes the input"): ("InputLayer",),
    N_("gives each token a vector"): ("Embedding",),
    N_("leaves out padded steps"): (
        "Masking",
        "NotEqual",
        "ConvertToTensor",
        "Any",
        "BroadcastTo",
        "ExpandDims",
        "LogicalOr",
        "OnesLike",
        "ZerosLike",
    ),
    N_("weighs everything at a step, or everything there is"): ("Dense", "TimeDistributed"),
    N_("acts on each number"): ("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"),
    N_("gives one vector to every step"): ("RepeatVector",),
    N_("changes the shape"): ("Flatten", "Reshape"),
    N_("brings numbers to one scale"): (
        "BatchNormalization",
        "GroupNormalization",
        "LayerNormalization",
        "Normalization",
        "RMSNormalization",
        "UnitNormalization",
    ),
    N_("makes one vector of all steps"): ("GlobalAveragePooling1D", "GlobalMaxPooling1D"),
    N_("makes one step of several"): ("AveragePooling1D", "MaxPooling1D"),
    N_("looks at neighbouring steps"): ("Conv1D",),
    N_("lets steps look at other steps"): ("Attention", "AdditiveAttention", "MultiHeadAttention"),
    N_("merges several into one"): (
        "Add",
        "Average",
        "Concatenate",
        "Maximum",
        "Minimum",
        "Multiply",
        "Subtract",
    ),
    N_("turns time round"): ("Flip",),
}


def role(kind: str) -> str:
    """The words for a class; everything else acts in training only."""
    return next((words for words, kinds in ROLES.items() if kind in kinds), N_("does nothing after training"))
