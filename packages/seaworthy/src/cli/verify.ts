import { verify } from "../api.js";
import { printable } from "../core/printable.js";
import { list, textOptions } from "./options.js";
import type { World } from "./world.js";

/** `seaworthy verify`. */
export async function runVerify(image: string, options: Record<string, unknown>, world: World): Promise<number> {
  const verified = await verify(image, {
    cwd: world.cwd,
    env: world.env,
    attestation: options.attestation as string,
    ...(options.policy ? { policy: options.policy as string } : {}),
    keys: list(options.key),
    allowUnsigned: options.allowUnsigned === true,
    platform: (options.platform as string | undefined) ?? null,
  });
  const { checks, passed, certificate } = verified;
  if (options.format === "json") {
    await world.stdout.write(`${JSON.stringify({ verificationVersion: 1, ...verified }, null, 2)}\n`);
    return passed ? 0 : 1;
  }
  const { ink } = await textOptions(true, options, world);
  const width = Math.max(...checks.map(({ check }) => check.length));
  const lines = checks.map((one) => {
    const text = `  ${one.passed ? "✓" : "✗"} ${one.check.padEnd(width)}  ${printable(one.because)}`;
    return one.passed ? ink.green(text) : ink.red(text);
  });
  const of = certificate ? ` by seaworthy ${certificate.tool}, of ${certificate.time}` : "";
  const end = passed ? ink.green("It may be deployed.") : ink.red("It may not be deployed.");
  await world.stdout.write(`${ink.bold(printable(image))}${printable(of)}\n${lines.join("\n")}\n\n${end}\n`);
  return passed ? 0 : 1;
}
