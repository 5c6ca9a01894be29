"""The spine: a programme year, the case that carries one company through it, and what hangs on it."""

from companies.cases.models.batch import ImportBatch
from companies.cases.models.case import Case
from companies.cases.models.interaction import Interaction
from companies.cases.models.link import Link
from companies.cases.models.move import Move
from companies.cases.models.task import Task
from companies.cases.models.year import ProgrammeYear

__all__ = ["Case", "ImportBatch", "Interaction", "Link", "Move", "ProgrammeYear", "Task"]
