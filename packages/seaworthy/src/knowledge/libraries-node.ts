import type { ClientLibrary } from "./libraries.js";

/** Libraries of Node.js by their npm names. Source: each package's own documentation; looked up 2026-11. */

const to = (name: string, ...modules: readonly string[]): ClientLibrary[] => modules.map((module) => ({ module, to: name }));

export const NODE_CLIENTS: readonly ClientLibrary[] = [
  ...to(
    "PostgreSQL",
    "pg",
    "pg-promise",
    "pg-native",
    "postgres",
    "@neondatabase/serverless",
    "@vercel/postgres",
    "slonik",
    "drizzle-orm/node-postgres",
    "drizzle-orm/postgres-js",
  ),
  ...to("MySQL", "mysql", "mysql2", "mysql2/*", "mariadb", "drizzle-orm/mysql2"),
  ...to("MongoDB", "mongodb", "mongoose", "@nestjs/mongoose", "monk"),
  ...to(
    "Redis",
    "redis",
    "ioredis",
    "@redis/client",
    "@upstash/redis",
    "@nestjs/bull",
    "@nestjs/bullmq",
    "bull",
    "bullmq",
    "bee-queue",
    "connect-redis",
    "cache-manager-redis-store",
    "handy-redis",
  ),
  ...to(
    "a message broker",
    "kafkajs",
    "node-rdkafka",
    "@confluentinc/kafka-javascript",
    "amqplib",
    "amqplib/*",
    "amqp-connection-manager",
    "nats",
    "@nats-io/*",
    "stompit",
    "mqtt",
    "rhea",
  ),
  ...to(
    "a database",
    "@prisma/client",
    "@prisma/client/*",
    "typeorm",
    "@nestjs/typeorm",
    "sequelize",
    "sequelize-typescript",
    "@nestjs/sequelize",
    "knex",
    "objection",
    "@mikro-orm/*",
    "bookshelf",
    "kysely",
    "drizzle-orm",
    "waterline",
  ),
  ...to("SQL Server", "mssql", "tedious"),
  ...to("Oracle", "oracledb"),
  ...to("Cassandra", "cassandra-driver"),
  ...to("Elasticsearch", "@elastic/elasticsearch", "@opensearch-project/opensearch", "elasticsearch"),
  ...to("Memcached", "memcached", "memjs"),
  ...to("Neo4j", "neo4j-driver"),
  ...to("InfluxDB", "influx", "@influxdata/influxdb-client"),
  ...to("ClickHouse", "@clickhouse/client"),
  ...to("DynamoDB", "@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "dynamoose"),
  ...to("SQS", "@aws-sdk/client-sqs", "sqs-consumer"),
  ...to("etcd", "etcd3"),
];

export const NODE_SECRET_CLIENTS: readonly ClientLibrary[] = [
  ...to("AWS Secrets Manager", "@aws-sdk/client-secrets-manager"),
  ...to("AWS Parameter Store", "@aws-sdk/client-ssm"),
  ...to("Google Secret Manager", "@google-cloud/secret-manager"),
  ...to("Azure Key Vault", "@azure/keyvault-secrets"),
  ...to("HashiCorp Vault", "node-vault", "hashi-vault-js"),
  ...to("Infisical", "@infisical/sdk", "infisical-node"),
  ...to("Doppler", "@dopplerhq/node-sdk"),
];

/** Packages whose presence among the dependencies names a framework. */
export const NODE_FRAMEWORKS: ReadonlyMap<string, string> = new Map([
  ["express", "express"],
  ["fastify", "fastify"],
  ["koa", "koa"],
  ["hono", "hono"],
  ["@hapi/hapi", "hapi"],
  ["restify", "restify"],
  ["polka", "polka"],
  ["@nestjs/core", "nest"],
  ["next", "next"],
  ["nuxt", "nuxt"],
  ["@sveltejs/kit", "sveltekit"],
  ["@remix-run/node", "remix"],
  ["@react-router/node", "react-router"],
  ["astro", "astro"],
  ["@grpc/grpc-js", "grpc"],
  ["grpc", "grpc"],
  ["socket.io", "socket.io"],
  ["apollo-server", "apollo"],
  ["@apollo/server", "apollo"],
  ["graphql-yoga", "graphql-yoga"],
  ["@feathersjs/feathers", "feathers"],
  ["@strapi/strapi", "strapi"],
  ["@adonisjs/core", "adonis"],
  ["elysia", "elysia"],
  ["h3", "h3"],
  ["moleculer", "moleculer"],
  ["bullmq", "bullmq"],
  ["bull", "bull"],
]);

/**
 * Libraries that, once called, close the server on SIGTERM. `seconds`: their own limit.
 * Defaults read in their sources and READMEs, 2026-11.
 */
export const NODE_SHUTDOWN: readonly { readonly module: string; readonly seconds: number | null; readonly alone: boolean }[] = [
  { module: "@godaddy/terminus", seconds: 1, alone: true },
  { module: "lightship", seconds: 60, alone: true },
  { module: "close-with-grace", seconds: 10, alone: true },
  { module: "http-graceful-shutdown", seconds: 30, alone: true },
  { module: "fastify-graceful-shutdown", seconds: 10, alone: true },
  { module: "@mgcrea/fastify-graceful-exit", seconds: null, alone: true },
  { module: "@gquittet/graceful-server", seconds: null, alone: true },
  { module: "@fastify/close-with-grace", seconds: 10, alone: true },
  { module: "express-graceful-exit", seconds: null, alone: false },
  { module: "stoppable", seconds: null, alone: false },
  { module: "http-terminator", seconds: 1, alone: false },
  { module: "server-destroy", seconds: null, alone: false },
];

/** Libraries that run a function of the app on SIGTERM; what it does is all that happens to requests in flight. */
export const NODE_EXIT_HOOKS: ReadonlySet<string> = new Set([
  "prexit",
  "async-exit-hook",
  "exit-hook",
  "node-graceful",
  "death",
  "node-cleanup",
]);
