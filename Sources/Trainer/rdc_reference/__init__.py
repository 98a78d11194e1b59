"""A second decoder of .rdc files, written from man/rdc.5, rdc-pack.5 and rdc-field.5.

It shares no code with the Swift decoder or the trainer, so that what both agree on
is what the specification says. It is made to be read beside those pages: one module
for each of their parts, plain Python for what decides a symbol, NumPy for the rest.
Speed is no aim: a picture of 144 x 96 pixels takes seconds.
"""
