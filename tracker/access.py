"""Who may do what (product 3.4), as data: act -> the roles that may, and with which relation to the object.

Roles answer "may she at all"; the relation is given by the query that loads the object (`visible_to` in each package)
and by the few functions below. Nothing here knows requests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cached_property


class Relation(StrEnum):
    """How the actor stands to the object."""

    ANY = auto()  # no matter whose it is
    OWN = auto()  # a unit the actor holds a role in
    BELOW = auto()  # a school of the actor's commune, or a unit coordinating under the actor's lead


class Act(StrEnum):
    OPEN = auto()  # health, sign-in, feeds with their own secret: no person needed
    SIGN_OUT = auto()  # whatever every signed-in person may do with her own account
    READ_OVERVIEW = auto()
    READ_UNITS = auto()
    EDIT_UNITS = auto()
    EDIT_CONTACTS = auto()
    READ_PEOPLE = auto()
    EDIT_PEOPLE = auto()
    READ_DOCUMENTS = auto()  # the office's documents and reviews
    OPEN_ORIGINAL = auto()  # the original file, from a document or from one's own task
    EDIT_DOCUMENTS = auto()
    ASSIGN = auto()
    READ_TASKS = auto()
    EDIT_TASKS = auto()
    READ_UNIT_WORK = auto()
    SUBMIT_EVIDENCE = auto()
    READ_EVIDENCE = auto()
    REVIEW_EVIDENCE = auto()
    URGE = auto()
    READ_REPORT = auto()
    READ_MAIL = auto()
    RESEND_MAIL = auto()
    READ_REMINDING = auto()  # the policy, who is reminded when and why, the working calendar
    EDIT_REMINDING = auto()
    SUBSCRIBE = auto()
    SUBSCRIBE_PLAN = auto()
    READ_LOG = auto()


_ADMIN, _OFFICE, _LEADER, _UNIT, _AUDITOR = "admin", "office", "leader", "unit", "auditor"
_READERS = {_OFFICE: Relation.ANY, _LEADER: Relation.ANY, _AUDITOR: Relation.ANY}
_EVERYONE = {_ADMIN: Relation.ANY, **_READERS, _UNIT: Relation.ANY}

MATRIX: dict[Act, dict[str, Relation]] = {
    Act.SIGN_OUT: _EVERYONE,
    Act.READ_OVERVIEW: _READERS,
    Act.READ_UNITS: _EVERYONE,
    Act.EDIT_UNITS: {_ADMIN: Relation.ANY, _OFFICE: Relation.ANY},
    Act.EDIT_CONTACTS: {_ADMIN: Relation.ANY, _OFFICE: Relation.ANY, _UNIT: Relation.OWN},
    Act.READ_PEOPLE: {_ADMIN: Relation.ANY},
    Act.EDIT_PEOPLE: {_ADMIN: Relation.ANY},
    Act.READ_DOCUMENTS: _READERS,
    Act.OPEN_ORIGINAL: {**_READERS, _UNIT: Relation.BELOW},
    Act.EDIT_DOCUMENTS: {_OFFICE: Relation.ANY},
    Act.ASSIGN: {_OFFICE: Relation.ANY},
    Act.READ_TASKS: {**_READERS, _UNIT: Relation.BELOW},
    Act.EDIT_TASKS: {_OFFICE: Relation.ANY},
    Act.READ_UNIT_WORK: {**_READERS, _UNIT: Relation.BELOW},
    Act.SUBMIT_EVIDENCE: {_UNIT: Relation.OWN, _OFFICE: Relation.OWN},  # the office's own is the Sở itself (3.3)
    Act.READ_EVIDENCE: {**_READERS, _UNIT: Relation.BELOW},
    Act.REVIEW_EVIDENCE: {_OFFICE: Relation.ANY, _UNIT: Relation.BELOW},
    Act.URGE: {_OFFICE: Relation.ANY, _LEADER: Relation.ANY, _UNIT: Relation.BELOW},
    Act.READ_REPORT: _READERS,
    Act.READ_MAIL: {_ADMIN: Relation.ANY, **_READERS},
    Act.RESEND_MAIL: {_ADMIN: Relation.ANY, _OFFICE: Relation.ANY},
    Act.READ_REMINDING: {_ADMIN: Relation.ANY, **_READERS},
    Act.EDIT_REMINDING: {_ADMIN: Relation.ANY, _OFFICE: Relation.ANY},
    Act.SUBSCRIBE: {**_READERS, _ADMIN: Relation.ANY, _UNIT: Relation.OWN},
    Act.SUBSCRIBE_PLAN: _READERS,
    Act.READ_LOG: {_ADMIN: Relation.ANY, _OFFICE: Relation.ANY, _LEADER: Relation.ANY, _AUDITOR: Relation.ANY},
}


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with roles, or the system itself. `grants` are (role, unit id or None)."""

    person_id: int | None
    name: str
    email: str = ""
    post: str = ""
    grants: frozenset[tuple[str, int | None]] = frozenset()
    has_narrow_nav: bool = False

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.grants)

    @cached_property
    def unit_ids(self) -> frozenset[int]:
        """The units this person acts for."""
        return frozenset(unit for role, unit in self.grants if role == _UNIT and unit is not None)

    @cached_property
    def is_office(self) -> bool:
        return _OFFICE in self.roles

    @cached_property
    def is_admin(self) -> bool:
        return _ADMIN in self.roles

    @cached_property
    def reads_all(self) -> bool:
        """Office, leader and auditor see every unit's work."""
        return bool(self.roles & _READERS.keys())

    @property
    def initials(self) -> str:
        words = self.name.split()
        return (words[0][:1] + words[-1][:1]).upper() if len(words) > 1 else self.name[:2].upper()


SYSTEM = Actor(person_id=None, name="Hệ thống")


def may(actor: Actor, act: Act, relation: Relation = Relation.ANY) -> bool:
    """Whether `actor` may do `act` to an object that stands in `relation` to her.

    Relation.ANY asks about an object she has nothing to do with; OWN of one of her units; BELOW of one under them.
    """
    if act is Act.OPEN:
        return True
    allowed = {MATRIX[act][role] for role in actor.roles if role in MATRIX[act]}
    if Relation.ANY in allowed:
        return True
    if relation is Relation.OWN:
        return bool(allowed & {Relation.OWN, Relation.BELOW})
    return relation is Relation.BELOW and Relation.BELOW in allowed


def may_at_all(actor: Actor, act: Act) -> bool:
    """Whether there is any object `actor` may do `act` to: the route's own check, before anything is loaded."""
    return act is Act.OPEN or any(role in MATRIX[act] for role in actor.roles)


def roles_that_may(act: Act) -> Iterable[str]:
    return MATRIX.get(act, {}).keys()
