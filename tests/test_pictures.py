"""What a chart shows, its table has and its file holds: the same numbers."""

import csv
from datetime import date
from io import StringIO

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from services.overview import hiding
from ui import charts
from ui.dashboard import Column, Kind, as_csv, words
from ui.pictures import overview, people, sessions
from ui.text import _

MONTHS = [date(2025, 12, 1), date(2026, 1, 1)]


def rows_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(file.decode("utf-8-sig"))))


def places() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "station": [1, 2],
            "zh": ["广粤路", "汶水东路"],
            "en": ["Guangyue", "Wenshui"],
            "activities": [3, 2],
            "visits": [30, 12],
            "people": [20, 10],
            "newcomers": [5, 1],
            "turn_up": [0.9, np.nan],
            "walk_in_share": [0.1, 0.0],
            "use_of_seats": [1.05, 0.4],
            "unmet": [4, 0],
            "residents": [1000.0, np.nan],
            "coverage": [0.02, np.nan],
        }
    )


class TestOnePicture:
    def test_has_the_numbers_of_its_table_and_of_its_file(self) -> None:
        picture = overview.places(places())
        assert picture.figure is not None
        drawn = [int(value) for value in picture.figure.data[0].x]
        column = next(one for one in picture.columns if one.name == words.name_of("visits"))
        at = list(picture.columns).index(column)
        assert drawn == list(column.values) == [int(row[at]) for row in rows_of(as_csv(picture.columns))[1:]]

    def test_of_the_cohorts_has_the_shares_of_its_table(self) -> None:
        table = pd.DataFrame(
            {
                "month": [MONTHS[0], MONTHS[0], MONTHS[1]],
                "later": [0, 1, 0],
                "newcomers": [8, 8, 5],
                "people": [8, 6, 5],
                "share": [1.0, 0.75, 1.0],
                "is_open": [False, False, True],
            }
        )
        picture = people.cohorts(table)
        assert picture.figure is not None
        assert [list(line) for line in picture.figure.data[0].z] == [[0.75], [None]]
        assert "75%" in picture.sentence

    def test_never_draws_a_zero_for_what_is_not_known(self) -> None:
        picture = overview.coverage(places())
        assert picture.figure is not None
        assert list(picture.figure.data[0].x) == [0.02]
        (_head, _known, unknown) = rows_of(as_csv(picture.columns))
        assert unknown[-1] == ""

    def test_says_why_where_nothing_is_known(self) -> None:
        picture = overview.coverage(places().assign(coverage=np.nan))
        assert picture.figure is None
        assert picture.empty == words.unknown("coverage")


class TestSmallCounts:
    def test_are_hidden_in_the_picture_the_table_and_the_file(self) -> None:
        table = pd.DataFrame(
            {"neighbourhood": ["水电一村", "", "锦园"], "people": [40, 9, 2], "visits": [80, 20, 2]}
        )
        picture = people.neighbourhoods(table)
        assert picture.figure is not None
        assert "2" not in [text for row in rows_of(as_csv(picture.columns)) for text in row]
        assert 2 not in list(picture.figure.data[0].x)

    def test_of_newcomers_who_came_again_are_hidden_and_none_stays_nought(self) -> None:
        table = pd.DataFrame(
            {
                "month": [MONTHS[0]] * 4,
                "later": [0, 1, 2, 3],
                "newcomers": [12] * 4,
                "people": [12, 6, 3, 0],
                "share": [1.0, 0.5, 0.25, 0.0],
                "is_open": [False] * 4,
            }
        )
        picture = people.cohorts(table)
        assert picture.figure is not None
        assert [list(line) for line in picture.figure.data[0].z] == [[0.5, None, 0.0]]
        rows = rows_of(as_csv(picture.columns))[1:]
        assert [row[3:5] for row in rows[1:]] == [["6", "50.0%"], [_(hiding.WORD)] * 2, ["0", "0.0%"]]

    def test_of_ages_do_not_follow_from_the_rest(self) -> None:
        bands = ["60-64", "65-69", ""]
        table = pd.DataFrame(
            {
                "band": [band for band in bands for _gender in range(3)],
                "gender": ["", "female", "male"] * 3,
                "people": [0, 30, 3, 0, 25, 12, 0, 0, 0],
                "residents": [np.nan] * 9,
            }
        )
        shown = [row[2] for row in rows_of(as_csv(people.ages(table).columns))[1:]]
        assert sum(text == _(hiding.WORD) for text in shown) > 1


class TestAFile:
    def test_holds_real_numbers_and_days(self) -> None:
        file = as_csv(
            [
                Column("day", [date(2026, 3, 1)], Kind.DAY),
                Column("visits", [1234]),
                Column("share", [0.5], Kind.SHARE),
                Column("gone", [None]),
            ]
        )
        assert rows_of(file)[1] == ["2026-03-01", "1234", "50.0%", ""]

    def test_runs_no_formula_that_somebody_typed(self) -> None:
        assert rows_of(as_csv([Column("name", ["=1+1"], Kind.TEXT)]))[1] == ["'=1+1"]


class TestPlan:
    def test_tells_what_was_held_and_what_was_not(self) -> None:
        table = pd.DataFrame(
            {
                "month": MONTHS,
                "activities": [9, 10],
                "cancelled": [1, 0],
                "not_held": [0, 1],
                "not_closed": [0, 2],
            }
        )
        picture = sessions.plan(table)
        assert picture.figure is not None
        assert [list(trace.y) for trace in picture.figure.data] == [[9, 10], [1, 1]]


class TestEveryPicture:
    @pytest.mark.parametrize(
        "figure",
        [
            charts.bars(["a"], [1], ["1"], ["a: 1"]),
            charts.columns(["a"], [("x", [1.0]), ("y", [2.0])], ["a"]),
            charts.grid(["a"], ["b"], [[1.0]], [["1"]], [["a b"]], can_be_tapped=True),
            charts.lines(
                ["a", "b"], [charts.Line("x", [1, None], ["", ""]), charts.Line("y", [1, 1], ["", ""])]
            ),
            charts.dots(["a"], [0.1], ["10%"], ["a"], mean=0.1, mean_told="mean"),
            charts.pyramid(["a"], ("x", [1], ["1"], [""]), ("y", [2], ["2"], [""])),
        ],
    )
    def test_keeps_still_and_can_be_read(self, figure: go.Figure) -> None:
        template = figure.layout.template.layout
        assert (template.dragmode, template.xaxis.fixedrange, template.yaxis.fixedrange) == (
            False,
            True,
            True,
        )
        assert template.font.size >= 18
