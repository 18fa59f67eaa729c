"""What strangers send into a log line cannot keep a worker busy."""

import pytest

from jalon.core.logs import masked

LONG = 20_000
"""Characters of a Host header: a mask that tries every place from every place would not end within a day."""


@pytest.mark.parametrize("piece", ["a", "-", "a@", "a%", "a-", "A1", "a.", "é", "%40", "x@a."])
def test_a_very_long_host_header_is_masked_at_once(piece: str) -> None:
    assert masked("Invalid HTTP_HOST header: '" + piece * LONG + "!'").startswith("Invalid HTTP_HOST header: '")


def test_tokens_and_addresses_are_hidden_and_slugs_stay() -> None:
    line = masked(
        "GET /invitation/ImFiYzEyMzQ1Njc4OTAi:1x/ of ana.b@exemple.fr and ana%40exemple.fr, plan-national-2024"
    )
    assert "exemple.fr" not in line
    assert "ImFi" not in line
    assert "plan-national-2024" in line
    assert "3dbca5ab0c28612c0000aaaa1111bbbbZ" not in masked("3dbca5ab0c28612c0000aaaa1111bbbbZ")
