// Which rules answer which label. A label is one reader's verdict on a whole item, given for the reasons that stand in its `why`;
// an item has more claims than the reader looked at. Each group holds the claims that those reasons speak of, and only those.

/** @typedef {{ label: string, rules: readonly RegExp[] | readonly string[], because: string }} Group */

/** The verdict that an app-level value stands for; null: between the two, printed with the arguable ones. */
const APP_VERDICTS = {
  sigterm: { yes: "pass", no: "fail", partial: null, "N/A": "not-applicable" },
  health: { deep: "pass", shallow: "fail", none: "fail", partial: null, "N/A": "not-applicable" },
};

/** One row of the score each, in the order of the twelve items. */
export const GROUPS = [
  {
    label: "1_multi_stage",
    rules: [
      "multi-stage-build/uses-stages",
      "multi-stage-build/no-build-tools",
      "multi-stage-build/no-build-step",
      "multi-stage-build/copies-artifacts",
    ],
    because:
      "the reasons tell what is built where and what reaches the last stage; a label passes where it says itself that dev dependencies ship, so production-dependencies is not asked, nor what a builder's install leaves out",
  },
  {
    label: "2_non_root",
    rules: ["non-root-user/user"],
    because: "the reasons speak of the image's own user; where Kubernetes forces another one the label says so and is arguable",
  },
  {
    label: "3_minimal_base",
    rules: ["minimal-base-image/slim-base"],
    because:
      "the reasons name the variant of the base; a label passes that says the base is past its end of life, or that apt lists stay",
  },
  {
    label: "4_dockerignore",
    rules: ["dockerignore/present", "dockerignore/excludes-dependencies"],
    because:
      "the reasons ask for a file that the builder reads and that has the ecosystem's folders in it; labels pass without .env (three times) and without .git, so excludes-secrets and excludes-vcs are not asked",
  },
  {
    label: "5_layer_caching",
    rules: ["layer-caching/dependencies-first"],
    because: "every reason is about manifests and installs before the source; none about update and install in one RUN",
  },
  {
    label: "6_healthcheck",
    rules: ["healthcheck/declared", "healthcheck/can-fail"],
    because: "the reasons ask whether a check is declared and whether it can fail; TCP connects pass, so depth is not asked here",
  },
  {
    label: "app.health",
    rules: ["healthcheck/checks-dependencies"],
    because: "the label is about the app's endpoint: deep passes, shallow and none fail",
  },
  {
    label: "7_exec_form_cmd",
    rules: ["graceful-shutdown/exec-form", "graceful-shutdown/no-wrapper"],
    because:
      "the label is about the form alone and counts `npm start` and `sh -c` as its failures; entry scripts and handlers are not asked",
  },
  {
    label: "app.sigterm",
    rules: ["graceful-shutdown/handles-sigterm"],
    because: "the label is about what handles the signal in the app or its server, not about how the container starts it",
  },
  {
    label: "8_no_secrets",
    rules: ["no-secrets/*"],
    because: "the reasons look at the image, the Compose file and the tracked files alike",
  },
  {
    label: "9_scan_gate_rebuild",
    rules: ["image-scanning/scan-gate"],
    because: "the one firm pass has a gate and no scheduled rebuild, and says so",
  },
  {
    label: "10_json_logs_stdout",
    rules: ["structured-logging/json-logger"],
    because: "the reasons name the logger and its format; files are mentioned beside a text format only",
  },
  {
    label: "11_runtime_hardening_compose",
    rules: [
      "least-privilege/read-only-root",
      "least-privilege/capabilities-dropped",
      "least-privilege/not-privileged",
      "least-privilege/no-docker-socket",
      "least-privilege/no-host-namespaces",
      "least-privilege/no-devices",
      "least-privilege/confined",
    ],
    because:
      "the reasons ask for read_only, cap_drop and nothing privileged; labels pass without no-new-privileges and with a needless NET_BIND_SERVICE, so those two are not asked",
  },
  {
    label: "12_pinned_versions",
    rules: ["pinned-versions/base-tag", "pinned-versions/deployed-image"],
    because:
      "firm failures are untagged, latest and rolling images of Dockerfiles and Compose; what is tagged by its major version alone is arguable, and installs without a lockfile pass in firm labels",
  },
];

export function inGroup(group, rule) {
  return group.rules.some((name) => (name.endsWith("/*") ? rule.startsWith(name.slice(0, -1)) : rule === name));
}

/** The label of a service as `{verdict, arguable, why}` with verdict pass, fail, not-applicable, or null where it says neither. */
export function labelOf(service, name) {
  if (!name.startsWith("app.")) return service.labels[name] ?? null;
  const key = name.slice("app.".length);
  const given = service.app_level?.[key];
  if (!given) return null;
  const verdict = APP_VERDICTS[key][given.value] ?? null;
  return { verdict, arguable: given.arguable || verdict === null, why: `${given.value}: ${given.why}` };
}
