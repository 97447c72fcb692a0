"""The parts of the report about what people can do, how they liked it, and what did not take place."""

from services.overview.report import Report
from ui.dashboard import words
from ui.dashboard.words import Kind
from ui.reporting.parts import Column, Part, bars
from ui.text import _, named


def funnel(report: Report) -> Part:
    """Return how many went how far."""
    table = report.tables["funnel"]
    names = [
        {
            "enrolled": _("Had a seat"),
            "came": _("Came"),
            "alone": _("Did a lesson on their own"),
            "again": _("Came on a second day"),
        }[stage]
        for stage in table["stage"]
    ]
    people = Column(words.name_of("people"), list(table["people"]), is_hiding=True)
    told = dict(zip(table["stage"], people.told, strict=True))
    sentence = _(
        "Of %(enrolled)s people with a seat %(came)s came, %(alone)s did a lesson on their own, and "
        "%(again)s came again.",
        **told,
    )
    columns = [Column(_("How far"), names, Kind.TEXT), people]
    return Part("funnel", _("From a seat to doing it alone"), sentence, columns, bars(names, [people]))


def lessons(report: Report) -> Part:
    """Return how far people are in each lesson."""
    table = report.tables["lessons"]
    names = [f"{row.code} {named(row.zh, row.en)}" for row in words.rows(table)]
    mastery = Column(words.name_of("mastery"), list(table["mastery"]), Kind.SHARE)
    columns = [
        Column(_("Lesson"), names, Kind.TEXT),
        Column(_("Began"), list(table["begun"]), is_hiding=True),
        Column(_("Did it alone"), list(table["alone"]), is_hiding=True),
        Column(_("Due for a second look"), list(table["due"]), is_hiding=True),
        Column(_("Can still do it"), list(table["mastered"]), is_hiding=True),
        Column(_("Alone, of those who began"), list(table["alone_share"]), Kind.SHARE),
        mastery,
    ]
    known = table.dropna(subset=["mastery"])
    if known.empty:
        sentence = _("It is not known yet what people can still do a week later.")
    else:
        best, least = (
            known.iloc[int(known["mastery"].to_numpy().argmax())],
            known.iloc[int(known["mastery"].to_numpy().argmin())],
        )
        sentence = _(
            "A week later or more, “%(best)s” is done alone by %(most)s, “%(least)s” by %(few)s.",
            best=named(best["zh"], best["en"]),
            most=words.short(best["mastery"], Kind.SHARE),
            least=named(least["zh"], least["en"]),
            few=words.short(least["mastery"], Kind.SHARE),
        )
    note = _("As it stood on the last of these days, for seniors at home at these places.")
    drawing = bars(names, [mastery], most=1)
    return Part("lessons", _("What people can do alone"), sentence, columns, drawing, ("mastery",), note=note)


def tracks(report: Report) -> Part:
    """Return who completed the tracks."""
    table = report.tables["tracks"]
    names = [named(row.zh, row.en) for row in words.rows(table)]
    completion = Column(words.name_of("completion"), list(table["completion"]), Kind.SHARE)
    completed = Column(_("Completed by"), list(table["completed"]), is_hiding=True)
    columns = [
        Column(_("Track"), names, Kind.TEXT),
        Column(_("Lessons"), list(table["lessons"])),
        Column(_("Needed on one's own"), list(table["needed"])),
        Column(_("Began"), list(table["begun"]), is_hiding=True),
        completed,
        completion,
    ]
    sentence = _("Completed: %(tracks)s.", tracks=words.listed([
        _("%(track)s by %(people)s", track=name, people=told)
        for name, told in zip(names, completed.told, strict=True)
    ]))  # fmt: skip
    return Part("tracks", _("Tracks"), sentence, columns, None, ("completion",))


def satisfaction(report: Report) -> Part:
    """Return how people liked each lesson."""
    table = report.tables["satisfaction"].sort_values("satisfied", ascending=False, kind="stable")
    names = [named(row.zh, row.en) or _("no lesson") for row in words.rows(table)]
    satisfied = Column(words.name_of("satisfied"), list(table["satisfied"]), Kind.SHARE)
    columns = [
        Column(_("Lesson"), names, Kind.TEXT),
        Column(_("Opinions"), list(table["faces"]), is_hiding=True),
        satisfied,
    ]
    known = table.dropna(subset=["satisfied"])
    if known.empty:
        sentence = _("Too few have said yet how they liked it.")
    else:
        sentence = _(
            "Liked best: “%(best)s” with %(most)s; least: “%(least)s” with %(few)s.",
            best=names[0],
            most=words.short(known["satisfied"].iloc[0], Kind.SHARE),
            least=names[len(known) - 1],
            few=words.short(known["satisfied"].iloc[-1], Kind.SHARE),
        )
    shown = Column(satisfied.name, list(known["satisfied"]), Kind.SHARE)
    drawing = bars(names[: len(known)], [shown], most=1)
    return Part("satisfaction", _("How it was liked"), sentence, columns, drawing, ("satisfied",))


def stuck(report: Report) -> Part:
    """Return the moves on the practice phone at which most help was needed."""
    table = report.tables["stuck"]
    doing = [named(row.doing_zh, row.doing_en) for row in words.rows(table)]
    columns = [
        Column(_("Lesson"), [named(row.zh, row.en) for row in words.rows(table)], Kind.TEXT),
        Column(_("Move"), list(table["step"])),
        Column(_("What is to be done"), doing, Kind.TEXT),
        Column(words.name_of("people"), list(table["people"])),
        Column(_("Hints each time"), list(table["hints"]), Kind.HOURS),
    ]
    sentence = (
        _(
            "Most help was needed in “%(lesson)s”: %(doing)s",
            lesson=columns[0].values[0],
            doing=doing[0],
        )
        if len(table)
        else _("On these days too few practised to tell, or hardly anybody needed help.")
    )
    return Part("stuck", _("Where people get stuck"), sentence, columns)


def called_off(report: Report) -> Part:
    """Return what did not take place, and why."""
    table = report.tables["called_off"]
    states = {"cancelled": _("cancelled"), "not_held": _("did not take place")}
    columns = [
        Column(_("What became of it"), [states[state] for state in table["state"]], Kind.TEXT),
        Column(_("Reason"), [reason or _("not said") for reason in table["reason"]], Kind.TEXT),
        Column(_("Sessions"), list(table["activities"])),
    ]
    count = int(table["activities"].sum()) if len(table) else 0
    sentence = (
        _("%(count)s sessions did not take place; the reasons stand here.", count=count)
        if count
        else _("Everything that was planned took place.")
    )
    return Part("called_off", _("What did not take place"), sentence, columns)
