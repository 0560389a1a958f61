import { baseFacts } from "../../knowledge/bases.js";
import { parseReference } from "../../models/dockerfile/reference.js";
import { fields, text, texts } from "../../models/image/parse-config.js";
import { EngineError } from "../engine/engine-client.js";
import type { Engine } from "../engine/find-engine.js";
import type { SeenBase } from "./known-bases.js";

/** Each costs a question: the images of a busy machine are not all asked for. */
const MOST = 50;

/** The images of an engine that others are built on. */
export async function engineBases({ client, kind }: Engine): Promise<readonly SeenBase[]> {
  const root = kind === "podman" ? "/libpod/images" : "/images";
  const bases: SeenBase[] = [];
  try {
    const list = await client.json("GET", `${root}/json`);
    const candidates = (Array.isArray(list) ? list : []).flatMap((image) => {
      const { Id, RepoTags } = fields(image);
      const name = texts(RepoTags).find(isBase);
      const id = /[0-9a-f]{64}$/.exec(text(Id))?.[0];
      return name !== undefined && id !== undefined ? [{ name, id }] : [];
    });
    for (const { name, id } of candidates.slice(0, MOST)) {
      const { RootFS, RepoDigests } = fields(await client.json("GET", `${root}/${id}/json`));
      const digest = texts(RepoDigests).map((one) => /@(sha256:[0-9a-f]{64})$/.exec(one)?.[1])[0];
      bases.push({
        reference: name.replace(/^docker\.io\/(?:library\/)?/, ""),
        digest: digest ?? null,
        diffIds: texts(fields(RootFS).Layers),
      });
    }
  } catch (error) {
    // What is missing here makes the base unknown, and nothing wrong.
    if (!(error instanceof EngineError)) throw error;
  }
  return bases;
}

function isBase(name: string): boolean {
  const reference = parseReference(name);
  return reference !== null && baseFacts(reference) !== null;
}
