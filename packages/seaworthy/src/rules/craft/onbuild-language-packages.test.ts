import { testRule } from "../../testing/test-rule.js";
import rule from "./onbuild-language-packages.js";

testRule(rule, {
  source: {
    yes: [
      "FROM debian:13-slim\nRUN pip install gunicorn\nONBUILD RUN pip install gunicorn==23.0.0\n",
      "FROM debian:13-slim\nONBUILD RUN pip install -r requirements.txt\n",
      "FROM debian:13-slim\nONBUILD RUN npm ci\n",
      "FROM debian:13-slim\nONBUILD RUN apt-get install -y tini\n",
    ],
    no: [
      "FROM debian:13-slim\nONBUILD RUN pip install «gunicorn»\n",
      "FROM debian:13-slim\nONBUILD RUN npm install a@1 «b»\n",
      "FROM debian:13-slim\nONBUILD RUN go install «example.com/x@latest»\n",
      "FROM debian:13-slim\nONBUILD RUN gem install «rails»\n",
    ],
    "n/a": ["FROM debian:13-slim\nRUN sudo apt-get install x\n"],
  },
});
