"""Settings from the environment, secrets from files: a variable shows in `docker inspect` and in every child process."""

import os
from pathlib import Path


def _secret(name: str) -> str:
    return Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()


class Settings:
    def __init__(self) -> None:
        self.database = {
            "host": os.environ.get("DATABASE_HOST", "postgres"),
            "port": int(os.environ.get("DATABASE_PORT", "5432")),
            "user": os.environ.get("DATABASE_USER", "harbour"),
            "database": os.environ.get("DATABASE_NAME", "harbour"),
            "password": _secret("DATABASE_PASSWORD"),
        }
        self.redis = {
            "host": os.environ.get("REDIS_HOST", "redis"),
            "port": int(os.environ.get("REDIS_PORT", "6379")),
            "password": _secret("REDIS_PASSWORD"),
        }
