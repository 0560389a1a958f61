import type { ClientLibrary } from "./libraries.js";

/** Libraries of Python by the modules that are imported. Source: each package's own documentation; looked up 2026-11. */

const to = (name: string, ...modules: readonly string[]): ClientLibrary[] =>
  modules.map((module) => ({ module: `${module}.*`, to: name }));

export const PYTHON_CLIENTS: readonly ClientLibrary[] = [
  ...to("PostgreSQL", "psycopg", "psycopg2", "psycopg_pool", "asyncpg", "aiopg", "pg8000"),
  ...to("MySQL", "MySQLdb", "pymysql", "aiomysql", "mysql.connector", "mysql"),
  ...to("MongoDB", "pymongo", "motor", "mongoengine", "beanie", "flask_pymongo", "flask_mongoengine"),
  ...to("Redis", "redis", "aioredis", "redis_om", "rq", "flask_redis", "django_redis", "django_rq", "arq", "channels_redis"),
  ...to(
    "a database",
    "sqlalchemy",
    "flask_sqlalchemy",
    "sqlmodel",
    "databases",
    "tortoise",
    "peewee",
    "pony",
    "gino",
    "ormar",
    "piccolo",
    "django.db",
    "django.core.cache",
  ),
  ...to(
    "a message broker",
    "celery",
    "kombu",
    "pika",
    "aio_pika",
    "kafka",
    "aiokafka",
    "confluent_kafka",
    "nats",
    "dramatiq",
    "huey",
    "faststream",
    "stomp",
  ),
  ...to("SQL Server", "pyodbc", "pymssql"),
  ...to("Oracle", "oracledb", "cx_Oracle"),
  ...to("Cassandra", "cassandra"),
  ...to("Elasticsearch", "elasticsearch", "elasticsearch_dsl", "opensearchpy"),
  ...to("Memcached", "pymemcache", "memcache", "pylibmc"),
  ...to("Neo4j", "neo4j"),
  ...to("InfluxDB", "influxdb", "influxdb_client"),
  ...to("ClickHouse", "clickhouse_driver", "clickhouse_connect"),
];

export const PYTHON_SECRET_CLIENTS: readonly ClientLibrary[] = [
  ...to("HashiCorp Vault", "hvac"),
  ...to("Azure Key Vault", "azure.keyvault.secrets"),
  ...to("Google Secret Manager", "google.cloud.secretmanager"),
  ...to("Infisical", "infisical_sdk", "infisical_client"),
];

/** Top modules and package names that name a framework. */
export const PYTHON_FRAMEWORKS: ReadonlyMap<string, string> = new Map([
  ["fastapi", "fastapi"],
  ["flask", "flask"],
  ["django", "django"],
  ["starlette", "starlette"],
  ["aiohttp", "aiohttp"],
  ["tornado", "tornado"],
  ["sanic", "sanic"],
  ["litestar", "litestar"],
  ["quart", "quart"],
  ["bottle", "bottle"],
  ["falcon", "falcon"],
  ["pyramid", "pyramid"],
  ["grpc", "grpc"],
  ["grpcio", "grpc"],
  ["celery", "celery"],
  ["streamlit", "streamlit"],
  ["gradio", "gradio"],
  ["locust", "locust"],
  ["waitress", "waitress"],
  ["gunicorn", "gunicorn"],
  ["uvicorn", "uvicorn"],
  ["hypercorn", "hypercorn"],
]);

/**
 * Servers that drain on SIGTERM by themselves and their default limit in seconds (null: without limit, or not documented).
 * gunicorn `graceful_timeout`, hypercorn `graceful_timeout`, daphne's application close timeout; uvicorn waits without limit unless told. Documentation, 2026-11.
 */
export const PYTHON_SERVERS: ReadonlyMap<string, { readonly seconds: number | null; readonly option: RegExp | null }> = new Map([
  ["gunicorn", { seconds: 30, option: /^--graceful-timeout(?:=(\d+))?$/ }],
  ["uvicorn", { seconds: null, option: /^--timeout-graceful-shutdown(?:=(\d+))?$/ }],
  ["hypercorn", { seconds: 3, option: /^--graceful-timeout(?:=(\d+))?$/ }],
  ["daphne", { seconds: 10, option: /^--application-close-timeout(?:=(\d+))?$/ }],
  ["granian", { seconds: null, option: null }],
  ["celery", { seconds: null, option: null }],
  ["fastapi", { seconds: null, option: null }],
  ["dramatiq", { seconds: null, option: null }],
  ["rq", { seconds: null, option: null }],
  ["arq", { seconds: null, option: null }],
]);
