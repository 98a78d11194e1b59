"""Points read off the paper's vector figures (arXiv 2504.13191 and 2106.10311).

Reading them is uncertain by about 0.00002 in MSE. W1 is in units of each
published model's own critic; cross-entropy is by the classifier that the
models were trained against.
"""

#: (MSE, W1) on the MNIST test set at R = 4.75, end to end and universal.
PERCEPTION_END_TO_END = [
    (0.0463, 5.92), (0.0477, 5.10), (0.0538, 3.77), (0.0569, 3.15), (0.0651, 2.23),
    (0.0693, 1.53), (0.0740, 1.22),
]
PERCEPTION_UNIVERSAL = [
    (0.0475, 5.84), (0.0489, 4.85), (0.0551, 3.67), (0.0588, 2.98), (0.0661, 1.95),
    (0.0703, 1.57), (0.0755, 1.11),
]

#: (MSE, cross-entropy) at R = 4.75: two runs end to end, and universal.
CLASSIFICATION_END_TO_END = [
    [(0.0467, 1.43), (0.0483, 0.77), (0.0493, 0.40), (0.0526, 0.24)],
    [
        (0.0469, 0.97), (0.0470, 0.76), (0.0474, 0.57), (0.0477, 0.42), (0.0483, 0.34),
        (0.0490, 0.28), (0.0499, 0.27),
    ],
]
CLASSIFICATION_UNIVERSAL = [(0.0519, 0.27), (0.0520, 0.24), (0.0521, 0.23), (0.0522, 0.23)]

#: The published end-to-end minimum at λ = 0, from one figure to the other.
MINIMUM = (0.0463, 0.0469)
