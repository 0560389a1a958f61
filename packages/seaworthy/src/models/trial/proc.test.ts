import { describe, expect, it } from "vitest";
import { capabilityNames, parseListeners, parseMounts, parsePeers, parseStatus } from "./proc.js";

const STATUS = `Name:	nginx: wor:ker
Umask:	0022
State:	S (sleeping)
Pid:	29
PPid:	1
TracerPid:	0
Uid:	33	33	33	0
Gid:	33	33	33	33
Groups:	4 33
CapInh:	0000000000000000
CapPrm:	00000000a80425fb
CapEff:	0000000000000401
CapBnd:	00000000a80425fb
CapAmb:	0000000000000000
NoNewPrivs:	1
Seccomp:	2
SigCgt:	0000000000004001
`;

describe("/proc", () => {
  it("tells of a process", () => {
    expect(parseStatus(29, STATUS)).toMatchObject({
      pid: 29,
      parent: 1,
      name: "nginx: wor:ker",
      state: "S",
      uids: [33, 33, 33, 0],
      groups: [4, 33],
      effective: ["CHOWN", "NET_BIND_SERVICE"],
      ambient: [],
      noNewPrivileges: true,
      seccomp: 2,
      visitor: false,
      caught: [1, 15],
    });
    expect(parseStatus(7, STATUS.replace("PPid:\t1", "PPid:\t0"))?.visitor).toBe(true);
    expect(parseStatus(1, STATUS.replace("PPid:\t1", "PPid:\t0"))?.visitor).toBe(false);
    expect(parseStatus(1, "Name:\tx\n")).toBeNull();
    expect(parseStatus(1, STATUS.replace("Name:", "Name:\tUid:\t0\t0\t0\t0"))?.uids[0]).toBe(33);
  });

  it("names capabilities, unknown ones by number", () => {
    expect(capabilityNames("00000000a80425fb")).toHaveLength(14);
    expect(capabilityNames("0000020000000000")).toEqual(["CAP_41"]);
    expect(capabilityNames("nonsense")).toEqual([]);
  });

  it("tells what listens", () => {
    const head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    const tcp = `${head}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
   1: 020012AC:D431 010012AC:1F90 01 00000000:00000000 00:00000000 00000000     0        0 1 1\n`;
    expect(parseListeners("tcp", tcp)).toEqual([{ protocol: "tcp", address: "127.0.0.1", port: 8080 }]);
    const tcp6 = `${head}   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0
   1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0\n`;
    expect(parseListeners("tcp", tcp6).map(({ address, port }) => `${address} ${port}`)).toEqual([":: 80", "::1 81"]);
    const udp = `${head}   0: 00000000:0035 00000000:0000 07 0:0 0:0 0 0 0\n   1: 00000000:9999 08080808:0035 01 0:0 0:0 0 0 0\n`;
    expect(parseListeners("udp", udp).map(({ port }) => port)).toEqual([53]);
  });

  it("tells whom it is connected with, IPv4 as such", () => {
    const table = `${"head\n"}   0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0
   1: 0200000A:C350 0300000A:18EB 01 0:0 0:0 0 0 0
   2: 0000000000000000FFFF00000200000A:C350 0000000000000000FFFF00000300000A:1538 01 0:0 0:0 0 0 0
   3: 0200000A:C350 0400000A:18EB 06 0:0 0:0 0 0 0\n`;
    expect(parsePeers(table)).toEqual([
      { address: "10.0.0.3", port: 6379 },
      { address: "10.0.0.3", port: 5432 },
    ]);
  });

  it("tells of mounts", () => {
    const text =
      "36 35 98:0 / / ro,relatime master:1 - overlay overlay rw,lowerdir=x\n37 36 0:5 / /my\\040tmp rw - tmpfs tmpfs rw\nnonsense\n";
    expect(parseMounts(text)).toEqual([
      { path: "/", kind: "overlay", writable: false },
      { path: "/my tmp", kind: "tmpfs", writable: true },
    ]);
  });
});
