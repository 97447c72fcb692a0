"""What the trainer's notes say around a lesson, the same in all of them."""

from services.errors import N_

BACK, HOME = N_("Back"), N_("Home")

HEADINGS = {
    "programme": N_("Intelligent Living"),
    "notes": N_("Trainer's notes"),
    "paper_phone": N_("Paper phone: one for two people, cut along the dashes"),
    "goal": N_("The goal"),
    "why": N_("Why"),
    "before": N_("Before they come"),
    "to_check": N_(
        "Phones differ. These places were not yet compared with a real phone; look at yours first:"
    ),
    "plan": N_("Time plan: 5 + 15 + 5 + 5 minutes"),
    "new_words": N_("New words, and how to explain them"),
    "steps": N_("Show it, step by step"),
    "steps_how": N_(
        "On your own phone, held up; they only watch. Where something is really sent, paid, booked or "
        "cancelled: say it and do not tap; hold up the practice phone or the paper one."
    ),
    "say": N_("You say"),
    "do": N_("What to do"),
    "see": N_("They should see"),
    "stuck": N_("If not"),
    "way": N_("The practice phone: the whole way"),
    "way_how": N_(
        "The thick frame is what is tapped. Tapped something that is not listed? Say “not now, look again”."
    ),
    "task": N_("The task:"),
    "goals": N_("On my own shows only this:"),
    "picture": N_("What they see"),
    "say_tap": N_("You say, they tap"),
    "tap": N_("They tap"),
    "hint": N_("A hint"),
    "right": N_("Right"),
    "wrong": N_("Tapped something else? You say"),
    "surprise": N_("Surprise"),
    "surprise_how": N_(
        "This jumps up by itself. First round: say it. Second: the hint only. On their own, let them find "
        "the way out."
    ),
    "done": N_("At the end you say:"),
    "end": N_("The end"),
    "forms": N_("Its other forms"),
    "forms_how": N_("The tablet draws one of them when somebody practises again; paper stays the same."),
    "questions": N_("Three questions"),
    "questions_how": N_("All answer by hand; then read the reason aloud."),
    "mistakes": N_("What often goes wrong"),
    "safety": N_("Safety: read it out"),
    "asked": N_("What people ask, and what you can answer"),
    "no_tablets": N_("Without tablets"),
    "with_phones": N_("With their own phones"),
    "with_paper": N_("With paper only"),
    "without_phone": N_("For somebody without a smartphone"),
    "home": N_("To take home"),
    "take_home": N_("To do"),
    "rhyme": N_("To remember"),
    "next_time": N_("Next time"),
}
BEFORE = (
    N_("Read this sheet and do every step once on your own phone, without really paying or booking."),
    N_(
        "Lay out: a tablet each (charged, with sound), or one paper phone for two, cut apart; for everybody "
        "a step card, pen and paper."
    ),
    N_("Write on the board: name and password of the Wi-Fi, and the new words."),
    N_("On each tablet: tap Learn, show the card or go on without a name, choose this lesson."),
    N_("Tell the helpers: point and say, and leave the tapping to the seniors."),
)
PLAN = (
    (
        N_("%(from)s–%(to)s min · Tell"),
        N_(
            "Say what they will be able to do, and why. Explain the new words. Show the steps on your phone "
            "once; they follow later."
        ),
    ),
    (
        N_("%(from)s–%(to)s min · Practise"),
        N_(
            "The practice phone on the tablet, three times. Follow me: an orange frame shows where to tap; "
            "do it all together, with the table below. With hints: help comes only after a wrong tap. On my "
            "own: no help at all; each at her own speed. Whoever is stuck raises a hand, whoever is done "
            "helps the neighbour. Without tablets: as it says under “Without tablets” at the end."
        ),
    ),
    (
        N_("%(from)s–%(to)s min · Ask"),
        N_("The three questions. A wrong answer is welcome: it shows what to explain once more."),
    ),
    (
        N_("%(from)s–%(to)s min · Take home"),
        N_(
            "Say the rhyme together, read the safety lines, agree on what to do at home. The step cards go "
            "home with them."
        ),
    ),
)
LENGTHS = (5, 15, 5, 5)
WITH_PHONES = (
    N_("Two people work together: one does it, the other reads the step card out. Then they change."),
    N_("Show each step on your phone and wait until all are there. The column “If not” helps the others."),
    N_(
        "Stop before anything is paid or booked, always. A message or a call is carried through only between "
        "two who agreed on it before."
    ),
    N_("Whoever has another kind of phone: look for the same words. The place may differ."),
)
WITH_PAPER = (
    N_(
        "Before: print the paper phone on one side only, one for two people, and cut along the dashes. The "
        "task lies on top, then the numbers, the surprise after %(after)s, and the end last."
    ),
    N_(
        "First round, 5 minutes: you read out “You say”. The two take turns to put a finger on it, watch "
        "each other, and go to the next picture. Where a finger is elsewhere, read the right-hand column."
    ),
    N_("Second round, 4 minutes: the same, but you read out the hint only."),
    N_(
        "Third round, 6 minutes: they sit face to face. One is the phone, holds all the pictures and lays"
        " down the first; what is right stands upside down at its foot. The other reads the task and "
        "taps. If it is right, the next picture comes, the surprise without a word; if not, the phone "
        "says “look again”. After 3 minutes they change places."
    ),
    N_("Short of time? Leave out the second round."),
)
LOOK_FOR = N_("Look for “%(words)s”.")
NEXT_TIME = N_("Ask who did it at home. Let them do the task on their own once before the new lesson begins.")
VARIES = N_(
    "On the tablet, names, times or the places of things are different when they practise again (%(forms)s "
    "forms in all). Say it with the words on their screens."
)
DONE_BEFORE = N_("Ask who has done %(lessons)s; whoever has not sits beside somebody who has.")
