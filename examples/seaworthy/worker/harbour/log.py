"""Logs: one JSON object a line on stdout, also for uvicorn and for what nobody caught."""

import logging
import logging.config
import os
import sys

from pythonjsonlogger.json import JsonFormatter

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": JsonFormatter,
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger", "message": "msg"},
        }
    },
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}},
    "root": {"handlers": ["stdout"], "level": os.environ.get("LOG_LEVEL", "INFO").upper()},
    # uvicorn brings handlers of its own, in plain text.
    "loggers": {name: {"handlers": [], "propagate": True} for name in ("uvicorn", "uvicorn.error", "uvicorn.access")},
}


def configure_logging() -> None:
    logging.config.dictConfig(LOGGING)
    sys.excepthook = lambda kind, error, trace: logging.getLogger("harbour").critical(
        "uncaught exception", exc_info=(kind, error, trace)
    )
