import type { Dialect } from "../depth.js";

/** How Java and Kotlin ask a dependency, and what they call without asking any. */
export const JAVA_DIALECT: Dialect = {
  asks: /^(?:isValid|queryForObject|queryForMap|queryForList|executeQuery|runCommand|ping|executeCommand|listTopics|describeCluster|getClusterConnection|createNativeQuery|findById|findAll|isReachable)$/,
  asksOfClient:
    /^(?:execute|getConnection|count|get|query|exists|createConnection|isOpen|send|opsForValue|hasKey|describeTable|listTables|single|scan)$/,
  client:
    /(?:^|\.|_)(?:\w*(?:template|Template|dataSource|datasource|DataSource|connection|Connection|connectionFactory|repository|Repository|client|Client|jedis|Jedis|redis|Redis|pool|Pool|entityManager|em|session|Session|mongo|jdbc|statement|stmt|conn|dao|Dao|repo))$/,
  neutral:
    /^(?:(?:call|ctx|ResponseEntity|Response|Map|List|Set|HttpStatus|Collections|Instant|LocalDateTime|LocalDate|System|String|Integer|Long|Math|Duration|ManagementFactory|Runtime|Health|HealthCheckResponse|Status|HttpResponse|Mono|Flux|Uni|Optional|Objects|Arrays|log|logger|LOG|LOGGER|Thread|Clock|OffsetDateTime|ZonedDateTime)(?:\.\w+)*|\w*(?:Response|Status|Exception|Error|Dto|DTO|Map|Date|Info|Result|Builder|Health)|[\w.]*\.(?:put|of|ok|up|down|build|status|body|toString|now|withDetail|builder|get|set\w*|getStatus|onNext|onCompleted|info|debug|warn|error|trace|append|format|name|equals|isEmpty|size|add|getMessage|newBuilder|toEpochMilli|getUptime))$/,
};
