import logging
import os
import signal
import sys
import threading

import psycopg2
import redis
import uvicorn
from dotenv import load_dotenv
from fastapi import FastAPI

load_dotenv("/app/.env")

os.makedirs("/app/logs", exist_ok=True)
logging.basicConfig(
    level=logging.DEBUG,
    format="%(asctime)s %(levelname)s %(message)s",
    handlers=[logging.FileHandler("/app/logs/worker.log"), logging.StreamHandler()],
)

app = FastAPI()
cache = redis.Redis.from_url(os.environ["REDIS_URL"])


def connect():
    return psycopg2.connect(os.environ["DATABASE_URL"])


def work():
    while True:
        try:
            item = cache.brpop("arrivals:new")
            arrival = int(item[1])
            conn = connect()
            with conn, conn.cursor() as cur:
                cur.execute("UPDATE arrivals SET status = 'berthed', berth = %s WHERE id = %s", ("A%d" % (arrival % 5), arrival))
            conn.close()
            print("berthed arrival", arrival)
        except Exception:
            logging.exception("something went wrong with %s", os.environ["DATABASE_URL"])


def graceful_shutdown(signum, frame):
    print("Received SIGTERM, shutting down gracefully...")
    sys.exit(0)


@app.on_event("startup")
def startup():
    signal.signal(signal.SIGTERM, graceful_shutdown)
    threading.Thread(target=work, daemon=True).start()


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/summary")
def summary():
    conn = connect()
    with conn.cursor() as cur:
        cur.execute("SELECT status, count(*) FROM arrivals GROUP BY status")
        return dict(cur.fetchall())


if __name__ == "__main__":
    print("starting with", os.environ["DATABASE_URL"])
    uvicorn.run(app, host="0.0.0.0", port=8000)
