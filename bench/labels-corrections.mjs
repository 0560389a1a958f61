// Labels that the sources of the repository itself show to be wrong, with what shows it. Only firm labels stand here: an arguable one
// is not scored. `dockerfile: "*"` speaks of all labelled services of the repository.

export const CORRECTIONS = [];
