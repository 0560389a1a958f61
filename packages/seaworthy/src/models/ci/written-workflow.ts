import { ACTIONS, RUNNER } from "../../knowledge/actions.js";

/** One image of a project and how it is built. */
export interface BuildWay {
  /** Of the service, to be a part of a tag. */
  readonly name: string;
  readonly dockerfile: string;
  readonly context: string;
  readonly target: string | null;
}

/** The first of every month, off the full hour. */
export const MONTHLY = "17 4 1 * *";

/** A workflow that builds each image and fails on a critical or high vulnerability, for pushes and pull requests. */
export function scanWorkflow(builds: readonly BuildWay[]): string {
  const image = imageName("scanned", builds);
  const steps = [...build(builds, "", [`          IMAGE: ${image}`]), ...scan(image)];
  return workflow("image scan", ["  push:", "  pull_request:"], builds, [], steps);
}

/** A workflow that builds each image anew once a month, with what its base has become, and pushes it once it is scanned. */
export function rebuildWorkflow(builds: readonly BuildWay[]): string {
  const registry = "ghcr.io/${{ github.repository }}";
  return workflow(
    "image rebuild",
    [
      "  # Security patches of the bases arrive without a commit.",
      "  schedule:",
      `    - cron: "${MONTHLY}"`,
      "  workflow_dispatch:",
    ],
    builds,
    ["    permissions:", "      contents: read", "      packages: write"],
    [
      // A registry takes lower case alone.
      "      - name: Name",
      `        run: echo "IMAGE=\${NAME,,}" >> "$GITHUB_ENV"`,
      "        env:",
      `          NAME: ${imageName(registry, builds)}`,
      ...build(builds, "--no-cache "),
      ...scan("${{ env.IMAGE }}"),
      "      # Only what the scan has passed.",
      `      - uses: ${ACTIONS.login}`,
      "        with:",
      "          registry: ghcr.io",
      "          username: ${{ github.actor }}",
      "          password: ${{ secrets.GITHUB_TOKEN }}",
      `      - run: docker push "$IMAGE"`,
    ],
  );
}

function workflow(
  name: string,
  on: readonly string[],
  builds: readonly BuildWay[],
  permissions: readonly string[],
  steps: readonly string[],
): string {
  const [only] = builds;
  const matrix =
    builds.length > 1
      ? [
          "    strategy:",
          "      fail-fast: false",
          "      matrix:",
          "        include:",
          ...builds.flatMap((one) => [
            `          - name: ${quoted(one.name)}`,
            `            options: ${quoted(optionsOf(one))}`,
            `            context: ${quoted(one.context)}`,
          ]),
        ]
      : [];
  return `${[
    `name: ${name}`,
    "",
    "on:",
    ...on,
    "",
    "permissions:",
    "  contents: read",
    "",
    "jobs:",
    `  ${only && builds.length === 1 ? idOf(only.name) : "image"}:`,
    `    runs-on: ${RUNNER}`,
    "    timeout-minutes: 30",
    ...permissions,
    ...matrix,
    "    steps:",
    `      - uses: ${ACTIONS.checkout}`,
    "        with:",
    "          persist-credentials: false",
    ...steps,
  ].join("\n")}\n`;
}

function build(builds: readonly BuildWay[], more: string, variables: readonly string[] = []): readonly string[] {
  const [only] = builds;
  if (!only) return [];
  const options = builds.length === 1 ? optionsOf(only) : "$OPTIONS";
  const context = builds.length === 1 ? word(only.context) : '"$CONTEXT"';
  const given =
    builds.length === 1
      ? variables
      : [...variables, "          OPTIONS: ${{ matrix.options }}", "          CONTEXT: ${{ matrix.context }}"];
  return [
    "      - name: Build",
    `        run: docker build --pull ${more}${options} --tag "$IMAGE" ${context}`,
    ...(given.length === 0 ? [] : ["        env:", ...given]),
  ];
}

function scan(image: string): readonly string[] {
  return [
    "      - name: Scan",
    `        uses: ${ACTIONS.trivy}`,
    "        with:",
    `          image-ref: ${image}`,
    "          severity: CRITICAL,HIGH",
    '          exit-code: "1"',
  ];
}

function imageName(registry: string, builds: readonly BuildWay[]): string {
  const [only] = builds;
  return `${registry}/${only && builds.length === 1 ? only.name : "${{ matrix.name }}"}:\${{ github.sha }}`;
}

function optionsOf({ dockerfile, target }: BuildWay): string {
  return [`--file ${word(dockerfile)}`, ...(target === null ? [] : [`--target ${word(target)}`])].join(" ");
}

function idOf(name: string): string {
  const id = name.replace(/[^A-Za-z0-9_-]/g, "-");
  return /^[A-Za-z_]/.test(id) ? id : `image-${id}`;
}

/** A word of a shell. */
function word(text: string): string {
  return /^[\w./@+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function quoted(text: string): string {
  return /^[A-Za-z_./][\w./@+-]*$/.test(text) ? text : JSON.stringify(text);
}
