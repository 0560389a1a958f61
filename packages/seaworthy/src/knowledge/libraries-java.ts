/** Artifacts of Java and Kotlin as `group:artifact`. Source: the reference documentation of Spring Boot, Quarkus and Micronaut; looked up 2026-11. */

export const JAVA_FRAMEWORKS: readonly (readonly [RegExp, string])[] = [
  [/^org\.springframework\.boot:|^plugin:org\.springframework\.boot$/, "spring-boot"],
  [/:spring-boot-starter-web(?:mvc)?$/, "spring-mvc"],
  [/:spring-boot-starter-webflux$/, "spring-webflux"],
  [/:spring-cloud-starter-gateway/, "spring-webflux"],
  [/^io\.quarkus(?:\.platform)?:|^plugin:io\.quarkus$/, "quarkus"],
  [/^io\.micronaut|^plugin:io\.micronaut/, "micronaut"],
  [/^io\.grpc:grpc-/, "grpc"],
  [/^io\.javalin:/, "javalin"],
  [/^io\.ktor:/, "ktor"],
  [/^io\.vertx:/, "vertx"],
  [/^io\.dropwizard:/, "dropwizard"],
  [/^com\.sparkjava:/, "sparkjava"],
];

/** Artifacts that talk to something outside, and whether Spring Boot, Quarkus or Micronaut add a health indicator for them by themselves. */
export const JAVA_CLIENTS: readonly { readonly artifact: RegExp; readonly to: string; readonly indicator: boolean }[] = [
  {
    artifact: /^(?:org\.postgresql:postgresql|org\.postgresql:r2dbc-postgresql|io\.r2dbc:r2dbc-postgresql)$/,
    to: "PostgreSQL",
    indicator: true,
  },
  {
    artifact:
      /^(?:mysql:mysql-connector-java|com\.mysql:mysql-connector-j|org\.mariadb\.jdbc:mariadb-java-client|org\.mariadb:r2dbc-mariadb)$/,
    to: "MySQL",
    indicator: true,
  },
  { artifact: /^com\.microsoft\.sqlserver:mssql-jdbc$/, to: "SQL Server", indicator: true },
  { artifact: /^com\.oracle\.database\.jdbc:/, to: "Oracle", indicator: true },
  {
    artifact: /:spring-boot-starter-data-redis(?:-reactive)?$|:micronaut-redis-lettuce$|:quarkus-redis-client$|^org\.redisson:/,
    to: "Redis",
    indicator: true,
  },
  { artifact: /^(?:io\.lettuce:lettuce-core|redis\.clients:jedis)$/, to: "Redis", indicator: false },
  {
    artifact: /:spring-boot-starter-data-mongodb(?:-reactive)?$|:quarkus-mongodb-(?:client|panache)$|:micronaut-mongo-/,
    to: "MongoDB",
    indicator: true,
  },
  { artifact: /:spring-boot-starter-data-elasticsearch$|:quarkus-elasticsearch-/, to: "Elasticsearch", indicator: true },
  { artifact: /:spring-boot-starter-data-(?:cassandra|neo4j|couchbase|ldap)(?:-reactive)?$/, to: "a database", indicator: true },
  { artifact: /:spring-boot-starter-amqp$/, to: "RabbitMQ", indicator: true },
  { artifact: /:spring-boot-starter-(?:artemis|activemq)$/, to: "a message broker", indicator: true },
  {
    artifact: /:quarkus-(?:jdbc-(?:postgresql|mysql|mariadb|mssql|oracle|db2)|reactive-(?:pg|mysql|mssql|oracle|db2)-client)$/,
    to: "a database",
    indicator: true,
  },
  {
    artifact: /:quarkus-(?:messaging|smallrye-reactive-messaging)-(?:kafka|rabbitmq|amqp)$|:quarkus-kafka-client$/,
    to: "a message broker",
    indicator: true,
  },
  {
    artifact:
      /^org\.springframework\.kafka:spring-kafka$|:spring-boot-starter-kafka$|^org\.apache\.kafka:kafka-clients$|:micronaut-kafka$/,
    to: "Kafka",
    indicator: false,
  },
  {
    artifact: /^(?:software\.amazon\.awssdk:dynamodb(?:-enhanced)?|com\.amazonaws:aws-java-sdk-dynamodb)$/,
    to: "DynamoDB",
    indicator: false,
  },
  { artifact: /^software\.amazon\.awssdk:sqs$|:spring-cloud-aws-starter-sqs$/, to: "SQS", indicator: false },
  { artifact: /^org\.mongodb:mongodb-driver-/, to: "MongoDB", indicator: false },
  { artifact: /^com\.rabbitmq:amqp-client$/, to: "RabbitMQ", indicator: false },
];

/** The first Spring Boot that shuts its web server down gracefully unless told otherwise. */
export const SPRING_GRACEFUL_SINCE = [3, 4] as const;

export const JAVA_SECRET_ARTIFACTS: readonly (readonly [RegExp, string])[] = [
  [/:spring-cloud-starter-vault-config$|:spring-vault-core$|:quarkus-vault$/, "HashiCorp Vault"],
  [
    /:spring-cloud-aws-starter-secrets-manager$|:spring-cloud-starter-aws-secrets-manager-config$|^software\.amazon\.awssdk:secretsmanager$/,
    "AWS Secrets Manager",
  ],
  [/:spring-cloud-azure-starter-keyvault(?:-secrets)?$|:azure-security-keyvault-secrets$/, "Azure Key Vault"],
  [/:spring-cloud-gcp-starter-secretmanager$|:google-cloud-secretmanager$/, "Google Secret Manager"],
];
