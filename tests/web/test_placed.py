"""Where in what was sent a fault stands that only judging finds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.asking import ASKED, CASE, asking

GRANT = {"provision": "qingpu-2024-1/import-growth", "period": "2024", "amount": "1.00"}


@pytest.mark.parametrize("route", ["/v1/assessments", "/v1/range", "/v1/deadlines"])
@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"case": {**CASE, "prior": [{**GRANT, "provision": "growth of imports"}]}}, "body: case.prior.0.provision"),
        ({"case": {**CASE, "prior": [GRANT, {**GRANT, "period": "first"}]}}, "body: case.prior.1.period"),
        ({"readings": {"growth.years": "nobody"}}, "body: readings.growth.years"),
        ({"readings": {"growth.yeers": "undecided"}}, "body: readings.growth.yeers"),
        ({"decisions": {"warehousing.ratio": "2"}}, "body: decisions.warehousing.ratio"),
        ({"decisions": {"warehousing.rate": "1"}}, "body: decisions.warehousing.rate"),
    ],
)
def test_a_fault_names_its_place_in_the_body(route: str, asked: dict[str, Any], where: str) -> None:
    with asking() as client:
        answer = client.post(route, json={**ASKED, **asked})
    assert (answer.status_code, answer.json()["where"]) == (422, where)
