/** Groups of well-known artifacts whose archives carry no note of Maven's: they are built by Gradle, Ant or Bazel. */
export const SOURCE = "the artifacts' own pages in Maven's central repository";
export const AS_OF = "2026-11-27";

/** An artifact, or the beginning of one where it ends in "*", and its group; the first that fits counts. */
const GROUPS: readonly (readonly [group: string, artifacts: string])[] = [
  ["org.springframework.boot", "spring-boot spring-boot-*"],
  ["org.springframework.security", "spring-security-*"],
  ["org.springframework.data", "spring-data-*"],
  ["org.springframework.cloud", "spring-cloud-*"],
  ["org.springframework.integration", "spring-integration-*"],
  ["org.springframework.kafka", "spring-kafka spring-kafka-*"],
  ["org.springframework.amqp", "spring-amqp spring-rabbit spring-rabbit-*"],
  ["org.springframework.batch", "spring-batch-*"],
  ["org.springframework.session", "spring-session-*"],
  ["org.springframework.ws", "spring-ws-* spring-xml"],
  ["org.springframework.hateoas", "spring-hateoas"],
  ["org.springframework.graphql", "spring-graphql"],
  ["org.springframework.retry", "spring-retry"],
  ["org.springframework.ldap", "spring-ldap-*"],
  ["org.springframework.plugin", "spring-plugin-*"],
  [
    "org.springframework",
    "spring-aop spring-aspects spring-beans spring-context spring-context-indexer spring-context-support spring-core spring-expression spring-instrument spring-jcl spring-jdbc spring-jms spring-messaging spring-orm spring-oxm spring-r2dbc spring-test spring-tx spring-web spring-webflux spring-webmvc spring-websocket",
  ],
  ["org.apache.tomcat.embed", "tomcat-embed-*"],
  [
    "org.apache.tomcat",
    "tomcat-annotations-api tomcat-api tomcat-catalina tomcat-coyote tomcat-dbcp tomcat-jasper tomcat-jdbc tomcat-jni tomcat-juli tomcat-servlet-api tomcat-tribes tomcat-util tomcat-util-scan tomcat-websocket",
  ],
  ["org.jetbrains.kotlinx", "kotlinx-*"],
  ["org.jetbrains.kotlin", "kotlin-*"],
  ["org.jetbrains", "annotations"],
  ["com.squareup.okhttp3", "okhttp okhttp-* logging-interceptor mockwebserver"],
  ["com.squareup.okio", "okio okio-*"],
  ["com.squareup.retrofit2", "retrofit converter-*"],
  ["io.projectreactor.netty", "reactor-netty reactor-netty-*"],
  ["io.projectreactor", "reactor-core reactor-pool reactor-test"],
  ["io.micrometer", "micrometer-* context-propagation"],
  ["io.grpc", "grpc-*"],
  [
    "io.opentelemetry",
    "opentelemetry-api opentelemetry-context opentelemetry-sdk opentelemetry-sdk-* opentelemetry-exporter-* opentelemetry-semconv",
  ],
  ["io.opentracing", "opentracing-*"],
  ["io.reactivex.rxjava3", "rxjava"],
  ["io.lettuce", "lettuce-core"],
  ["org.bouncycastle", "bcprov-* bcpkix-* bcutil-* bcpg-* bcmail-* bctls-* bc-fips bcprov bcpkix bcutil"],
  ["org.hibernate.orm", "hibernate-core"],
  ["org.hibernate.common", "hibernate-commons-annotations"],
  ["org.hibernate.validator", "hibernate-validator hibernate-validator-*"],
  [
    "org.apache.kafka",
    "kafka-clients kafka-streams kafka-server-common kafka-storage kafka-raft kafka-metadata connect-api connect-json connect-runtime connect-transforms",
  ],
  ["org.apache.lucene", "lucene-*"],
  ["org.apache.groovy", "groovy groovy-*"],
  ["org.apache.poi", "poi poi-*"],
  ["org.apache.ant", "ant ant-launcher"],
  ["org.elasticsearch.client", "elasticsearch-rest-client elasticsearch-rest-high-level-client"],
  ["org.elasticsearch", "elasticsearch elasticsearch-*"],
  ["org.opensearch", "opensearch opensearch-*"],
  ["com.mysql", "mysql-connector-j"],
  ["mysql", "mysql-connector-java"],
  ["com.oracle.database.jdbc", "ojdbc8 ojdbc10 ojdbc11"],
  ["com.microsoft.sqlserver", "mssql-jdbc"],
  ["org.yaml", "snakeyaml"],
  ["org.ow2.asm", "asm asm-analysis asm-commons asm-tree asm-util"],
  ["net.bytebuddy", "byte-buddy byte-buddy-agent"],
  ["org.aspectj", "aspectjrt aspectjweaver aspectjtools"],
  ["org.codehaus.janino", "janino commons-compiler"],
  ["com.google.guava", "guava"],
  ["com.google.protobuf", "protobuf-java protobuf-java-util protobuf-javalite"],
  ["com.google.code.gson", "gson"],
  ["com.google.inject", "guice"],
  ["com.graphql-java", "graphql-java"],
  ["com.github.ben-manes.caffeine", "caffeine"],
  ["com.netflix.hystrix", "hystrix-core"],
  ["com.zaxxer", "HikariCP"],
  ["com.h2database", "h2"],
  ["commons-collections", "commons-collections"],
  ["commons-beanutils", "commons-beanutils"],
  ["dom4j", "dom4j"],
  ["log4j", "log4j"],
];

const EXACT = new Map<string, string>();
const BEGINNINGS: [beginning: string, group: string][] = [];
for (const [group, artifacts] of GROUPS) {
  for (const artifact of artifacts.split(" ")) {
    if (artifact.endsWith("*")) BEGINNINGS.push([artifact.slice(0, -1), group]);
    else EXACT.set(artifact, group);
  }
}

/** The group of a well-known artifact; null: it is not in the table. */
export function groupOf(artifact: string): string | null {
  return EXACT.get(artifact) ?? BEGINNINGS.find(([beginning]) => artifact.startsWith(beginning))?.[1] ?? null;
}
