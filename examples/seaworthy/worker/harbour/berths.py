"""The work itself: wait for the bell, then give every expected ship the next berth."""

import asyncio
import logging
import time

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

log = logging.getLogger("harbour")

BELL = "arrivals:new"
COUNTS = "harbour:berths"
BERTHS = ("A1", "A2", "B1", "B2", "C1")
SWEEP_SECONDS = 15


def berth_for(arrival: int) -> str:
    return BERTHS[arrival % len(BERTHS)]


async def assign_berths(pool: asyncpg.Pool, redis: Redis) -> int:
    """Berths every expected ship, each in a transaction of its own; returns how many."""
    done = 0
    while True:
        async with pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                "SELECT id, ship FROM arrivals WHERE status = 'expected' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
            )
            if row is None:
                return done
            berth = berth_for(row["id"])
            await connection.execute("UPDATE arrivals SET status = 'berthed', berth = $2 WHERE id = $1", row["id"], berth)
        await redis.hincrby(COUNTS, berth, 1)
        log.info("berthed", extra={"arrival": row["id"], "ship": row["ship"], "berth": berth})
        done += 1


async def run(pool: asyncpg.Pool, redis: Redis, stop: asyncio.Event) -> None:
    """Until `stop` is set: looks at the bell every second at most, and at the table without a ring every SWEEP_SECONDS."""
    swept = float("-inf")
    while not stop.is_set():
        try:
            rung = await redis.blpop([BELL], timeout=1)
            if rung is not None or time.monotonic() - swept > SWEEP_SECONDS:
                swept = time.monotonic()
                await assign_berths(pool, redis)
        except asyncpg.UndefinedTableError:
            log.info("the api has not made its table yet")
            await asyncio.sleep(1)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, RedisError, OSError, TimeoutError) as error:
            log.warning("a store does not answer", extra={"error": type(error).__name__})
            swept = float("-inf")
            await asyncio.sleep(1)
