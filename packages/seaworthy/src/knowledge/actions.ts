/** Actions that a pipeline is given, each by the commit of a release: a tag can be moved. */
export const SOURCE = "the releases of github.com/actions/checkout, aquasecurity/trivy-action and docker/login-action";
export const AS_OF = "2026-11-27";

export const ACTIONS = {
  checkout: "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  trivy: "aquasecurity/trivy-action@ed142fd0673e97e23eac54620cfb913e5ce36c25 # v0.36.0",
  login: "docker/login-action@4907a6ddec9925e35a0a9e82d7399ccc52663121 # v4.1.0",
} as const;

/** The runner that jobs are given: a version, so that next year's is a decision. */
export const RUNNER = "ubuntu-24.04";
