import type { Dialect } from "../depth.js";

/** How Python asks a dependency, and what it calls without asking any. */
export const PYTHON_DIALECT: Dialect = {
  asks: /^(?:ping|ensure_connection|fetchval|fetchrow|fetchone|fetchall|scalar_one|scalar_one_or_none|list_database_names|server_info|admin_command|list_topics|verify_connectivity|is_usable|exists|aexists|acount)$/,
  asksOfClient:
    /^(?:execute|exec|scalar|scalars|fetch|command|info|count|first|get|set|connect|all|query|cluster|health|check|cursor|acquire|select|find_one|hello|head_bucket|list_tables|raw|incr|delete|begin|connection)$/,
  client:
    /(?:^|\.|_)(?:\w*(?:db|database|session|sess|engine|conn|connection|connections|cursor|pool|redis|cache|client|objects|mongo|admin|broker|celery|channel|producer|cluster)|cur|es|r)$|\.(?:query)$|\.objects$/i,
  platform:
    /^(?:(?:os\.)?path\.\w+|Path\(\)\.\w+|(?:\w+\.){0,3}(?:\w*_)?(?:path|file|dir|folder|directory)\.(?:exists|is_file|is_dir|stat)|(?:self\.)?request\.(?:args|body|cookies|data|files|form|GET|headers|match_info|META|path_params|POST|query|query_params|rel_url|session|values)\.[\w.]+)$/i,
  neutral:
    /^(?:(?:jsonify|JSONResponse|PlainTextResponse|ORJSONResponse|HTMLResponse|Response|JsonResponse|HttpResponse|make_response|dict|list|str|int|float|bool|len|set|tuple|all|any|sum|min|max|sorted|zip|enumerate|range|isinstance|getattr|hasattr|round|repr|type|print|format|super|abort|text|SQL|Exception|HTTPException|\w*Error|\w*Exception|Depends|Query|Path|reverse|render|redirect|url_for|web\.\w+|Status|status\.\w+|HTTPStatus|json\.\w+|orjson\.\w+|datetime\.[\w.]+|date\.\w+|time\.\w+|timezone\.\w+|os\.[\w.]+|platform\.\w+|socket\.gethostname|uuid\.\w+|psutil\.[\w.]+|resource\.\w+|gc\.\w+|sys\.[\w.]+|log(?:ger|ging)?\.\w+|current_app\.[\w.]+|app\.logger\.\w+|request\.[\w.]+|response\.\w+|resp\.\w+|random\.\w+|asyncio\.(?:sleep|gather|wait_for|timeout)|\w*Response|\w*Status|\w*Schema|\w*Health\w*|health_pb2\.[\w.]+)|(?:[\w.]*\.)?(?:isoformat|strftime|now|utcnow|total_seconds|append|items|keys|values|get_json|join|format|split|strip|lower|upper|update|encode|decode|model_dump|dict|json|status|set_status|write|info|debug|warning|error|exception|critical|startswith|endswith|copy|timestamp|as_dict|to_dict))$/,
};
