"""Logs: one JSON object a line on stdout, also for uvicorn and for what nobody caught."""

import logging
import logging.config
import os
import sys

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter


class WithoutPassedProbes(logging.Filter):
    """Drops the access line of a health check that passed: four a minute that tell nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (isinstance(record.args, tuple) and len(record.args) == 5 and record.args[2] == "/healthz" and record.args[4] == 200)


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": JsonFormatter,
            "format": "%(levelname)s %(name)s %(message)s",
            "rename_fields": {"levelname": "level", "name": "logger", "message": "msg"},
            "timestamp": "time",
            "reserved_attrs": [*RESERVED_ATTRS, "color_message"],
        }
    },
    "filters": {"probes": {"()": WithoutPassedProbes}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json", "filters": ["probes"]}
    },
    "root": {"handlers": ["stdout"], "level": os.environ.get("LOG_LEVEL", "INFO").upper()},
    # uvicorn brings handlers of its own, in plain text.
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("uvicorn", "uvicorn.error", "uvicorn.access")},
}


def configure_logging() -> None:
    logging.config.dictConfig(LOGGING)
    sys.excepthook = lambda kind, error, trace: logging.getLogger("harbour").critical(
        "uncaught exception", exc_info=(kind, error, trace)
    )
