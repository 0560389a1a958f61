import { describe, expect, it } from "vitest";
import { capabilityReach, needsCapability } from "./capabilities.js";

describe("capabilities", () => {
  it("grades what reaches the host", () => {
    expect(capabilityReach("SYS_ADMIN")?.level).toBe("error");
    expect(capabilityReach("SYS_NICE")?.level).toBe("warning");
  });
  it.each(["NET_BIND_SERVICE", "CHOWN", "SETUID", "constructor", ""])("lets %s be", (name) =>
    expect(capabilityReach(name)).toBeNull(),
  );
  it("knows software that needs one", () => {
    expect(needsCapability("hashicorp/vault", "IPC_LOCK")).toBe("Vault");
    expect(needsCapability("hashicorp/vault", "SYS_ADMIN")).toBeNull();
    expect(needsCapability("acme/my-vault-app", "IPC_LOCK")).toBeNull();
  });
});
