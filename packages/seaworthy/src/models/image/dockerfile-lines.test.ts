import { describe, expect, it } from "vitest";
import { historyOf, layersOf } from "../../testing/layers.js";
import { serviceOf } from "../../testing/lone-service.js";
import { linesOfHistory } from "./dockerfile-lines.js";

function lines(dockerfile: string, history: readonly string[], layers = layersOf(...history)): Readonly<Record<number, number>> {
  const { stage } = serviceOf(dockerfile);
  if (!stage) throw new Error("no stage");
  const found = linesOfHistory({ history: historyOf(...history), layers }, stage);
  return Object.fromEntries([...found].map(([index, { startLine }]) => [index, startLine]).sort(([a = 0], [b = 0]) => a - b));
}

const DOCKERFILE = `FROM node:22-slim AS build
RUN npm ci
FROM node:22-slim
ARG VERSION=1
WORKDIR /app
COPY --from=build --chown=node /app/dist ./dist
RUN apt-get update \\
    && apt-get install -y "tini"
ENV NODE_ENV=production VERSION=$VERSION
RUN echo $VERSION > /version
USER node
CMD ["node", "server.js"]
`;

describe("the lines of a Dockerfile that made an image", () => {
  it("are found for BuildKit's history, and not for the base's", () => {
    const history = [
      "/bin/sh -c #(nop) ADD file:0123456789abcdef in / ",
      "RUN /bin/sh -c echo base # buildkit",
      "ARG VERSION=1",
      "WORKDIR /app",
      "COPY --chown=node /app/dist ./dist # buildkit",
      'RUN |1 VERSION=2 /bin/sh -c apt-get update     && apt-get install -y "tini" # buildkit',
      "ENV NODE_ENV=production",
      "ENV VERSION=2",
      "RUN |1 VERSION=2 /bin/sh -c echo $VERSION > /version # buildkit",
      "USER node",
      'CMD ["node" "server.js"]',
    ];
    const layers = layersOf("base", "base", ...history.slice(2));
    expect(lines(DOCKERFILE, history, layers)).toEqual({ 2: 4, 3: 5, 4: 6, 5: 7, 7: 9, 8: 10, 9: 11, 10: 12 });
  });

  it("are found for the old builder's, whose sources are checksums", () => {
    expect(
      lines("FROM scratch\nCOPY a /a\nRUN make\nUSER 1\n", [
        "/bin/sh -c #(nop) COPY file:0123456789abcdef in /a ",
        "/bin/sh -c make",
        "/bin/sh -c #(nop)  USER 1",
      ]),
    ).toEqual({ 0: 2, 1: 3, 2: 4 });
  });

  it("are none where the image is of another Dockerfile", () => {
    expect(lines("FROM scratch\nCOPY a /a\nRUN make\n", ["COPY b /b # buildkit", "RUN /bin/sh -c other # buildkit"])).toEqual({});
    expect(lines("FROM scratch\n", ["RUN /bin/sh -c make"])).toEqual({});
  });
});
