import { finding, noOr, notApplicable } from "../../core/answer.js";
import { cleanPath } from "../../models/dockerignore/path-clean.js";
import { settingPlace } from "../../models/image/place.js";
import { defineRule } from "../../rule.js";

const KERNEL = /^\/(?:dev|proc|sys)(?:\/|$)/;
const SYSTEM = /^\/(?:$|(?:bin|boot|etc|lib|lib32|lib64|libx32|sbin|usr)(?:\/(?:bin|sbin|lib|lib64|local|share))?$)/;
const SOCKET = /^\/(?:var\/)?run\/(?:docker|containerd\/containerd|podman\/podman|crio\/crio)\.sock$/;

export default defineRule({
  id: "least-privilege/declared-volumes",
  claim: "the image declares no volume over a folder of the system",
  why: "A volume over /etc or /usr hides what the image holds there behind a copy that grows old on the host and may be written; one over /proc, /sys or /dev asks for the kernel's own. It stays writable where the root is read-only.",
  todo: "Remove the VOLUME; mount what must be kept below a folder of its own, such as /data, where the image is run.",
  weight: "required",
  level: "error",
  since: "0.2.0",
  subject: "built",
  catches: true,
  aliases: ["DKL-DI-0002"],
  image(image) {
    const { volumes } = image.config;
    const findings = volumes.flatMap((written) => {
      const path = cleanPath(`/${written}`);
      const place = settingPlace("Volumes");
      if (KERNEL.test(path)) return [finding(`VOLUME ${path} lies over the kernel's own files`, place)];
      if (SOCKET.test(path)) return [finding(`VOLUME ${path} asks for the control socket of an engine`, place)];
      return SYSTEM.test(path) ? [finding(`VOLUME ${path} lies over files of the system`, place)] : [];
    });
    return noOr(findings, () =>
      notApplicable(
        volumes.length > 0
          ? `declares ${volumes.join(", ")}, and nothing over the system; what the container may do is set where it is deployed`
          : "declares no volume; what the container may do is set where it is deployed",
      ),
    );
  },
  examples: [
    { title: "over the system's settings", says: "no", image: { config: { volumes: ["/etc"] } } },
    { title: "a folder for data", says: "n/a", image: { config: { volumes: ["/data"] } } },
  ],
});
