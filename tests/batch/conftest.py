"""The engines on which what a batch does is shown: each test that asks for `batch` or `engine` runs on every one of them."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from subsidy import errors
from subsidy.batch import spark_session
from subsidy.batch.engine import Engine, open_engine
from tests.batch.files import NO_YEAR, Batch
from tests.batch.files import batch as run_batch_of
from tests.batch.park import run_park

Park = Callable[[str], Path]

SMALL = {
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    # what is computed once over a few rows is not worth compiling
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    # with the room that Java gives it for code it compiles, drops and compiles again the same code from batch to batch
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m",
}

ON_SPARK = pytest.param("spark", marks=pytest.mark.spark)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs on Spark comes first, so that of several processes one has it all, from the beginning.

    A whole batch goes through the same lines there as on the other engine, where they are watched.
    """
    items.sort(key=lambda item: item.get_closest_marker("spark") is None)
    for item in items:
        if item.get_closest_marker("spark") and {"account", "batch"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def spark() -> Iterator[None]:
    """Spark with settings for few rows, once for all tests of a process."""
    try:
        spark_session.start("local[2]", SMALL)
    except (errors.MissingExtra, errors.SparkFailed) as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))
    yield
    spark_session.stop()


@pytest.fixture(scope="module", params=["duckdb", ON_SPARK])
def engine_name(request: pytest.FixtureRequest) -> str:
    """What computes."""
    if request.param == "spark":
        request.getfixturevalue("spark")
    return str(request.param)


@pytest.fixture(scope="module")
def engine(engine_name: str) -> Iterator[Engine]:
    """The engine, open."""
    with open_engine(engine_name) as engine:
        yield engine


@pytest.fixture(scope="module")
def batch(engine_name: str) -> Batch:
    """Runs a batch and reads its result."""
    return functools.partial(run_batch_of, engine=engine_name)


@pytest.fixture(scope="module")
def account(engine_name: str) -> Batch:
    """The same where only rows matter: no entitlement is computed."""
    return functools.partial(run_batch_of, engine=engine_name, year=NO_YEAR)


@pytest.fixture(scope="session")
def park(tmp_path_factory: pytest.TempPathFactory) -> Park:
    """What an engine makes of the sample park, computed once."""

    @functools.cache
    def computed(engine: str) -> Path:
        out = tmp_path_factory.mktemp("park") / engine
        run_park(out, engine)
        return out

    return computed
