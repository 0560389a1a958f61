const express = require("express");

const app = express();
app.get("/health", (_request, response) => response.json({ status: "up" }));
app.get("/", (_request, response) => response.send("shop"));
app.listen(3000, () => console.log("shop is open"));
