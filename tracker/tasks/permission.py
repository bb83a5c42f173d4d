"""The services' own check of the matrix (product 3.4): a service is safe whoever calls it, page or command."""

from tracker.access import Act, Actor, Relation, may
from tracker.errors import NotAllowed


def require(actor: Actor, act: Act, relation: Relation = Relation.ANY) -> None:
    """Raise NotAllowed unless `actor` may do `act`. The operator at the server's own command line (no person) may."""
    if actor.person_id is not None and not may(actor, act, relation):
        raise NotAllowed("Tài khoản này không được làm việc đó.")
