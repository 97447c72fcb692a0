"""The commands of the house: `python manage.py --help`."""

import argparse
import secrets
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from db import transaction
from db.backup import NotABackup, NotEmbedded, backup, restore
from db.base import Model
from db.migrate import migrate
from services import catalogue, clock, demonstration, identity, narration, work
from services.access import NOBODY
from services.demonstration import bulk
from services.errors import Refused
from services.overview import keeping
from settings import ROOT, settings

COURSES = ROOT / "courses"


def demo(arguments: argparse.Namespace) -> int:
    """Load the demonstration data and print who may sign in; once loaded, nothing is done."""
    migrate(transaction.engine())
    if work.ask(identity.is_demo, NOBODY):
        print("The demonstration is loaded already. New passwords: python manage.py new-password NAME")
        return 0
    if arguments.scale:
        loaded = work.do(bulk.load_bulk, NOBODY, scale=bulk.SCALES[arguments.scale], progress=_tell)
    else:
        loaded = work.do(demonstration.load, NOBODY)
    print(f"{'user name':<20}{'password':<26}{'role':<10}station")
    for login in loaded.logins:
        print(f"{login.user_name:<20}{login.password:<26}{login.role:<10}{login.station_en}")
    return 0


def _tell(done: int, of: int) -> None:
    print(f"\r{done}/{of}", end="" if done < of else "\n", flush=True)


def new_password(arguments: argparse.Namespace) -> int:
    """Give a staff member a new password and print it: for the administrator who is locked out."""
    password = secrets.token_urlsafe(9)
    work.do(identity.reset_password, NOBODY, user_name=arguments.name, password=password)
    print(f"{arguments.name}: {password}")
    return 0


def keep(arguments: argparse.Namespace) -> int:
    """Write a consistent copy of the embedded database."""
    size = backup(transaction.engine(), arguments.file)
    print(f"{arguments.file}: {size:,} bytes")
    return 0


def bring_back(arguments: argparse.Namespace) -> int:
    """Put a copy in the place of the database; the server must be stopped."""
    old = restore(arguments.file, transaction.engine())
    migrate(transaction.engine())
    print(f"Restored. What was there before is in {old}")
    return 0


def migrate_now(_arguments: argparse.Namespace) -> int:
    """Bring the database to the present shape, as the server does when it starts."""
    migrate(transaction.engine())
    return 0


def check_migrations(_arguments: argparse.Namespace) -> int:
    """Fail if the models and what the migrations build differ."""
    file = settings().data_dir / "check-migrations.sqlite3"
    file.unlink(missing_ok=True)
    engine = transaction.engine_for(f"sqlite:///{file}")
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = compare_metadata(context, Model.metadata)
    engine.dispose()
    for rest in ("", "-wal", "-shm", ".lock"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    for difference in differences:
        print(difference)
    return 1 if differences else 0


def rebuild_totals(_arguments: argparse.Namespace) -> int:
    """Read the figures anew from every check-in; fail if what was kept said something else."""
    started = clock.now()
    same = work.ask(keeping.rebuild, NOBODY)
    print(f"{(clock.now() - started).total_seconds():.1f} s: {'as before' if same else 'corrected'}")
    return 0 if same else 1


def new_lesson(arguments: argparse.Namespace) -> int:
    """Write the draft of a lesson that passes the checks, to be filled in."""
    course = COURSES / arguments.course
    print(catalogue.new_lesson(course, arguments.slug, uid=arguments.slug))
    return 0


def check_courses(_arguments: argparse.Namespace) -> int:
    """Print every fault in courses/ with its place and what to do; fail if there is one."""
    faults = catalogue.check(COURSES)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults")
    known = narration.load(COURSES / "pronunciation.yaml")
    if known.trouble:
        print(f"pronunciation.yaml: {known.trouble}")
    lessons = tuple(catalogue.load(COURSES).lessons.values())
    for shelved in lessons:
        for note in narration.unrecorded(shelved, known):
            print(note)
    print_figures(lessons, known)
    return 1 if faults else 0


def print_figures(lessons: Sequence[catalogue.Shelved], known: narration.Pronunciation) -> None:
    """Print the figures of every lesson, of all together, and the words that are not everyday words."""
    all_of = [catalogue.figures(shelved.lesson) for shelved in lessons]
    spoken = [narration.speech(shelved, known) for shelved in lessons]
    print(f"{'':8}{'screens':>8}{'variants':>9}{'moves':>6}{'spoken':>7}{'minutes':>8}  characters a step")
    for one, said in zip(all_of, spoken, strict=True):
        counts = (
            f"{one.code:<8}{one.screens:>8}{one.variants:>9}{one.moves:>6}{said.files:>7}{said.minutes:>8.1f}"
        )
        print(counts, f" median {one.median:g}, maximum {max(one.lengths)}")
    lengths = [length for one in all_of for length in one.lengths]
    screens, variants = sum(one.screens for one in all_of), sum(one.variants for one in all_of)
    print(f"{len(all_of)} lessons, {screens} screens, {variants} variants")
    files, size = sum(said.files for said in spoken), sum(said.size for said in spoken)
    print(f"{files} recordings, {sum(said.minutes for said in spoken):.0f} minutes, {size / 1e6:.1f} MB")
    if lengths:
        print(f"characters a step: median {median(lengths):g}, maximum {max(lengths)}")
        print(f"steps with `stuck`: {sum(one.stuck for one in all_of) / len(lengths):.0%}")
    print("words that are not everyday words:")
    for one in all_of:
        print(f"  {one.code}: {' '.join(one.hard) or '–'}")


def parser() -> argparse.ArgumentParser:
    """Return the commands and their arguments."""
    whole = argparse.ArgumentParser(description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=(run.__doc__ or "").partition("\n")[0])
        added.set_defaults(run=run)
        return added

    command("demo", demo).add_argument(
        "--scale", choices=list(bulk.SCALES), help="instead of the year: very much of everything, to measure"
    )
    command("migrate", migrate_now)
    command("rebuild-totals", rebuild_totals)
    command("new-password", new_password).add_argument("name")
    command("backup", keep).add_argument(
        "file",
        type=Path,
        nargs="?",
        default=settings().data_dir / "backups" / f"{clock.now():%Y-%m-%d-%H%M}.sqlite3",
    )
    command("restore", bring_back).add_argument("file", type=Path)
    added = command("new-lesson", new_lesson)
    added.add_argument("slug", help="the folder's name, for example l06-wechat-groups")
    added.add_argument("--course", default="intelligent-living")
    command("check-courses", check_courses)
    command("check-migrations", check_migrations)
    return whole


def main() -> int:
    """Run one command; a refusal is a sentence, not a traceback."""
    arguments = parser().parse_args()
    try:
        return int(arguments.run(arguments))
    except Refused as refused:
        print(refused.sentence % refused.about, file=sys.stderr)
    except FileExistsError as fault:
        print(f"{fault} is there already; a backup is never overwritten.", file=sys.stderr)
    except NotEmbedded:
        print("This house uses PostgreSQL: please use pg_dump and pg_restore.", file=sys.stderr)
    except NotABackup as fault:
        print(f"{fault} is not a backup of this house.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
