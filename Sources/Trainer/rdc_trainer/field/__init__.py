"""The photo codec: a field of latents on two scales.

A lapped 8×8 transform carries detail, a lapped 4×4 transform of its means carries
what is flat (a basis of 32×32 pixels and more); learned branches correct both. Every
cell of 32×32 pixels has a quality of its own. Modules in the order of a picture's way:
`layout`, `lapped`, `transforms`, `contexts`, `likelihood`, `model`, `train`.
"""
