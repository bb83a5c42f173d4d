"""Mail addresses as they are stored and compared. Pure."""

from email_validator import EmailNotValidError, validate_email

from tracker.errors import BadInput
from tracker.vietnamese import clean_line

MAX_ADDRESS = 254


def clean_address(text: str) -> str:
    """`text` as a stored address: trimmed, lower case. Raises BadInput where mail cannot go there."""
    address = clean_line(text).lower()
    try:
        validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise BadInput(f"“{address}” không phải địa chỉ thư. Viết dạng ten@example.edu.vn.") from None
    if len(address) > MAX_ADDRESS:
        raise BadInput(f"Địa chỉ thư dài quá {MAX_ADDRESS} ký tự.")
    return address
