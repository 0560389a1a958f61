// Labels that the sources of the repository itself show to be wrong, with what shows it. Only firm labels stand here: an arguable one
// is not scored. `dockerfile: "*"` speaks of all labelled services of the repository.

export const CORRECTIONS = [
  {
    repo: "GoogleCloudPlatform/microservices-demo",
    dockerfile: "*",
    label: "11_runtime_hardening_compose",
    because:
      "it asks Compose alone: kubernetes-manifests/ deploys the service with readOnlyRootFilesystem, drop ALL and privileged: false, so the item applies",
  },
  {
    repo: "open-telemetry/opentelemetry-demo",
    dockerfile: "src/shipping/Dockerfile",
    label: "11_runtime_hardening_compose",
    because: "compose.yaml has no cap_drop anywhere, as the label says itself; default capabilities are not 'no capabilities'",
  },
  {
    repo: "dockersamples/todo-list-app",
    dockerfile: "Dockerfile",
    label: "app.sigterm",
    because:
      "src/index.js ends the process after db.teardown() without server.close(): requests in flight are cut, as the label says itself",
  },
  {
    repo: "dockersamples/catalog-service-node",
    dockerfile: "Dockerfile",
    label: "app.sigterm",
    because:
      "src/index.js calls process.exit(0) and never closes the server of app.listen(): requests in flight are cut, as the label says itself",
  },
  {
    repo: "01Barthez/Express-Backend-Template",
    dockerfile: "Dockerfile",
    label: "app.sigterm",
    because:
      "the shipped stage starts nginx, and for the same server the label of 0-YuvrajSingh/AgileTrack frontend/Dockerfile says yes",
  },
  {
    repo: "digininja/DVWA",
    dockerfile: "Dockerfile",
    label: "8_no_secrets",
    because:
      "the password of compose.yml stands in the service `db` (mariadb), which is judged for itself and fails; `dvwa` is given none",
  },
  {
    repo: "spring-petclinic/spring-petclinic-microservices",
    dockerfile: "docker/Dockerfile",
    label: "12_pinned_versions",
    because:
      "docker-compose.yml runs images of services that are judged for themselves and fail; the Dockerfile's own base names a major version, which every other label calls arguable",
  },
  ...["node", "django", "rails"].map((kind) => ({
    repo: `nickjj/docker-${kind}-example`,
    dockerfile: "Dockerfile",
    label: "1_multi_stage",
    because: "the last stage installs libpq-dev, headers for compiling, where libpq5 serves; the label saw build-essential alone",
  })),
  {
    repo: "sissbruecker/linkding",
    dockerfile: "docker/default.Dockerfile",
    label: "1_multi_stage",
    because:
      "the stage `linkding` installs libpq-dev and libicu-dev, headers for compiling; the label lists the names of the stages alone",
  },
  {
    repo: "GoogleCloudPlatform/microservices-demo",
    dockerfile: "src/adservice/Dockerfile",
    label: "app.health",
    because: "its source opens no client, channel or connection: a health endpoint has nothing that it could ask",
  },
  ...[
    ["0-YuvrajSingh/AgileTrack", "frontend/Dockerfile"],
    ["01Barthez/Express-Backend-Template", "Dockerfile"],
  ].map(([repo, dockerfile]) => ({
    repo,
    dockerfile,
    label: "app.health",
    because: "the shipped stage is nginx with built files: there is no program that could ask a dependency",
  })),
];
