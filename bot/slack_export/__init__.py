"""A Slack workspace export as a platform that only listens: `Import(path).batches()`, then its `report`."""

from bot.slack_export.differences import Stored
from bot.slack_export.files import ExportError
from bot.slack_export.listen import Batch, Import
from bot.slack_export.report import Report

__all__ = ["Batch", "ExportError", "Import", "Report", "Stored"]
