import type { ClientLibrary } from "./libraries.js";

/** Modules of Go by import path. Source: each module's own documentation; looked up 2026-11. */

const to = (name: string, ...modules: readonly string[]): ClientLibrary[] =>
  modules.map((module) => ({ module: `${module}/*`, to: name }));

export const GO_CLIENTS: readonly ClientLibrary[] = [
  ...to(
    "PostgreSQL",
    "github.com/lib/pq",
    "github.com/jackc/pgx",
    "github.com/go-pg/pg",
    "gorm.io/driver/postgres",
    "github.com/uptrace/bun/driver/pgdriver",
  ),
  ...to("MySQL", "github.com/go-sql-driver/mysql", "gorm.io/driver/mysql"),
  ...to("SQL Server", "github.com/microsoft/go-mssqldb", "github.com/denisenkom/go-mssqldb", "gorm.io/driver/sqlserver"),
  ...to(
    "a database",
    "gorm.io/gorm",
    "github.com/jinzhu/gorm",
    "github.com/jmoiron/sqlx",
    "entgo.io/ent",
    "xorm.io/xorm",
    "github.com/uptrace/bun",
    "database/sql",
  ),
  ...to("MongoDB", "go.mongodb.org/mongo-driver", "gopkg.in/mgo.v2"),
  ...to(
    "Redis",
    "github.com/redis/go-redis",
    "github.com/go-redis/redis",
    "github.com/gomodule/redigo",
    "github.com/redis/rueidis",
    "github.com/hibiken/asynq",
  ),
  ...to(
    "a message broker",
    "github.com/segmentio/kafka-go",
    "github.com/IBM/sarama",
    "github.com/Shopify/sarama",
    "github.com/confluentinc/confluent-kafka-go",
    "github.com/twmb/franz-go",
    "github.com/rabbitmq/amqp091-go",
    "github.com/streadway/amqp",
    "github.com/nats-io/nats.go",
    "github.com/eclipse/paho.mqtt.golang",
  ),
  ...to("Cassandra", "github.com/gocql/gocql"),
  ...to(
    "Elasticsearch",
    "github.com/elastic/go-elasticsearch",
    "github.com/olivere/elastic",
    "github.com/opensearch-project/opensearch-go",
  ),
  ...to("Memcached", "github.com/bradfitz/gomemcache"),
  ...to("Neo4j", "github.com/neo4j/neo4j-go-driver"),
  ...to("ClickHouse", "github.com/ClickHouse/clickhouse-go"),
  ...to("InfluxDB", "github.com/influxdata/influxdb-client-go"),
  ...to("etcd", "go.etcd.io/etcd/client"),
  ...to("DynamoDB", "github.com/aws/aws-sdk-go-v2/service/dynamodb"),
  ...to("SQS", "github.com/aws/aws-sdk-go-v2/service/sqs"),
  ...to("Spanner", "cloud.google.com/go/spanner"),
  ...to("Firestore", "cloud.google.com/go/firestore"),
];

/** Drivers that are imported for their side effect and used through database/sql. */
export const GO_SQL_DRIVERS =
  /^(?:github\.com\/(?:lib\/pq|go-sql-driver\/mysql|jackc\/pgx\/v\d+\/stdlib|microsoft\/go-mssqldb|denisenkom\/go-mssqldb|ClickHouse\/clickhouse-go(?:\/v\d+)?|sijms\/go-ora(?:\/v\d+)?|godror\/godror))$/;

export const GO_SECRET_CLIENTS: readonly ClientLibrary[] = [
  ...to("HashiCorp Vault", "github.com/hashicorp/vault/api", "github.com/hashicorp/vault-client-go"),
  ...to(
    "AWS Secrets Manager",
    "github.com/aws/aws-sdk-go-v2/service/secretsmanager",
    "github.com/aws/aws-sdk-go/service/secretsmanager",
    "github.com/aws/aws-secretsmanager-caching-go",
  ),
  ...to("AWS Parameter Store", "github.com/aws/aws-sdk-go-v2/service/ssm"),
  ...to("Google Secret Manager", "cloud.google.com/go/secretmanager"),
  ...to("Azure Key Vault", "github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azsecrets"),
];

export const GO_FRAMEWORKS: readonly ClientLibrary[] = [
  ...to("gin", "github.com/gin-gonic/gin"),
  ...to("echo", "github.com/labstack/echo"),
  ...to("fiber", "github.com/gofiber/fiber"),
  ...to("chi", "github.com/go-chi/chi"),
  ...to("gorilla", "github.com/gorilla/mux"),
  ...to("httprouter", "github.com/julienschmidt/httprouter"),
  ...to("fasthttp", "github.com/valyala/fasthttp"),
  ...to("beego", "github.com/beego/beego"),
  ...to("kratos", "github.com/go-kratos/kratos"),
  ...to("go-zero", "github.com/zeromicro/go-zero"),
  ...to("connect", "connectrpc.com/connect"),
  ...to("grpc", "google.golang.org/grpc"),
  ...to("net/http", "net/http"),
];

/** Modules whose own run function closes the servers on SIGTERM, and the call that starts it. */
export const GO_RUNNERS: readonly { readonly module: string; readonly call: RegExp }[] = [
  { module: "go.uber.org/fx/*", call: /\bfx\s*\.\s*New\s*\(/ },
  { module: "github.com/go-kratos/kratos/*", call: /\bkratos\s*\.\s*New\s*\(/ },
  { module: "github.com/zeromicro/go-zero/rest/*", call: /\bMustNewServer\s*\(/ },
  { module: "sigs.k8s.io/controller-runtime/*", call: /\bSetupSignalHandler\s*\(/ },
  { module: "github.com/gin-contrib/graceful/*", call: /\bgraceful\s*\.\s*\w+\s*\(/ },
  { module: "github.com/tylerb/graceful/*", call: /\bgraceful\s*\.\s*\w+\s*\(/ },
  { module: "github.com/fvbock/endless/*", call: /\bendless\s*\.\s*\w+\s*\(/ },
  { module: "github.com/hibiken/asynq/*", call: /\.\s*Run\s*\(/ },
];
