"""Logs: one JSON object a line on stdout, also for uvicorn and for what nobody caught."""

import logging
import os
import sys

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter


def _worth_a_line(record: logging.LogRecord) -> bool:
    """False for the access line of a health check that passed: four a minute that tell nothing."""
    return not (isinstance(record.args, tuple) and len(record.args) == 5 and record.args[2] == "/healthz" and record.args[4] == 200)


def configure_logging() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        JsonFormatter(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger", "message": "msg"},
            timestamp="time",
            reserved_attrs=[*RESERVED_ATTRS, "color_message"],
        )
    )
    handler.addFilter(_worth_a_line)
    logging.basicConfig(handlers=[handler], level=os.environ.get("LOG_LEVEL", "INFO").upper(), force=True)
    # uvicorn brings handlers of its own, in plain text.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    sys.excepthook = lambda kind, error, trace: logging.critical("uncaught exception", exc_info=(kind, error, trace))
