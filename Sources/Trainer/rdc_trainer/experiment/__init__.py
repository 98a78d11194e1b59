"""The paper's experiment, reproduced, beside ours: `rdc-train experiment`.

`published` holds what the paper shows; `networks`, `lattice` and `training` are
its systems; `ours` reads the searched encoders and their dials, `specialists` and
`centroids` are what stands beside them, `limits` what no head can beat; `yardstick`
measures all of them alike, on `coding`'s real bits; `grid` lists what is trained,
`bench` does it, `run` has it done and `results` keeps it; `selections` are its curves, which `figures` draws and
`report` tells in the words of `row_text` and `dial_text`.
"""
