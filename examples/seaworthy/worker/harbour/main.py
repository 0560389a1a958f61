"""The worker's small HTTP surface, and the life of its background task."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable

import asyncpg
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from harbour import berths
from harbour.log import configure_logging
from harbour.settings import Settings

configure_logging()

ANSWER_SECONDS = 2
DRAIN_SECONDS = 4


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """uvicorn ends this on SIGTERM, after the requests in flight: the ship that is being berthed is finished first."""
    settings = Settings()
    # min_size 0: the service starts while the database is away, and its health says so.
    pool = await asyncpg.create_pool(**settings.database, min_size=0, max_size=5, timeout=ANSWER_SECONDS, command_timeout=3)
    redis = Redis(
        **settings.redis,
        socket_connect_timeout=ANSWER_SECONDS,
        socket_timeout=3,
        # The task tries again by itself, and looks at `stop` in between.
        retry=Retry(NoBackoff(), 0),
        decode_responses=True,
    )
    stop = asyncio.Event()
    task = asyncio.create_task(berths.run(pool, redis, stop))
    app.state.pool, app.state.redis, app.state.task = pool, redis, task
    yield
    stop.set()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(task, DRAIN_SECONDS)
    await redis.aclose()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(pool.close(), 1)


app = FastAPI(title="harbour log worker", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)


async def _answers(question: Awaitable[object]) -> bool:
    """Never longer than ANSWER_SECONDS: a question that hangs is given up, its end is not waited for."""
    task = asyncio.ensure_future(question)
    await asyncio.wait({task}, timeout=ANSWER_SECONDS)
    if not task.done():
        task.cancel()
        return False
    return not task.cancelled() and task.exception() is None


@app.get("/healthz")
async def healthz(request: Request) -> JSONResponse:
    """200 only while both stores answer within two seconds and the background task lives."""
    state = request.app.state
    database, redis = await asyncio.gather(_answers(state.pool.fetchval("SELECT 1")), _answers(state.redis.ping()))
    checks = {"database": database, "redis": redis, "task": not state.task.done()}
    healthy = all(checks.values())
    return JSONResponse(
        status_code=200 if healthy else 503,
        content={"status": "healthy" if healthy else "degraded", "checks": checks},
    )


@app.get("/summary")
async def summary(request: Request) -> JSONResponse:
    """How many ships are expected and berthed, and how often each berth was given."""
    state = request.app.state
    try:
        rows = await state.pool.fetch("SELECT status, count(*) AS ships FROM arrivals GROUP BY status")
        counts = await state.redis.hgetall(berths.COUNTS)
    except Exception as error:
        berths.log.warning("no summary", extra={"error": type(error).__name__})
        return JSONResponse(status_code=503, content={"error": "a store does not answer"})
    return JSONResponse({
        "ships": {row["status"]: row["ships"] for row in rows},
        "berths": {berth: int(count) for berth, count in sorted(counts.items())},
    })


@app.exception_handler(Exception)
async def failed(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse(status_code=500, content={"error": "internal error"})
