"""The errors a person meets. Each carries one Vietnamese sentence that says what is wrong and what to do (look 9)."""

from http import HTTPStatus


class TrackerError(Exception):
    """An expected refusal. `message` is shown to the person as it stands; `status` is the HTTP answer."""

    status = HTTPStatus.CONFLICT

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(TrackerError):  # noqa: N818 - reads as the sentence it is
    """The person may see the thing but not do this to it."""

    status = HTTPStatus.FORBIDDEN


class NotFound(TrackerError):  # noqa: N818
    """The thing does not exist for this person (product 3.4: a foreign object is 404)."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self, message: str = "Không có mục này, hoặc đơn vị không có quyền xem.") -> None:
        super().__init__(message)


class RuleBroken(TrackerError):  # noqa: N818
    """A rule of the product refuses the act, whatever the form said."""

    status = HTTPStatus.CONFLICT


class UnreadableDocument(TrackerError):  # noqa: N818
    """A file that cannot become a document (product 3.8)."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class BadInput(TrackerError):  # noqa: N818
    """Values a form or a table cannot accept; `problems` are sentences, one for each place."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
