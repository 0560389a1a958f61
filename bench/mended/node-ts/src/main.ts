import { createServer } from "node:http";

const server = createServer((request, response) => {
  response.end(request.url === "/health" ? "ok" : "clock");
});
server.listen(8080);
