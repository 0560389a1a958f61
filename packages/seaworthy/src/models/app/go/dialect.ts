import type { Dialect } from "../depth.js";

/** How Go asks a dependency, and what it calls without asking any. */
export const GO_DIALECT: Dialect = {
  asks: /^(?:Ping|PingContext|QueryRow|QueryRowContext|QueryContext|ExecContext|RunCommand|ListTopics|VerifyConnectivity|SelectContext|GetContext|PingWithContext|AutoSync)$/,
  asksOfClient:
    /^(?:Query|Exec|Raw|Do|Get|Find|First|Count|Stats|Conn|Acquire|Select|Info|Status|ReadPartitions|Metadata|Flush|RTT)$/,
  client:
    /(?:^|\.|_)(?:\w*(?:DB|Db|db|pool|Pool|client|Client|conn|Conn|redis|Redis|rdb|cache|Cache|store|Store|repo|Repo|repository|Repository|session|Session|mongo|Mongo|pg|sql|cluster|nats|nc|producer|admin|queue|tx))$/,
  platform:
    /^(?:(?:w|rw|writer)\.(?:Write|WriteHeader|Header|Flush)|(?:r|req|request)\.(?:Context|FormValue|PathValue|Cookie|UserAgent|BasicAuth)|(?:\w+\.){0,3}(?:Header|URL|Form)\.\w+)$/,
  neutral:
    /^(?:(?:w|rw|res|resp|writer|c|ctx|e|r|req|fmt|json|time|http|log|slog|zap|zerolog|logger|strings|strconv|errors|os|runtime|render|codes|status|io|bytes|context|gin|echo|fiber|sync|atomic|debug|healthpb|grpc_health_v1|proto|pb|sort|math|rand|net|url)(?:\.\w+)*|len|cap|make|append|new|string|int|int64|float64|panic|error|byte|uint64|copy|delete|close|bool|int32|uint|min|max|cancel|fn|next|\w*Error\w*|\[\]byte|[\w.]*\.(?:JSON|String|Status|Header|Set|Write|WriteHeader|WriteString|Encode|Decode|Send|SendString|SendStatus|AbortWithStatusJSON|AbortWithStatus|NoContent|Render|Load|Store|Lock|Unlock|RLock|RUnlock|Add|Done|Format|Unix|Since|Context|WithContext|Value|Err|Error|Errorf|Infof|Info|Debug|Debugf|Warn|Warnf|Printf|Println|Msg|Msgf|Str|Int|Marshal|Seconds|Milliseconds|ServeHTTP|Get))$/,
};
