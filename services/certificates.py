"""Certificates of finished tracks: issued once, verified by anybody who scans the code on them."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from db.learning import Certificate
from db.models import Senior, Station
from db.words import Action
from services import library, review
from services.catalogue import Course
from services.errors import N_, NotFound, Refused
from services.learners import masked, the_senior
from services.reach import street_of
from services.review import TrackState
from services.work import Work


class NotFinished(Refused):
    """The track is not finished."""

    sentence = N_("A few lessons are still missing. The certificate comes when you can do them on your own.")


class NoSuchCertificate(Refused):
    """A code nobody issued."""

    sentence = N_("There is no certificate with this code. Please compare the address with the paper.")


@dataclass(frozen=True, slots=True)
class Issued:
    """What stands on a certificate. name: in full on the paper, masked where anybody looks it up.

    lessons: what she can do on her own, titles in Chinese and English; never more than she did.
    """

    token: str
    course: str
    track: str
    name: str
    course_zh: str
    course_en: str
    track_zh: str
    track_en: str
    lessons: tuple[tuple[str, str], ...]
    finished_on: date
    street_zh: str
    street_en: str


def issue(work: Work, *, course: str, track: str) -> Issued:
    """Issue the certificate of a track the senior has finished; the same one a second time.

    Raises NotKnown, NotFinished.
    """
    senior = the_senior(work)
    standing = _standing(work, senior.id, course, track)
    if standing is None:
        state = _state(work, senior.id, course, track)
        if state is None or state.finished_on is None:
            raise NotFinished
        standing = Certificate(
            token=secrets.token_hex(8),
            senior_id=senior.id,
            course=course,
            track=track,
            finished_on=state.finished_on,
            issued_at=work.at,
        )
        work.db.add(standing)
        work.record(Action.CERTIFICATE_ISSUED, standing, senior=senior.id, track=track)
    return _issued(work, standing, senior.name)


def mine(work: Work) -> tuple[Issued, ...]:
    """Return the senior's certificates, the newest first. Raises NotKnown."""
    senior = the_senior(work)
    found = work.db.scalars(
        select(Certificate).where(Certificate.senior_id == senior.id).order_by(Certificate.id.desc())
    )
    return tuple(_issued(work, one, senior.name) for one in found)


def verify(work: Work, *, token: str) -> Issued:
    """Return what a certificate says, the name masked. Anybody may ask. Raises NoSuchCertificate."""
    found = work.db.scalar(select(Certificate).where(Certificate.token == token.lower()))
    if found is None:
        raise NoSuchCertificate
    return _issued(work, found, masked(work.get(Senior, found.senior_id).name))


def own(work: Work, *, token: str) -> Issued:
    """Return a certificate of the senior before the tablet. Raises NotKnown, NotFound."""
    found = next((one for one in mine(work) if one.token == token), None)
    if found is None:
        raise NotFound
    return found


def _state(work: Work, senior_id: int, course: str, track: str) -> TrackState | None:
    states = review.of_tracks(work, senior_id=senior_id)
    return next((one for one in states if (one.line.course, one.line.track.uid) == (course, track)), None)


def _standing(work: Work, senior_id: int, course: str, track: str) -> Certificate | None:
    return work.db.scalar(
        select(Certificate).where(
            Certificate.senior_id == senior_id, Certificate.course == course, Certificate.track == track
        )
    )


def _issued(work: Work, certificate: Certificate, name: str) -> Issued:
    senior = work.get(Senior, certificate.senior_id)
    street = work.get(Station, street_of(work.station(senior.station_id).path))
    course = library.shelf().courses.get(certificate.course)
    state = _state(work, senior.id, certificate.course, certificate.track)
    title = state.line.track.title if state else None
    return Issued(
        token=certificate.token,
        course=certificate.course,
        track=certificate.track,
        name=name,
        course_zh=_zh(course, certificate.course),
        course_en=course.title.en if course else certificate.course,
        track_zh=title.zh if title else certificate.track,
        track_en=title.en if title else certificate.track,
        lessons=tuple((one.lesson.title.zh, one.lesson.title.en) for one in state.on_own) if state else (),
        finished_on=certificate.finished_on,
        street_zh=street.name_zh,
        street_en=street.name_en,
    )


def _zh(course: Course | None, folder: str) -> str:
    return course.title.zh if course else folder
