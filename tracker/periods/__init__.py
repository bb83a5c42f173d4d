"""Quarters, and the one grammar of time expressions in Vietnamese official documents (product 3.1). Pure."""

from tracker.periods.conditions import CONDITIONS
from tracker.periods.forms import FORMS, Form
from tracker.periods.grammar import print_period, read_period
from tracker.periods.period import Period, Qualifier, Recurrence
from tracker.periods.quarters import Quarter, quarters_between
from tracker.periods.recurrences import RECURRENCES

__all__ = [
    "CONDITIONS",
    "FORMS",
    "RECURRENCES",
    "Form",
    "Period",
    "Qualifier",
    "Quarter",
    "Recurrence",
    "print_period",
    "quarters_between",
    "read_period",
]
