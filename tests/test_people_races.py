"""The last free numbers: asked for at once, each goes to one person."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from services import numbers, people
from services.consent import CURRENT
from services.numbers import NumbersUsedUp
from tests.conftest import Person, World

POSSIBLE = 12


@pytest.fixture
def small_house(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house with a dozen numbers."""
    monkeypatch.setattr(numbers, "POSSIBLE", POSSIBLE)


@pytest.mark.usefixtures("small_house")
def test_the_last_numbers_go_to_one_person_each(tina: Person, world: World) -> None:
    def register(name: str) -> str:
        return tina.do(people.register, station_id=world.station, name=name, consent_wording=CURRENT).number

    with ThreadPoolExecutor(POSSIBLE) as threads:
        given = list(threads.map(register, "王李张刘陈杨赵黄周吴徐孙"))

    assert len(set(given)) == POSSIBLE
    with pytest.raises(NumbersUsedUp):
        register("朱")
