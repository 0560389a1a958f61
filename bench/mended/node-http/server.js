const http = require("node:http");

const server = http.createServer((request, response) => {
  if (request.url === "/health") return response.end("ok");
  response.end(`notes: ${request.url}`);
});
server.listen(process.env.PORT || 3000, () => console.log("listening"));
