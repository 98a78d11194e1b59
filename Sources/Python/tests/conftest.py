"""Where the repository's fixtures are."""

import pathlib

import pytest

FIXTURES = pathlib.Path(__file__).resolve().parents[3] / "Fixtures"


@pytest.fixture
def fixtures() -> pathlib.Path:
    """The folder of fixtures."""
    return FIXTURES
