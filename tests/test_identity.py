"""Who is it: signing in, being locked out, being signed out, and the first one in the house."""

import pytest

from db import transaction
from db.models import Role
from services import identity
from services.access import NOBODY, Actor
from services.errors import NotSignedIn
from services.identity import FAILURES_ALLOWED, STAYS_SIGNED_IN, AlreadySetUp, SignedIn
from services.tries import LOCKED_FOR
from tests.conftest import Person, Time, World

PASSWORD = "spring water"
HOUSE = {"street_zh": "凉城", "street_en": "", "user_name": "Ada", "name": "Ada", "password": PASSWORD}
nobody = Person(NOBODY)


@pytest.fixture
def founder(world: World) -> int:
    """The first administrator of a house just set up."""
    return nobody.do(identity.set_up, **HOUSE)


def try_to_sign_in(user_name: str = "ada", password: str = PASSWORD) -> SignedIn:
    """Do what the sign-in page does."""
    until = nobody.ask(identity.locked_until, user_name=user_name)
    if until:
        return SignedIn(None, until)
    staff_id = nobody.ask(identity.whose_password, user_name=user_name, password=password)
    return nobody.do(identity.open_sign_in, user_name=user_name, staff_id=staff_id, browser="test")


def behind(token: str | None) -> Actor:
    return nobody.ask(identity.who, sign_in=token)


class TestSetUp:
    def test_makes_the_first_administrator(self, founder: int) -> None:
        assert behind(try_to_sign_in().token).staff_id == founder

    def test_twice_is_refused(self, founder: int) -> None:
        with pytest.raises(AlreadySetUp):
            nobody.do(identity.set_up, **HOUSE)

    def test_needs_a_name_for_the_street(self, world: World) -> None:
        with pytest.raises(identity.NameMissing):
            nobody.do(identity.set_up, **{**HOUSE, "street_zh": " "})


class TestSignIn:
    def test_forgives_capitals_and_blanks_around_the_name(self, founder: int) -> None:
        assert behind(try_to_sign_in(" ADA ").token).staff_id == founder

    def test_with_a_wrong_password_is_nobody(self, founder: int) -> None:
        assert try_to_sign_in(password="wrong water").token is None

    @pytest.mark.parametrize("user_name", ["ada", "nobody at all"])
    def test_is_locked_after_failures_whether_or_not_the_name_exists(
        self, founder: int, user_name: str
    ) -> None:
        tries = [try_to_sign_in(user_name, "wrong water").locked_until for _ in range(FAILURES_ALLOWED)]
        assert [until is not None for until in tries] == [False] * (FAILURES_ALLOWED - 1) + [True]

    def test_while_locked_refuses_the_right_password(self, founder: int) -> None:
        for _ in range(FAILURES_ALLOWED):
            try_to_sign_in(password="wrong water")
        assert try_to_sign_in().token is None

    def test_opens_again_after_the_lock(self, founder: int, time: Time) -> None:
        for _ in range(FAILURES_ALLOWED):
            try_to_sign_in(password="wrong water")
        time.now += LOCKED_FOR
        assert behind(try_to_sign_in().token).staff_id == founder

    def test_forgets_failures_once_it_went_well(self, founder: int) -> None:
        for _ in range(FAILURES_ALLOWED - 1):
            try_to_sign_in(password="wrong water")
        try_to_sign_in()
        assert try_to_sign_in(password="wrong water").locked_until is None


class TestWho:
    def test_is_nobody_with_a_cookie_of_yesterday(self, founder: int, time: Time) -> None:
        token = try_to_sign_in().token
        time.now += STAYS_SIGNED_IN
        assert behind(token) == NOBODY

    @pytest.mark.parametrize("token", ["", "nonsense", None])
    def test_is_nobody_with_nonsense(self, founder: int, token: str | None) -> None:
        assert behind(token) == NOBODY

    def test_loses_a_revoked_role_at_the_next_ask(self, founder: int) -> None:
        token = try_to_sign_in().token
        with transaction.writing(transaction.engine()) as db:
            for role in db.query(Role).where(Role.staff_id == founder):
                db.delete(role)
        assert behind(token).roles == ()


class TestSignOut:
    def test_ends_this_sign_in_only(self, founder: int) -> None:
        first, second = try_to_sign_in().token, try_to_sign_in().token
        assert first is not None
        nobody.do(identity.sign_out, token=first)
        assert (behind(first), behind(second).staff_id) == (NOBODY, founder)

    def test_everywhere_ends_all(self, founder: int) -> None:
        first, second = try_to_sign_in().token, try_to_sign_in().token
        assert Person(behind(first)).do(identity.sign_out_everywhere) == 2
        assert behind(second) == NOBODY

    def test_everywhere_needs_somebody(self, world: World) -> None:
        with pytest.raises(NotSignedIn):
            nobody.do(identity.sign_out_everywhere)

    def test_with_an_unknown_token_changes_nothing(self, founder: int) -> None:
        nobody.do(identity.sign_out, token="nonsense")
