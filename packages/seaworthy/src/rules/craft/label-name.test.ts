import { testRule } from "../../testing/test-rule.js";
import rule from "./label-name.js";

testRule(rule, {
  source: {
    yes: [
      "FROM alpine:3.23\nLABEL maintainer=x org.opencontainers.image.source=y\n",
      'FROM alpine:3.23\nLABEL "dev.acme.a-b2"="x y"\n',
      "FROM alpine:3.23\nLABEL com.docker.desktop.extension.api.version=1\n",
      "FROM alpine:3.23\nLABEL team web\n",
      "FROM alpine:3.23\nLABEL fly_launch_runtime=rails acme.dev/team=web\n",
    ],
    no: [
      "FROM alpine:3.23\nLABEL a=b «Maintainer»=x\n",
      "FROM alpine:3.23\nLABEL «a+b»=x «c..d»=y «e--f»=z «g.»=u\n",
      "FROM alpine:3.23\nLABEL «io.docker.x»=1 «a$b»=2\n",
      "FROM alpine:3.23\nONBUILD LABEL «1st» x\n",
    ],
    "n/a": ["FROM alpine:3.23\nARG NAME\nLABEL $NAME=x\n"],
  },
});
