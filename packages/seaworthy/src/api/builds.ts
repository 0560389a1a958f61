import { buildWorld, builtFrom } from "../io/build/build-world.js";
import { folderNameOf } from "../io/given-paths.js";
import type { TrialHost } from "../io/trial/trial-engine.js";
import { UsageError } from "../io/usage-error.js";
import type { ComposeService } from "../models/compose/compose.js";
import { buildInputs, type WrittenBuild } from "../models/project/build-inputs.js";
import { buildOrder } from "../models/project/build-order.js";
import type { BuildPlan } from "../models/project/build-plan.js";
import type { Service } from "../models/project/service.js";
import { composeOf, type PlanAround } from "./trial-plan.js";

export interface Order {
  readonly plan: BuildPlan;
  readonly tag: string;
  /** A source file of the app, relative to the context; null: none was found. */
  readonly source: string | null;
  /** What is worth to be told of it, each with the service before it. */
  readonly notes: readonly string[];
}

/** What a Compose file says of a service; null: it is in none. */
interface Written {
  readonly written: { readonly service: ComposeService; readonly secrets: WrittenBuild["secrets"] } | null;
  readonly variables: ReadonlyMap<string, string>;
}

/** How the services of a project are built: as Compose would build them, by what was built before. */
export class Builds {
  private readonly around: PlanAround;
  private readonly host: Pick<TrialHost, "platform">;
  /** The images of this run, by the names that Compose gives the services. */
  private readonly images = new Map<string, string>();
  private readonly written = new Map<Service, Written>();

  constructor(around: PlanAround, host: Pick<TrialHost, "platform">) {
    this.around = around;
    this.host = host;
  }

  /** Throws UsageError with one line where it is not built here. */
  async orderOf(service: Service): Promise<Order> {
    const { root, env } = this.around;
    const { written, variables } = this.writtenOf(service);
    const order = buildOrder(service, written?.service.build ?? null, variables, folderNameOf(root));
    if (!order) throw new UsageError("what is built is not known");
    const { context, dockerfile } = builtFrom(root, order.context, order.dockerfile);
    const world = buildWorld(root, {
      variables,
      built: (name) => this.images.get(name) ?? null,
      platform: await this.host.platform(),
      hasAgent: Boolean(env.SSH_AUTH_SOCK),
    });
    const read = buildInputs(written && writtenBuild(written.service, written.secrets), world);
    if ("because" in read) throw new UsageError(read.because);
    const { target, args, tag, source, text } = order;
    const plan: BuildPlan = { context, dockerfile: dockerfile ?? { text }, target, args, inputs: read.inputs };
    return { plan, tag, source, notes: read.notes };
  }

  built(service: Service, tag: string): void {
    for (const { kind, name } of service.deployments) if (kind === "compose") this.images.set(name, tag);
  }

  /** Those that others take as a context come before them; what goes in a circle stays as it is. */
  inOrder(services: readonly Service[]): readonly Service[] {
    const ordered = new Set<Service>();
    const under = new Set<Service>();
    const put = (service: Service): void => {
      if (ordered.has(service) || under.has(service)) return;
      under.add(service);
      for (const { written } of this.writtenOf(service).written?.service.build?.settings.contexts.values() ?? []) {
        const [, name] = /^(?:service|target):(.+)$/.exec(written) ?? [];
        const other = services.find(({ deployments }) => deployments.some((one) => one.kind === "compose" && one.name === name));
        if (other) put(other);
      }
      ordered.add(service);
    };
    services.forEach(put);
    return [...ordered];
  }

  private writtenOf(service: Service): Written {
    const known = this.written.get(service) ?? this.readWritten(service);
    this.written.set(service, known);
    return known;
  }

  private readWritten(service: Service): Written {
    const { env } = this.around;
    const variables = new Map(
      Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
    );
    const deployment = service.deployments.find(({ kind }) => kind === "compose");
    const compose = deployment ? composeOf(deployment.name, service, this.around, new Map()) : null;
    const found = compose?.project.services.find(({ name }) => name === deployment?.name);
    return found && compose
      ? { written: { service: found, secrets: compose.project.secrets }, variables: compose.variables }
      : { written: null, variables };
  }
}

function writtenBuild({ build, platform }: ComposeService, secrets: WrittenBuild["secrets"]): WrittenBuild | null {
  return build && { settings: build.settings, platform: platform?.value ?? null, secrets };
}
