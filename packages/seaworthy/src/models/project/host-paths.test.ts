import { describe, expect, it } from "vitest";
import { engineSocketOf, hostPathOf, normalHostPath } from "./host-paths.js";

describe("paths of the host", () => {
  it.each([
    ["//var/./run/../run/docker.sock", "/var/run/docker.sock"],
    ["/", "/"],
    ["/a/../../b/", "/b"],
    ["./a", ""],
    ["data", ""],
  ])("%s is %s", (written, path) => expect(normalHostPath(written)).toBe(path));

  it.each([
    ["/var/run/docker.sock", "/var/run/docker.sock"],
    ["//var/run/docker.sock", "/var/run/docker.sock"],
    ["/run/containerd/containerd.sock", "/c.sock"],
    ["/run/user/1000/podman/podman.sock", "/x"],
    ["${SOCK}", "/var/run/docker.sock"],
    ["/var/run", "/host/run"],
    ["/run/user/1000", "/x"],
    ["//./pipe/docker_engine", "//./pipe/docker_engine"],
    ["/var/run/docker.raw.sock", "/x"],
  ])("%s at %s is a control socket", (source, target) => expect(engineSocketOf(source, target)).not.toBeNull());

  it.each([
    ["/var/run/postgresql", "/var/run/postgresql"],
    ["./docker.sock.d", "/etc/x"],
    ["/srv/my.sock", "/my.sock"],
    ["./run", "/app/run"],
    ["/run/mysqld/mysqld.sock", "/tmp/mysql.sock"],
  ])("%s at %s is none", (source, target) => expect(engineSocketOf(source, target)).toBeNull());

  it.each([
    ["/", true, "error"],
    ["/", false, "error"],
    ["/etc", false, "error"],
    ["/etc/passwd", true, "warning"],
    ["/proc", true, "warning"],
    ["/sys/fs/cgroup", true, "warning"],
    ["/var/lib/docker/containers", true, "warning"],
    ["/var/lib", false, "error"],
    ["/home", false, "error"],
    ["/var/run/dbus", true, "warning"],
    ["/root/.ssh", true, "warning"],
    ["/etc/cron.d", false, "error"],
    ["/etc/shadow", true, "warning"],
    ["/dev/shm", false, "warning"],
  ])("%s (read-only: %s) is %s", (source, readOnly, level) => expect(hostPathOf(source, readOnly)?.level).toBe(level));

  it.each([
    ["/etc/localtime", true],
    ["/etc/localtime", false],
    ["/etc/timezone", true],
    ["/etc/ssl/certs", true],
    ["/etc/letsencrypt", true],
    ["/var/lib/mysql", false],
    ["/srv/app/data", false],
    ["/opt/app", false],
    ["/home/deploy/app/data", false],
    ["/etcetera", false],
    ["/etc/pihole/", false],
    ["/usr/src", false],
    ["./etc", false],
    ["/data", false],
  ])("%s (read-only: %s) is nothing to say", (source, readOnly) => expect(hostPathOf(source, readOnly)).toBeNull());
});
