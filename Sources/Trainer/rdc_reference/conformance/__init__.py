"""Makes the files of Fixtures/conformance: what writes, where the decoder reads."""
