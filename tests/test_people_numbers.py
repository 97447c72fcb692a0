"""Numbers: a slip of the finger is noticed."""

from hypothesis import given
from hypothesis import strategies as st

from services.numbers import check_digit, is_number, near

FIVE = st.text("0123456789", min_size=5, max_size=5)


class TestNumbers:
    @given(FIVE, st.integers(0, 5), st.integers(1, 9))
    def test_one_wrong_digit_is_noticed(self, five: str, place: int, by: int) -> None:
        number = five + check_digit(five)
        wrong = str((int(number[place]) + by) % 10)
        assert not is_number(number[:place] + wrong + number[place + 1 :])

    @given(FIVE, st.integers(0, 4))
    def test_two_neighbours_swapped_are_noticed(self, five: str, place: int) -> None:
        number = five + check_digit(five)
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert is_number(swapped) == (swapped == number)

    @given(FIVE)
    def test_a_right_one_is_right(self, five: str) -> None:
        assert is_number(five + check_digit(five))

    def test_anything_else_is_no_number(self) -> None:
        assert not any(map(is_number, ["", "12345", "1234567", "12345a", "１２３４５６", "²²²²²²"]))


class TestNear:
    @given(FIVE, st.integers(0, 5), st.integers(1, 9))
    def test_the_meant_one_is_among_them_after_a_wrong_digit(self, five: str, place: int, by: int) -> None:
        number = five + check_digit(five)
        typed = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
        assert number in near(typed)

    @given(FIVE, st.integers(0, 4))
    def test_the_meant_one_is_among_them_after_a_swap(self, five: str, place: int) -> None:
        number = five + check_digit(five)
        typed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert typed == number or number in near(typed)

    def test_they_are_few_and_right(self) -> None:
        found = near("123456")
        assert len(found) <= 11
        assert all(map(is_number, found))

    def test_what_is_no_six_digits_has_none(self) -> None:
        assert near("12345") == []
