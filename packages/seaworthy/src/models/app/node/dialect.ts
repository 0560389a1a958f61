import type { Dialect } from "../depth.js";

/** How JavaScript asks a dependency, and what it calls without asking any. */
export const NODE_DIALECT: Dialect = {
  asks: /^(?:\$queryRaw|\$queryRawUnsafe|\$executeRaw|\$executeRawUnsafe|\$runCommandRaw|authenticate|pingCheck|findOne|findFirst|findMany|findUnique|findAll|findAndCountAll|countDocuments|estimatedDocumentCount|executeSql|verifyConnectivity|describeCluster|fetchTopicMetadata|listTopics|getQueueUrl)$/,
  asksOfClient:
    /^(?:query|ping|execute|raw|one|oneOrNone|any|none|select|count|command|serverStatus|getConnection|connect|exec|get|set|info|run|all|sql|unsafe|dbSize|cluster|health|scan|stats|version|isHealthy|admin|find|first|sendCommand|call|transaction|selectFrom|from)$/,
  client:
    /(?:^|\.|_)(?:\w*(?:pool|db|database|client|redis|prisma|knex|sequelize|mongoose|mongo|conn|connection|sql|orm|dataSource|datasource|entityManager|em|cache|producer|kafka|channel|admin|repo|repository|model|manager|pg|mysql|postgres|cluster|session|queryRunner|store|drizzle|elastic|opensearch|indicator))$|^sql$/i,
  platform:
    /^(?:(?:res|response|reply|resp|rep)(?:\.[\w$]+)*|(?:status|code|type|header|headers|set)\(\))\.(?:status|code|type|header|headers|set|setHeader|send|sendStatus|json|text|html|end|write|writeHead)$/,
  neutral:
    /^(?:(?:this\.)?(?:\w*\.)?(?:res|response|reply|resp|rep|ctx|context|c|req|request|headers|url|JSON|Date|process|console|Math|Object|Array|String|Number|Boolean|performance|os|Promise|Response|NextResponse|Headers|set|logger|log|Logger|pino|winston|cookies)(?:\.[\w$]+)*|next|done|cb|callback|json|data|send|resolve|reject|parseInt|parseFloat|String|Number|Boolean|Date|Error|\w*Error|\w*Exception|Response|setTimeout|clearTimeout|require|event\.\w+|Symbol|BigInt|defineEventHandler|eventHandler|setResponseStatus|setHeader|status|end|write|writeHead|toISOString|getTime|now|uptime|getStatus|then|catch|finally|map|filter|reduce|join|push|every|some|includes|forEach|startsWith|endsWith|toString|toFixed|trim|split|slice|replace|toLowerCase|toUpperCase|keys|values|entries|concat|match|test|[\w$.]*\.(?:getStatus|up|down|status|json|send|sendStatus|code|type|header|headers|set|end|write|writeHead|text|body|html|toISOString|getTime|toString|toFixed|now|uptime|then|catch|finally|map|filter|reduce|join|push|every|some|includes|forEach|startsWith|endsWith|trim|split|slice|replace|toLowerCase|toUpperCase|keys|values|entries|concat|match|test|info|warn|error|debug|trace|memoryUsage))$/,
};
