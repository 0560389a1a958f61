import { expect, test } from "vitest";
import { serverLimit, serverOf } from "./servers.js";

test.each([
  ["nginx -g daemon", "nginx"],
  ["/usr/sbin/apache2ctl -D FOREGROUND", "Apache httpd"],
  ["python3.12 -u -m gunicorn app:app", "Gunicorn"],
  ["rails s -b 0.0.0.0", "Puma"],
  ["ruby bin/rails server", "Puma"],
  ["fastapi run main.py", "Uvicorn"],
  ["php-fpm8.4 -F", "php-fpm"],
])("%s", (line, name) => expect(serverOf(line.split(" "))?.name).toBe(name));

test.each(["rails console", "fastapi dev", "python gunicorn.py", "python -m", "node nginx", ""])("none in %j", (line) =>
  expect(serverOf(line.split(" "))).toBeNull(),
);

test.each([
  ["gunicorn app:app", 30],
  ["gunicorn --graceful-timeout 8 app:app", 8],
  ["gunicorn --graceful-timeout=9 app:app", 9],
  ["uvicorn app:app --timeout-graceful-shutdown 3", 3],
  ["uvicorn app:app", null],
  ["sidekiq -t 8", 8],
  ["gunicorn --graceful-timeout", 30],
])("the limit of %j is %j", (line, seconds) => {
  const words = line.split(" ");
  const server = serverOf(words);
  expect(server && serverLimit(server, words)).toBe(seconds);
});
