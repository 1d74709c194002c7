"""A bidirectional LSTM to read, run and copy: plain NumPy that shares no line with `viz_core.network`.

In: weights of BiLSTM(units) + Dense(1), a batch. Out: hidden states, losses, gradients, and recordings of the
code as it runs, line by line. For the page From scratch and for Inside the cell.
"""
