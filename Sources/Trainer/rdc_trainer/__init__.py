"""Training of the rdc codec: universal encoders, heads, and model packs."""
