import { noOr, yes } from "../../core/answer.js";
import { isSourcePlace } from "../../core/place.js";
import { fixDeployments } from "../../models/project/deployment-edit.js";
import { about, eachLinuxDeployment, unsetKey } from "../../models/project/each-deployment.js";
import { normalHostPath } from "../../models/project/host-paths.js";
import { defineRule } from "../../rule.js";

/** Devices that give the host's disks, memory or kernel; after the kernel's list of devices. */
const DANGEROUS: readonly (readonly [pattern: RegExp, gives: string])[] = [
  [/^\/dev$/, "every device of the host"],
  [
    /^\/dev\/(?:sd[a-z]|hd[a-z]|vd[a-z]|xvd[a-z]|nvme|mmcblk|md\d|md\/|disk\/|loop|dm-|mapper\/|rbd|zfs$|nbd)/,
    "a disk of the host",
  ],
  [/^\/dev\/(?:mem|kmem|port|nvram)$/, "the memory of the host"],
  [/^\/dev\/(?:kmsg|cpu\/|kvm$|vhost-|vfio\/)/, "the kernel or processor of the host"],
];
/** Devices that give a driver, which is a way to more only with another hole. */
const GUARDED = /^\/dev\/(?:fuse|net\/tun|uinput|ttyS?\d|console)/;
const HARMLESS = /^\/dev\/(?:null|zero|full|u?random)$/;

export default defineRule({
  id: "least-privilege/no-devices",
  claim: "no device of the host that opens its disks, memory or kernel is given to the container",
  why: "A disk given as a device is read and written below every permission, and /dev/mem or /dev/kmsg is the kernel itself.",
  todo: "Remove the device; mount the folder that is needed from the disk instead, or use a volume driver.",
  weight: "required",
  level: "error",
  since: "0.1.0",
  subject: "deployed",
  aliases: ["CL-0016"],
  source(service) {
    return eachLinuxDeployment(service, (deployment) => {
      const { name, devices } = deployment;
      const found = devices.flatMap(({ value, place }) => {
        const path = normalHostPath(value.split(":")[0] ?? "");
        if (HARMLESS.test(path)) return [];
        const match = DANGEROUS.find(([pattern]) => pattern.test(path));
        if (match) return [about(deployment, `${name} is given ${path}, ${match[1]}`, place)];
        if (GUARDED.test(path))
          return [about(deployment, `${name} is given ${path}, a driver of the host's kernel`, place, { level: "warning" })];
        return [];
      });
      return noOr(found, () => {
        const unset = unsetKey(deployment, "devices");
        if (unset) return unset;
        if (devices.length === 0) return yes(`${name} is given no device`);
        return yes(`${name} is given ${devices.map((one) => one.value.split(":")[0]).join(", ")} alone`);
      });
    });
  },
  fix(service, _options, seen) {
    return fixDeployments(service, seen, ({ name, devices }, edit, { place }) => {
      if (!isSourcePlace(place)) return null;
      const device = devices.find((one) => one.place.range[0] === place.range[0])?.value.split(":")[0] ?? "the device";
      return { title: `run ${name} without ${device} of the host`, changes: edit.removeItems(["devices"], [place]) };
    });
  },
  examples: [
    {
      title: "none",
      says: "yes",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n",
      },
    },
    {
      title: "a disk",
      says: "no",
      files: {
        Dockerfile: 'FROM debian:12-slim\nUSER 1000\nCMD ["/app"]\n',
        "compose.yaml": "services:\n  app:\n    build: .\n    devices:\n      - «/dev/sda:/dev/sda»\n",
      },
    },
  ],
});
