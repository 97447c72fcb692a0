"""What everybody who signs in does for herself: her name, her password."""

from db.models import Staff
from db.words import Action
from services import identity
from services.errors import N_, Invalid, NotSignedIn
from services.staff import StaffRow, checked_name, fits, row_of
from services.work import Work


class OldPasswordWrong(Invalid):
    """The password so far is another one."""

    sentence = N_("The present password is not right. Nothing was changed.")


def me(work: Work) -> StaffRow:
    """Return the actor herself. Raises NotSignedIn."""
    return row_of(work, _myself(work))


def rename(work: Work, *, name: str) -> None:
    """Change the actor's own name. Twice changes nothing. Raises NotSignedIn, NameMissing, NameTooLong."""
    staff = _myself(work)
    shown = checked_name(name)
    if staff.name == shown:
        return
    staff.name = shown
    work.record(Action.STAFF_CHANGED, staff, fields=["name"])


def change_password(work: Work, *, old: str, new: str, keep: str = "") -> None:
    """Change the actor's own password; her sign-ins end, but for the one whose token is `keep`.

    Raises NotSignedIn, OldPasswordWrong, PasswordTooShort.
    """
    staff = _myself(work)
    if not fits(staff, old):
        raise OldPasswordWrong("old")
    staff.password_hash = identity.checked_password(new)
    work.record(Action.PASSWORD_CHANGED, staff)
    identity.end_sign_ins(work, staff_id=staff.id, keep=keep)


def _myself(work: Work) -> Staff:
    if work.actor.staff_id is None:
        raise NotSignedIn
    return work.get(Staff, work.actor.staff_id)
