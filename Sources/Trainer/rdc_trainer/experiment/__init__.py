"""The paper's experiment, reproduced, beside ours: `rdc-train experiment`.

`published` holds what the paper shows; `networks`, `lattice` and `training` are
its systems; `ours` trains and reads the searched encoders; `yardstick` measures
all of them alike, on `coding`'s real bits; `grid` lists what is trained,
`bench` does it, `run` has it done and `results` keeps it; `figures` draws.
"""
